// Documents in encodings of all kinds, rightly and wrongly labelled, and files that are no text at all. Each is read
// rightly, or refused by name with what to do: never as other characters than were written.

import { type Case, Count } from '../case.ts'
import { boundedReader } from '../documents/bounded.ts'

const NOTICE = `关于进一步优化营商环境的通知

第一条 进口货物可以先提货后缴税，企业应当在五个工作日内办理汇总征税手续。
第二条 各级海关应当公开办理时限，不得收取任何费用。
第三条 本办法自公布之日起施行。
`
const TRADITIONAL = `關於進一步優化營商環境的通知

第一條 進口貨物可以先提貨後繳稅，企業應當在五個工作日內辦理彙總徵稅手續。
第二條 各級海關應當公開辦理時限，不得收取任何費用。
第三條 本辦法自公布之日起施行。
`

type Made = { what: string; bytes: Uint8Array; written?: string }

/** The bytes of a text in a double-byte encoding: what its decoder makes of every pair, turned round. */
function encoder(encoding: string): (text: string) => Buffer {
  const decoder = new TextDecoder(encoding)
  const bytesOf = new Map<string, number[]>()
  for (let first = 0xfe; first >= 0x81; first--)
    for (let second = 0xfe; second >= 0x40; second--) {
      const character = decoder.decode(Uint8Array.of(first, second))
      if ([...character].length === 1 && character !== '\ufffd') bytesOf.set(character, [first, second])
    }
  return (text) =>
    Buffer.from(
      [...text].flatMap((character) => {
        if (character.charCodeAt(0) < 0x80) return [character.charCodeAt(0)]
        return bytesOf.get(character) ?? fourBytes(character)
      }),
    )
}

/** GB 18030 beyond the basic plane counts on from 90 30 81 30. */
function fourBytes(character: string): number[] {
  let at = character.codePointAt(0)! - 0x10000
  if (at < 0) throw new Error(`the encoding has no ${character}`)
  const bytes: number[] = []
  for (const [size, from] of [
    [10, 0x30],
    [126, 0x81],
    [10, 0x30],
  ] as const) {
    bytes.unshift((at % size) + from)
    at = Math.floor(at / size)
  }
  return [at + 0x90, ...bytes]
}

const gb = encoder('gb18030')
const big5 = encoder('big5')
const utf8 = (text: string) => Buffer.from(text, 'utf8')
const utf16 = (text: string) => Buffer.from(text, 'utf16le')
const swapped = (text: string) => utf16(text).swap16()
const utf32 = (text: string) =>
  Buffer.from(Uint32Array.from([...text], (character) => character.codePointAt(0)!).buffer)
const joined = (...parts: (Uint8Array | string)[]) =>
  Buffer.concat(parts.map((part) => (typeof part === 'string' ? utf8(part) : part)))
const windows = NOTICE.replaceAll('\n', '\r\n')
const oldMac = NOTICE.replaceAll('\n', '\r')
const long = NOTICE.repeat(200)
const bytes = (...values: number[]) => Uint8Array.from(values)
const mess = (count: number, from: number, span: number) =>
  Uint8Array.from({ length: count }, (_, i) => from + ((i * 7919 + ((i * i) % 251)) % span))

/** `written` is what must be read; without it only a refusal will do. */
const MADE: readonly Made[] = [
  { what: 'UTF-8', bytes: utf8(NOTICE), written: NOTICE },
  { what: 'UTF-8 with a mark', bytes: utf8(`\ufeff${NOTICE}`), written: NOTICE },
  { what: 'UTF-8 with line ends of Windows', bytes: utf8(windows), written: NOTICE },
  { what: 'UTF-8 with line ends of old Macs', bytes: utf8(oldMac), written: NOTICE },
  { what: 'UTF-8, traditional', bytes: utf8(TRADITIONAL), written: TRADITIONAL },
  { what: 'UTF-8 that says it is GBK', bytes: utf8(`<meta charset="gb2312">\n${NOTICE}`), written: NOTICE },
  { what: 'UTF-8 with rare characters', bytes: utf8(`${NOTICE}𠮷𪛖\n`), written: NOTICE },
  { what: 'UTF-8, decomposed', bytes: utf8(`${NOTICE}Cafe\u0301\n`), written: NOTICE },
  { what: 'UTF-8 in English', bytes: utf8('Article 1. Goods may be released before duties are paid.\n'), written: 'Goods' },
  { what: 'GB 18030', bytes: gb(NOTICE), written: NOTICE },
  { what: 'GB 18030 with line ends of Windows', bytes: gb(windows), written: NOTICE },
  { what: 'GB 18030 with four bytes', bytes: gb(`${NOTICE}𠮷\n`), written: NOTICE },
  { what: 'GBK with full-width digits and brackets', bytes: gb(`${NOTICE}（１２３）《通知》\n`), written: NOTICE },
  { what: 'GBK that says it is UTF-8', bytes: gb(`<meta charset="utf-8">\n${NOTICE}`), written: NOTICE },
  { what: 'GBK with names of rare characters', bytes: gb(`${NOTICE}联系人：龚璟翀、喆琤\n`), written: NOTICE },
  { what: 'GBK with a table', bytes: gb(`${NOTICE}序号\t名称\n1\t汇总征税\n`), written: NOTICE },
  { what: 'GBK, long', bytes: gb(long), written: long },
  { what: 'UTF-16 LE with a mark', bytes: utf16(`\ufeff${NOTICE}`), written: NOTICE },
  { what: 'UTF-16 BE with a mark', bytes: swapped(`\ufeff${NOTICE}`), written: NOTICE },
  { what: 'UTF-16, traditional', bytes: utf16(`\ufeff${TRADITIONAL}`), written: TRADITIONAL },
  { what: 'UTF-16 LE without a mark', bytes: utf16(NOTICE) },
  { what: 'UTF-16 BE without a mark', bytes: swapped(NOTICE) },
  { what: 'UTF-16 without a mark, one line', bytes: utf16('进口货物可以先提货后缴税企业应当办理汇总征税手续') },
  { what: 'UTF-16 with half a character at its end', bytes: joined(utf16(`\ufeff${NOTICE}`), bytes(0x4e)) },
  { what: 'UTF-32 LE', bytes: utf32(`\ufeff${NOTICE}`) },
  { what: 'UTF-8 behind a mark of UTF-16', bytes: joined(bytes(0xff, 0xfe), NOTICE) },
  { what: 'Big5', bytes: big5(TRADITIONAL) },
  { what: 'Big5, long', bytes: big5(TRADITIONAL.repeat(100)) },
  { what: 'half UTF-8, half GBK', bytes: joined(NOTICE, gb(NOTICE)) },
  { what: 'GBK with a line of UTF-8', bytes: joined(gb(long), '第四条 各级海关应当公开办理时限。\n') },
  { what: 'UTF-8 with a line of GBK', bytes: joined(long, gb('第四条 各级海关应当公开办理时限。\n')) },
  { what: 'UTF-8 cut off inside a character', bytes: utf8(NOTICE).subarray(0, -5) },
  { what: 'UTF-8 cut off inside a character', bytes: Buffer.from('关于进一步优化营商环境的通知').subarray(0, -2) },
  {
    what: 'a line of UTF-8, cut off, behind GB 18030',
    bytes: joined(gb(NOTICE.repeat(20)), Buffer.from('关于进一步优化营商环境的通知').subarray(0, -2)),
  },
  { what: 'Latin-1', bytes: Buffer.from('Résumé des règles générales — préfecture\n'.repeat(20), 'latin1') },
  { what: 'all bytes', bytes: Uint8Array.from({ length: 256 }, (_, i) => i) },
  { what: 'bytes without NUL', bytes: mess(5000, 1, 255) },
  { what: 'control characters', bytes: mess(500, 1, 8) },
  { what: 'a picture', bytes: joined(bytes(0x89), 'PNG\r\n', bytes(0x1a, 0x0a, 0, 0, 0, 13), mess(500, 0, 256)) },
  { what: 'a PDF', bytes: utf8('%PDF-1.4\n1 0 obj << /Type /Catalog >> endobj\ntrailer << /Root 1 0 R >>\n%%EOF\n') },
  { what: 'rich text', bytes: utf8("{\\rtf1\\ansi\\ansicpg936 \\'cd\\'a8\\'d6\\'aa\\par }") },
  { what: 'a Word file', bytes: joined('PK', bytes(3, 4, 20, 0, 6, 0), mess(500, 0, 256)) },
] // biome-ignore format: a table

const han = (text: string) => text.match(/\p{Script=Han}/gu) ?? []

export const encodings: Case = {
  id: 'I4',
  what: 'documents in all encodings, and files that are no text',
  tiers: ['sample', 't1', 'b'],
  async run() {
    const reader = boundedReader()
    const count = new Count()
    let refused = 0
    try {
      for (const [i, { what, bytes, written }] of MADE.entries()) {
        const name = `${i}.txt`
        const outcome = await reader.read({ name, bytes }).catch((error) => ({ died: String(error) }))
        if ('died' in outcome) count.add(`${what}: ${outcome.died}`)
        else if ('refused' in outcome) {
          refused++
          count.add(refusalFault(what, name, outcome.refused, written))
        } else count.add(outcome.fault ?? readingFault(what, outcome.read.text, written))
      }
    } finally {
      reader.stop()
    }
    return count.tally(`${MADE.length} files, ${refused} refused`)
  },
}

function refusalFault(what: string, name: string, message: string, written?: string): string | undefined {
  if (written !== undefined) return `${what}: refused: ${message}`
  return message.includes(name) && /请/u.test(message) ? undefined : `${what}: says ${message}`
}

function readingFault(what: string, text: string, written?: string): string | undefined {
  if (written === undefined) return `${what}: read as ${text.slice(0, 40)}`
  const known = new Set(han(`${written}𠮷𪛖序号名称汇总征税联系人龚璟翀喆琤通知`))
  const strange = han(text).filter((character) => !known.has(character))
  if (strange.length > 0) return `${what}: nobody wrote ${strange.slice(0, 5).join('')}`
  const lost = han(written).length - han(text).length
  return lost > 0 ? `${what}: ${lost} characters lost` : undefined
}
