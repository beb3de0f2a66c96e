// Text → terms to match by: jieba's words, and single characters with pairs of them. The only importer of nodejieba.
// It does not know what a term is worth (bm25.ts) nor which words mean the same (synonyms.ts).

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { AppError } from '../errors.ts'
import { builtInWords } from './built-in-words.ts'
import type { DictionaryWord } from './dictionary.ts'
import { allMatches } from './matches.ts'
import { normalize } from './normalize.ts'

// Its exports cannot be imported by name, and the folder of its dictionaries is in none of its types.
const require = createRequire(import.meta.url)
const nodejieba = require('nodejieba') as typeof import('nodejieba')
const DICTIONARIES = path.join(path.dirname(require.resolve('nodejieba')), 'submodules/cppjieba/dict')

export interface Tokenizer {
  /**
   * The words of a text in reading order, repeated as often as they occur, long ones also by their parts
   * (待处理 → 处理, 待处理); no punctuation, no function words. Made for memory as much as for speed: a
   * long text is cut piece by piece.
   */
  words(text: string): string[]
  /** Characters and pairs of neighbours (海外仓 → 海 海外 外 外仓 仓); Latin words and numbers whole. */
  characters(text: string): string[]
  /** From now on another's dictionary will do: for the last questions of an engine that is being replaced. */
  yield(): void
  /** It is not replaced after all. */
  resume(): void
}

/**
 * What people wrap a question in, and grammar. Chosen by one rule: an everyday question may hold it, and no
 * record is about it. Official prose hardly uses 我 吗 哪 怎 请问, so their idf would be the highest of the
 * question and a record would rank first for one of them. Common grammar of both (的 在 对 为) is harmless by its low
 * idf and is listed only where no content word is built with it. 不, 无, 免 and 仅 stay: they carry content.
 */
const STOP_PHRASES =
  '请问 问一下 想问 有没有 能不能 可不可以 是不是 会不会 要不要 行不行 用不用 该不该 需不需要 怎么样 怎么办 怎么 怎样 ' +
  '什么 为什么 为啥 为何 多少 如何 哪些 哪个 哪里 哪儿 哪种 这个 那个 这些 那些 这种 那种 这样 那样 这里 那里 ' +
  '我们 你们 他们 她们 它们 咱们 自己 一下 是否 能否 可否 可以 能够 没有 还是 或者 以及 因为 所以 如果 但是 而且 然后 ' +
  '的话 来说 而言 知道 麻烦 谢谢 你好 您好 觉得 听说 究竟 现在 目前 已经 ' +
  '的 了 着 吗 呢 吧 啊 呀 哇 嘛 么 啦 呗 哦 噢 嗯 我 你 您 他 她 它 咱 俺 们 这 那 哪 怎 什 啥 谁 之 与 及 和 或 而 于 是 ' +
  '嘅 喺 咗 哋 啲 嗰 咩 嘢 唔'

/** Words of one character that only jieba can tell from parts of words: 在 alone is grammar, in 在线 it is not. */
const STOP_ALONE =
  '在 有 也 都 还 就 才 把 被 将 对 从 到 为 由 以 等 其 很 太 要 会 能 可 想 给 让 跟 向 再 又 个 里 上 下 中 来 去 说 请 问 没'

const STOP_WORDS = new Set([...STOP_PHRASES.split(' '), ...STOP_ALONE.split(' ')])

/** Content words built with a stop character, as patterns: 目的 is one, the end of 项目的 is not. */
const KEPT = [
  '(?<![项数节栏科题])目的',
  '(?<![目指商投招航中])标的',
  '和解(?![决释除冻])',
  ...'了解 了结 着力 饱和 共和国 普及 涉及 及时 参与 喀什'.split(' '),
]

const longestFirst = STOP_PHRASES.split(' ').toSorted((a, b) => b.length - a.length)
const FUNCTION = new RegExp(`(${KEPT.join('|')})|${longestFirst.join('|')}`, 'gu')
/** Radicals (⺀) are of the Han script but symbols, no letters. */
const NOT_HAN = /(?:[^\p{Script=Han}]|\p{So})+/gu
/** 2.5%, 3c, b2b2c, rcep: letters and digits in one, with the fraction and the percent sign of a number. */
const TOKEN = /(?:(?!\p{Script=Han})[\p{L}\p{N}\p{M}])+(?:\.\p{Nd}+)*[%‰]?/gu
const HAN_OR_TOKEN = new RegExp(`(?:(?!\\p{So})\\p{Script=Han})+|${TOKEN.source}`, 'gu')
const HAN = /^\p{Script=Han}/u

/** jieba blocks for 0.4 ms per 1,000 characters, and worse than in proportion far beyond this. */
const SLICE = 20_000

/**
 * Opens the tokenizer, which takes about a second and 250 MB the first time.
 * jieba holds one dictionary per process: a tokenizer with another one reloads it when its turn comes, which is right
 * but slow (0.7 s), so use one at a time and let the others yield.
 * @param options.dictionary words that it keeps whole besides its own
 * @throws AppError `internal` for a damaged jieba installation
 */
export function openTokenizer(options: { dictionary?: readonly DictionaryWord[] } = {}): Tokenizer {
  const words = options.dictionary ?? []
  const lines = words.map(({ word, frequency, tag }) => `${word} ${frequency} ${tag}\n`).join('')
  load(lines)
  let yielding = false
  return {
    words(text) {
      if (!yielding) load(lines)
      return wordsOf(normalize(text))
    },
    characters: (text) => charactersOf(normalize(text)),
    yield: () => {
      yielding = true
    },
    resume: () => {
      yielding = false
    },
  }
}

let loaded: string | undefined

/**
 * jieba reads its dictionaries from files and ends the process when one is missing or malformed: so the built-in ones
 * are checked first, and our own words are written out anew in the one form it accepts.
 */
function load(lines: string): void {
  if (loaded === lines) return
  const builtIn = builtInWords(DICTIONARIES)
  const folder = mkdtempSync(path.join(tmpdir(), 'cewen-words-'))
  try {
    const userDict = path.join(folder, 'words.txt')
    // jieba splits this path at these two, and would then look for files that do not exist.
    if (/[|;]/.test(userDict)) throw new AppError('internal', '临时文件夹的路径含有“|”或“;”，请改设 TMPDIR。')
    writeFileSync(userDict, lines)
    loaded = undefined
    nodejieba.load({ ...builtIn, userDict })
    loaded = lines
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/**
 * jieba sees the Chinese characters only, what lies between them is a space to it: without its guessing of unknown words
 * (left off, because it guesses differently in each context, so question and document would disagree) it takes
 * 2020 and RCEP to pieces.
 */
function wordsOf(text: string): string[] {
  const between = text.match(NOT_HAN) ?? []
  const terms: string[] = []
  let passed = 0
  for (const slice of slices(text.replace(NOT_HAN, ' '))) {
    for (const word of nodejieba.cutForSearch(slice)) {
      if (word === ' ') for (const token of between[passed++]!.match(TOKEN) ?? []) terms.push(token)
      else if (!STOP_WORDS.has(word)) terms.push(word)
    }
  }
  return terms
}

/** Cuts at a space where there is one, so that no word is cut in two; never inside a surrogate pair. */
function* slices(text: string): Generator<string> {
  for (let from = 0; from < text.length; ) {
    let to = Math.min(from + SLICE, text.length)
    if (to < text.length) {
      const space = text.lastIndexOf(' ', to - 1)
      if (space >= from) to = space + 1
      else if (text.charCodeAt(to) >>> 10 === 0x37) to -= 1
    }
    yield text.slice(from, to)
    from = to
  }
}

/**
 * A pair never spans punctuation or a function word: 仓的货 would give 仓货, a pair that no other text has and that
 * would only count as a rare, telling term.
 */
function charactersOf(text: string): string[] {
  const terms: string[] = []
  const content = text.replace(FUNCTION, (_, kept: string | undefined) => kept ?? ' ')
  for (const [term] of allMatches(content, HAN_OR_TOKEN)) {
    if (!HAN.test(term)) {
      terms.push(term)
      continue
    }
    const characters = [...term]
    for (const [index, character] of characters.entries()) {
      terms.push(character)
      const next = characters[index + 1]
      if (next !== undefined) terms.push(character + next)
    }
  }
  return terms
}
