// Words that mean the same: a question with one of them also looks for the others. Behind `=>` stand narrower words,
// which a question with one of the words before it also looks for, and not the other way round. Pure; it does not know where the
// list lies, and it never touches documents: the list can change without a new index.

import { AppError } from '../errors.ts'
import { literally } from './literally.ts'
import { normalize } from './normalize.ts'

const MAX_LINES = 10_000
const MAX_LENGTH = 40

export interface Synonyms {
  /**
   * The words to add to a question, normalised, in the order of the list; none that the question has already.
   * @param words the question's words as the tokenizer cuts them. With them a synonym that would cut through one of them
   * does not count: 报关 is not in 申报关税 (申报 关税). Without them every occurrence counts.
   */
  expand(query: string, words?: Iterable<string>): string[]
  /** A normalised text with every word of the list in the first form of its line: 交通厅 as 交通运输厅. */
  canonical(text: string): string
}

/**
 * Reads lines of words that are treated as one, separated by spaces or commas; `#` starts a comment. In
 * `涉台 => 台胞 台企` the words behind the arrow are only added.
 * @throws AppError `invalid_request` naming the line: a word alone, a word in two lines, control characters
 */
export function readSynonyms(content: string): Synonyms {
  const refuse = (line: number, why: string) => new AppError('invalid_request', `同义词表第 ${line} 行${why}`)
  const lines = content.replace(/^\ufeff/, '').split(/\r?\n/)
  if (lines.length > MAX_LINES) throw new AppError('invalid_request', `同义词表最多 ${MAX_LINES} 行。`)

  const groups: Group[] = []
  const seen = new Map<string, number>()
  for (const [index, line] of lines.entries()) {
    const number = index + 1
    if (/[\p{Cc}\p{Cs}\ufffd]/u.test(line.replaceAll('\t', ' ')))
      throw refuse(number, '含有控制字符或无法识别的字符，请删去。')
    const [same = [], narrower = [], ...more] = line.split('#', 1)[0]!.split('=>').map(wordsOf)
    if (same.length === 0 && narrower.length === 0) continue
    if (more.length > 0) throw refuse(number, '有不止一个“=>”，请分成几行。')
    for (const word of [...same, ...narrower])
      if (word.length < 2 || word.length > MAX_LENGTH)
        throw refuse(number, `的“${word}”长度不对：每个词 2 到 ${MAX_LENGTH} 个字。`)
    for (const word of same) {
      const earlier = seen.get(word)
      if (earlier !== undefined) throw refuse(number, `的“${word}”已在第 ${earlier} 行出现，请合并。`)
      seen.set(word, number)
    }
    if (same.length === 0) throw refuse(number, '的“=>”前面没有词。')
    if (same.length + narrower.length < 2) throw refuse(number, '只有一个词：同义词至少要两个。')
    groups.push({ same, all: [...new Set([...same, ...narrower])] })
  }

  const firstForm = new Map(groups.flatMap(({ same }) => same.map((word) => [word, same[0]!] as const)))
  const longestFirst = [...firstForm.keys()].sort((a, b) => b.length - a.length)
  const anyWord = new RegExp(longestFirst.map(literally).join('|'), 'gu')

  return {
    expand(query, words) {
      const text = normalize(query)
      if (groups.length === 0 || text.search(anyWord) === -1) return []
      const inside = words ? insideWords(text, words) : undefined
      const has = (word: string) => occurs(text, word, inside)
      const added = groups.filter(({ same }) => same.some(has)).flatMap(({ all }) => all)
      return [...new Set(added)].filter((word) => !has(word))
    },
    canonical: (text) =>
      groups.length === 0 ? text : text.replace(anyWord, (word) => firstForm.get(word) ?? word),
  }
}

/** A line of the list: words that mean the same, and those with the narrower ones, which are added. */
interface Group {
  same: string[]
  all: string[]
}

const wordsOf = (written: string) => [
  ...new Set(
    written
      .split(/[\s,，、]+/u)
      .filter(Boolean)
      .map(normalize),
  ),
]

const isLetter = (character: string | undefined) =>
  character !== undefined && /(?!\p{Script=Han})[\p{L}\p{N}]/u.test(character)

/** Whether the text has the word; ai is not in email, and no word is where another one would be cut through. */
function occurs(text: string, word: string, inside: Uint8Array | undefined): boolean {
  for (let at = text.indexOf(word); at !== -1; at = text.indexOf(word, at + 1)) {
    const end = at + word.length
    const cutsLetters =
      (isLetter(word[0]) && isLetter(text[at - 1])) || (isLetter(word.at(-1)) && isLetter(text[end]))
    if (!cutsLetters && !inside?.[at] && !inside?.[end]) return true
  }
  return false
}

/** Marks the places of a text that lie inside a word, where one would be cut through. */
function insideWords(text: string, words: Iterable<string>): Uint8Array {
  const inside = new Uint8Array(text.length + 1)
  for (const word of new Set(words)) {
    if (word.length < 2) continue
    for (let at = text.indexOf(word); at !== -1; at = text.indexOf(word, at + 1))
      inside.fill(1, at + 1, at + word.length)
  }
  return inside
}
