// Markdown and HTML that no editor writes: 50 documents, each read in bounded time into records that hold together.

import { type Case, Count } from '../case.ts'
import { boundedReader } from '../documents/bounded.ts'

const MEGABYTE = 1024 * 1024
/** Characters that a line may have. */
const LINE = 1_000_000
const ARTICLES = '第一条 船舶可以提前申报。\n第二条 引航不收费。\n'

const repeated = (piece: string, bytes: number) => piece.repeat(Math.ceil(bytes / Buffer.byteLength(piece)))
const lineOf = (piece: string) => piece.repeat(Math.floor(LINE / piece.length))
const deep = (open: string, close: string, depth: number) =>
  open.repeat(depth) + ARTICLES + close.repeat(depth)
const table = (rows: number, columns: number) =>
  `|${'列|'.repeat(columns)}\n|${'---|'.repeat(columns)}\n${`|${'格|'.repeat(columns)}\n`.repeat(rows)}`

const MADE: Readonly<Record<string, () => string>> = {
  'a line of 10 MB': () => repeated('通关便利化措施', 10 * MEGABYTE),
  'a line of 10 MB in Latin letters': () => 'a'.repeat(10 * MEGABYTE),
  'a line of 10 MB of spaces': () => `${ARTICLES}${' '.repeat(10 * MEGABYTE)}${ARTICLES}`,
  '10 MB of line breaks': () => ARTICLES + '\n'.repeat(10 * MEGABYTE) + ARTICLES,
  '10 MB of full stops': () => '。'.repeat(3 * MEGABYTE),
  '10 MB of opening brackets': () => '（'.repeat(3 * MEGABYTE),
  '10 MB of digits': () => '1'.repeat(10 * MEGABYTE),
  'a line of tabs': () => lineOf('\t'),
  'a line of pipes': () => lineOf('|'),
  'a line of dashes': () => lineOf('-'),
  'a line of hashes': () => lineOf('#'),
  'a line of stars': () => lineOf('*'),
  'a line of quote marks': () => lineOf('> '),
  'a line of backticks': () => lineOf('`'),
  'a line of square brackets': () => lineOf('['),
  'a line of pointed brackets': () => lineOf('<'),
  'a line of begun comments': () => lineOf('<!--'),
  'a line of begun tags': () => lineOf('<p '),
  'a line of entities': () => lineOf('&nbsp;'),
  'a line of wide spaces': () => lineOf('\u3000'),
  'a megabyte of items': () => repeated('- 项目\n', MEGABYTE),
  'a megabyte of articles': () => repeated('第一条 船舶可以提前申报。\n', MEGABYTE),
  'a megabyte of headings': () => repeated('一、总则\n', MEGABYTE),
  'a megabyte of first items': () => repeated('（一）申报。\n', MEGABYTE),
  'a megabyte of contents': () => `目录\n${repeated('第一章 总则 ........ 1\n', MEGABYTE)}`,
  'a line of bookmarks': () => lineOf('[bookmark:a'),
  'divisions nested 100,000 deep': () => deep('<div>', '</div>', 100_000),
  'tables nested 5,000 deep': () => deep('<table><tr><td>', '</td></tr></table>', 5_000),
  'lists nested 100,000 deep': () => deep('<ul><li>', '</li></ul>', 100_000),
  'quotes nested 10,000 deep': () => `${'>'.repeat(10_000)} ${ARTICLES}`,
  'tags that never close': () => '<b><i><u>'.repeat(50_000) + ARTICLES,
  'closing tags alone': () => '</div></table></td>'.repeat(50_000) + ARTICLES,
  'a cell over 99 columns and 999 rows': () => `<table><tr><td colspan="99" rowspan="999">甲</td></tr>${'<tr><td>乙</td></tr>'.repeat(2000)}</table>`,
  'a span of no number': () => '<table><tr><td colspan="-1" rowspan="0">甲</td><td colspan="x">乙</td></tr></table>',
  'a table of 20,000 rows': () => table(20_000, 4),
  'a table of 2,000 columns': () => table(20, 2_000),
  'a table that is its header': () => '|序号|名称|\n|---|---|\n'.repeat(500),
  'a script': () => `${ARTICLES}<script>alert(1)</script><script src="https://example.com/x.js"></script>\n`,
  'an image that runs': () => `${ARTICLES}<img src=x onerror=alert(1)><svg onload=alert(1)>\n`,
  'a frame': () => `${ARTICLES}<iframe srcdoc="<script>alert(1)</script>"></iframe>\n`,
  'links that run': () => `${ARTICLES}[打开](javascript:alert(1)) <a href="javascript:alert(1)">打开</a>\n`,
  'references in a circle': () => `${ARTICLES}[甲]: [乙]\n[乙]: [甲]\n[甲][乙][甲]\n`.repeat(1000),
  'entities in a circle': () => `<!DOCTYPE a [<!ENTITY x "&y;"><!ENTITY y "&x;">]>\n&x;\n${ARTICLES}`,
  'front matter without an end': () => `---\n${'a: b\n'.repeat(100_000)}${ARTICLES}`,
  'front matter of indented lines without an end': () => `---\n${'    缩进的一行。\n'.repeat(40)}${ARTICLES}`,
  'front matter alone': () => '---\ntitle: x\n---\n',
  'marks alone': () => '# \n\n---\n\n> \n\n- \n\n**\n',
  'invisible characters alone': () => '\u200b\u200c\u2060\ufeff\u00ad'.repeat(1000),
  'direction marks': () => `${ARTICLES}\u202e第三条 倒着写。\u202c\n`,
  'articles numbered backwards': () => Array.from({ length: 500 }, (_, i) => `第${500 - i}条 内容。`).join('\n'),
  'articles numbered twice': () => ARTICLES.repeat(3000),
} // biome-ignore format: a table

export const markup: Case = {
  id: 'I5',
  what: 'Markdown and HTML that no editor writes',
  tiers: ['t1', 'b'],
  async run() {
    const reader = boundedReader()
    const count = new Count()
    let refused = 0
    let slowest = 0
    try {
      for (const [what, make] of Object.entries(MADE)) {
        const text = make()
        const reading = { name: '试.md', bytes: Buffer.from(text, 'utf8') }
        const outcome = await reader.read(reading).catch((error) => ({ died: String(error) }))
        if ('died' in outcome) {
          count.lost++
          count.add(`${what}: ${outcome.died}`)
          continue
        }
        slowest = Math.max(slowest, outcome.ms)
        const read = 'read' in outcome
        if (!read) refused++
        // Refused is what has too long a line, and nothing else: what is refused has not been through the readers.
        const readable = text.split('\n').every(({ length }) => length <= LINE)
        const wrong = read === readable ? read && outcome.fault : read ? 'was read' : 'was refused'
        count.add(wrong ? `${what}: ${wrong}` : undefined)
      }
    } finally {
      reader.stop()
    }
    return count.tally(
      `${count.tried} documents, ${refused} refused for their lines, slowest ${(slowest / 1000).toFixed(1)} s`,
    )
  },
}
