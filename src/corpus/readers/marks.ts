// What stands in a text or Markdown file without being its wording: tags, Markdown and editor marks, page numbers.
// Finds it, and says which of it ends a line; knows nothing of paragraphs or tables.

import { allMatches } from '../../text/matches.ts'

/** Something that was taken out of the source because it is not official wording. */
export interface Removal {
  kind: 'tag' | 'markdown' | 'editor-mark' | 'page-number' | 'repeated-header'
  start: number
  end: number
}

const NAMES =
  'b|i|u|s|p|br|hr|em|strong|span|div|font|sup|sub|a|table|caption|colgroup|col|thead|tbody|tfoot|tr|td|th|h[1-6]|ul|ol|li|center|section|article|blockquote|html|head|body|meta|link|img|o:p'
const TAG = new RegExp(`<\\/?(?:${NAMES})(?:\\s[^<>\\n]{0,200})?\\/?>`, 'giu')
/** Where a comment may begin, and where one may end: `<!-->` is a beginning and, of another, the end. */
const COMMENT_MARK = /<!(?=--)|-->/gu
const LONGEST_COMMENT = 2000
/** Spaces as web pages write them. */
const SPACE_ENTITY = /&(?:nbsp|ensp|emsp|thinsp|#160|#8194|#8195|#12288);/giu
const EDITOR_MARK = /\[bookmark:[^\]\n]{0,80}\]/giu
/**
 * Characters that show nothing: left behind by editors and web pages, or put there to say to programs what people do not
 * see (tags, joiners, variation selectors). Those that choose the form of a Chinese character stay, and those that turn
 * the direction of a text, which people do see.
 */
const INVISIBLE = /(?:(?![\u{e0100}-\u{e01ef}\u202a-\u202e\u2066-\u2069])\p{Default_Ignorable_Code_Point})+/gu
const EMPHASIS = /\*\*/gu
const HEADING_MARK = /^#{1,6}(?=\s|$|[\p{Script=Han}（“《【])/gmu
/** What a site generator keeps at the head of a file: `---`, `key: value` lines, `---`. */
const FRONT_MATTER = /^---\n(?:(?:[A-Za-z_][\w-]*:|[ \t]|- )[^\n]*\n){0,50}---(?=\n|$)/gu
const RULE = /^[ \t]{0,3}(?:-{3,}|\*{3,}|_{3,}|={3,})[ \t]*$/gmu
/** Not `> 5%`. */
const QUOTE_MARK = /^[ \t]{0,3}>(?![ \t]*[\d=])[ \t]?/gmu
const BULLET = /^[ \t]*[-*+][ \t]+(?=[\p{L}“《（(【*])/gmu
/** A line that holds nothing but a page number between dashes, as Word and WPS print it: `— 3 —`, `- 3 -`. */
const PAGE_NUMBER = /^[ \t\u3000]*[-—–－][ \t]*\d{1,4}[ \t]*[-—–－][ \t]*$/gmu

const MARKS: readonly [Removal['kind'], RegExp][] = [
  ['tag', TAG],
  ['tag', SPACE_ENTITY],
  ['editor-mark', EDITOR_MARK],
  ['editor-mark', INVISIBLE],
  ['markdown', FRONT_MATTER],
  ['markdown', RULE],
  ['markdown', QUOTE_MARK],
  ['markdown', BULLET],
  ['markdown', EMPHASIS],
  ['markdown', HEADING_MARK],
  ['page-number', PAGE_NUMBER],
]

/** All marks of a source, in order, none inside another. */
export function marksIn(source: string): Removal[] {
  const found = [
    ...commentsIn(source),
    ...MARKS.flatMap(([kind, pattern]) =>
      allMatches(source, pattern).map((match) => ({
        kind,
        start: match.index,
        end: match.index + match[0].length,
      })),
    ),
  ].sort((a, b) => a.start - b.start || b.end - a.end)
  let end = 0
  return found.filter((mark) => {
    if (mark.start < end) return false
    end = mark.end
    return true
  })
}

/** From the first beginning that is near enough to the end: a pattern would look for the end anew from each of them. */
function commentsIn(source: string): Removal[] {
  const comments: Removal[] = []
  let contents: number[] = []
  for (const { 0: mark, index } of allMatches(source, COMMENT_MARK)) {
    if (mark === '<!') {
      contents.push(index + '<!--'.length)
      continue
    }
    const content = contents.find((start) => start <= index && index - start <= LONGEST_COMMENT)
    if (content !== undefined)
      comments.push({ kind: 'tag', start: content - '<!--'.length, end: index + mark.length })
    contents = content === undefined ? contents.filter((start) => start > index) : []
  }
  return comments
}

const LINE_TAG = /^<\/?(?:p|br|hr|div|table|caption|h[1-6]|ul|ol|li|center|section|article|blockquote)\b/iu

/** Whether a tag ends a line where it stands in running text. */
export const endsLine = (tag: string) => LINE_TAG.test(tag)
