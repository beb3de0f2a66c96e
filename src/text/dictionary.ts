// Reads a list of words that jieba shall keep whole. jieba ends the whole process on a line it dislikes, so every
// line is judged here first. Pure: it does not know jieba, nor where the list lies.

import { AppError } from '../errors.ts'
import { normalize } from './normalize.ts'

/** Largest accepted list: jieba keeps every word in memory, and a list this long is no list of exceptions. */
const MAX_BYTES = 5_000_000
const MAX_LINES = 100_000
const HAN_WORD = /^\p{Script=Han}{2,20}$/u
const CONTROL = /[\p{Cc}\p{Cs}\ufffd]/u
/**
 * Frequency of a word that states none, on the scale of jieba's main dictionary (60 million in all). jieba's own
 * default, the median, is about 3: too rare to win against 试验 + 区 and the like.
 */
const FREQUENCY = 2000
const MAX_FREQUENCY = 10_000_000

/** One word of the list, normalised as the texts are in which jieba will meet it. */
export interface DictionaryWord {
  readonly word: string
  readonly frequency: number
  readonly tag: string
}

/**
 * Reads lines of `word [frequency] [tag]`; blank lines and lines starting with `#` are skipped.
 * A word is 2 to 20 Chinese characters, for jieba is only given runs of those.
 * @param name how the list is called in messages
 * @throws AppError `invalid_request` naming the list and the line
 */
export function readDictionary(bytes: Uint8Array, name: string): DictionaryWord[] {
  const refuse = (where: string, why: string) =>
    new AppError('invalid_request', `词典 ${name} ${where}${why}`)
  if (bytes.length >= MAX_BYTES) throw refuse('', '太大：请控制在 5 MB 以内。')
  const lines = decodeLines(bytes, (line) => refuse(`第 ${line} 行`, '不是 UTF-8 编码，请另存为 UTF-8。'))
  if (lines.length > MAX_LINES) throw refuse('', `行数太多：最多 ${MAX_LINES} 行。`)

  const words: DictionaryWord[] = []
  for (const [index, line] of lines.entries()) {
    const where = `第 ${index + 1} 行`
    if (CONTROL.test(line.replaceAll('\t', ' '))) throw refuse(where, '含有控制字符，请删去。')
    const [written, ...columns] = line.split('#', 1)[0]!.trim().split(/\s+/)
    if (!written) continue
    const word = normalize(written)
    if (!HAN_WORD.test(word)) throw refuse(where, `的“${written}”不能收录：词语须由 2 到 20 个汉字组成。`)
    const frequency = /^\d/.test(columns[0] ?? '') ? Number(columns.shift()) : FREQUENCY
    if (!Number.isInteger(frequency) || frequency < 1 || frequency > MAX_FREQUENCY)
      throw refuse(where, `的词频不对：须是 1 到 ${MAX_FREQUENCY} 的整数。`)
    const tag = columns.shift() ?? 'n'
    if (!/^[a-z]{1,8}$/i.test(tag) || columns.length > 0)
      throw refuse(where, '的格式不对：应为“词语 [词频] [词性]”，词性为 1 到 8 个字母。')
    words.push({ word, frequency, tag })
  }
  return words
}

/** Decodes line by line, so that a bad byte can be named by its line. */
function decodeLines(bytes: Uint8Array, refuse: (line: number) => Error): string[] {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  const lines: string[] = []
  for (let from = 0; from < bytes.length; ) {
    const newline = bytes.indexOf(0x0a, from)
    const to = newline === -1 ? bytes.length : newline
    try {
      lines.push(decoder.decode(bytes.subarray(from, to)).replace(/\r$/, ''))
    } catch {
      throw refuse(lines.length + 1)
    }
    from = to + 1
  }
  return lines
}
