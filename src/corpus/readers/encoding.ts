// Bytes of a file become characters, or are refused: a text that was decoded wrongly looks like one, and would be quoted.
// It knows Chinese from mojibake by how common its characters are, not by what they say.

import { AppError } from '../../errors.ts'

/** Files that people rename, which open with letters: their bytes may all be text, their wording is not in it. */
const OTHER_FORMAT = /^(?:%PDF-|\{\\rtf)/u
/** What no text is made of. Word processors leave single ones: marks of cells, bullets from the private use area. */
const NOISE = /[\p{Cn}\p{Co}\ufffd]|[^\P{Cc}\t\n\v\f\r]/gu
const NOISE_SHARE = 0.05

const HAN = /\p{Script=Han}/gu
/** The 3,755 characters of the first level of GB 2312, B0A1 to D7F9: nearly all of modern prose. */
const COMMON = new Set(
  Array.from({ length: 0xd7 - 0xb0 + 1 }, (_, row) =>
    Array.from({ length: 94 }, (_, cell) => [0xb0 + row, 0xa1 + cell]),
  ).flatMap((cells) => [...new TextDecoder('gb18030').decode(Uint8Array.from(cells.flat()))]),
)
/**
 * A line of so many characters is no mere list of rare names. Of the lines of the documents that come with the desk at
 * least 0.91 are common, of one in traditional characters 0.65; of their UTF-8 read as GB 18030 at most 0.33.
 */
const LINE_LEAST = 6
const COMMON_SHARE = 0.5

/**
 * The text of a file as it was published: UTF-8, UTF-16 with a byte order mark, or else GB 18030; line ends are `\\n`.
 * @throws AppError `invalid_request` for bytes that are no text, or text of another encoding.
 */
export function decode(bytes: Uint8Array): string {
  const { text, guessed } = decoded(bytes)
  if (guessed && (isNoise(text) || isMojibake(text))) throw unknownEncoding()
  if (OTHER_FORMAT.test(text) || isNoise(text))
    throw new AppError('invalid_request', '文件不是文本：请另存为 UTF-8 编码的 .txt 或 .md 文件后再试。')
  return text.replace(/\r\n?/g, '\n')
}

const unknownEncoding = () =>
  new AppError('invalid_request', '文件的编码无法识别：请另存为 UTF-8 编码的文件后再试。')

/** @returns `guessed`: nothing but its fitting speaks for the encoding */
function decoded(bytes: Uint8Array): { text: string; guessed: boolean } {
  const marked =
    bytes[0] === 0xff && bytes[1] === 0xfe
      ? 'utf-16le'
      : bytes[0] === 0xfe && bytes[1] === 0xff
        ? 'utf-16be'
        : undefined
  const text = inEncoding(marked ?? 'utf-8', bytes)
  if (text !== undefined) return { text, guessed: false }
  const guess = marked === undefined ? inEncoding('gb18030', bytes) : undefined
  if (guess === undefined) throw unknownEncoding()
  return { text: guess, guessed: true }
}

function inEncoding(encoding: string, bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes)
  } catch {
    return undefined
  }
}

function isNoise(text: string): boolean {
  return text.includes('\0') || (text.match(NOISE)?.length ?? 0) > NOISE_SHARE * text.length
}

/** As a whole, or in a line: files are joined from others. */
function isMojibake(text: string): boolean {
  return isRare(text, 1) || text.split('\n').some((line) => isRare(line, LINE_LEAST))
}

function isRare(text: string, least: number): boolean {
  const characters = text.match(HAN) ?? []
  if (characters.length < least) return false
  return characters.filter((character) => COMMON.has(character)).length < COMMON_SHARE * characters.length
}
