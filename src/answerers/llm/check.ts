// Whether a sentence of a language model may be shown: it cites what was given, says nothing that its citations do not
// have, and looks like a sentence of an answer. Pure. A sentence that says little wrong is dropped like one that lies.

import { squash } from '../../question/vocabulary.ts'
import { allMatches } from '../../text/matches.ts'
import { unsupportedClaims } from './claims.ts'
import { type Item, QUOTED } from './evidence.ts'
import { speaksToMachine } from './instructions.ts'

export type Checked =
  /** `text` has its markers as `[n]`, with the numbers of the items. */
  { stands: true; text: string; cited: number[] } | { stands: false; why: string }

export interface Grounds {
  items: readonly Item[]
  /** Squashed names of the library, which a sentence may not use where its citations do not. */
  names: readonly string[]
  /** The standing orders of the prompt, squashed: no answer repeats them. */
  orders: string
  /** What is asked, squashed: its words are no evidence, and may be orders. */
  question: string
}

export const MARKER = /\[(\d{1,4})\]/gu
/** Of the pairs of characters of a sentence, and of each clause, at least this share stands in what it cites. */
const SHARE_OF_SENTENCE = 0.5
const SHARE_OF_CLAUSE = 0.3
/** So many characters in a row from the prompt are no coincidence. */
const REPEATED = 10

/** Words that join what the evidence says and claim nothing themselves. */
const JOINING =
  /因此|所以|同时|此外|另外|其中|例如|比如|也就是说|也就是|具体来说|具体(?:为|是|包括)?|主要|包括|总之|总的来说|但是?|而且|并且|目前|对此|根据|按照|依据|依照|通过|这[项种些一]*|该[项种]?|本项|上述|以下|如下|分别|相关|有关|措施|举措|做法|政策|文件|规定|提出|明确|指出|写明|要求|内容|可以|能够|应当|应该|需要|其他|以及|或者|如果|的话|时候|之后|之前|之间|方面|问题|情况|您|你|两者|二者|[能会要可的是为有和与及等由在对将把被了也还都则即或并后前其中时就即从向以于到按经]/gu
const ADDRESS =
  /https?:|ftp:|www\.|[\w-]\.(?:com|cn|net|org|gov|edu|io|xyz|top|info|me|cc|ru|site|app|dev|example|test)(?![a-z])|[\w.-]@|@[\w-]/iu
/** Letters, digits and marks of plain Chinese text; whatever else a sentence has must be printed in its citations. */
const PLAIN =
  /[\p{Script=Han}A-Za-z\d\s，。、；：？！“”‘’（）《》〈〉「」『』〔〕【】—…·％%‰℃,.;:?!()[\]"'/+~-]/u

/** @param sentence as the model wrote it, with its markers as `[n]` */
export function checked(sentence: string, { items, names, orders, question }: Grounds): Checked {
  const no = (why: string): Checked => ({ stands: false, why })
  const text = plainText(sentence)
  const cited = [...new Set(allMatches(text, MARKER).map(([, number]) => Number(number)))]
  if (cited.length === 0) return no('no marker')
  const given = cited.map((number) => items[number - 1])
  if (given.includes(undefined)) return no('a marker that was not given')
  const words = text.replace(MARKER, ' ')
  const bare = squash(words)
  if (!/\p{Script=Han}{2}/u.test(bare)) return no('no Chinese')
  const quotes = given.map((item) => item!.quote.text).join('\n')
  const support = given.map((item) => item!.support).join('\n')
  const strange = [...words].find((character) => !PLAIN.test(character) && !quotes.includes(character))
  if (strange !== undefined) return no(`the character ${strange}`)
  if (ADDRESS.test(words)) return no('an address')
  if (speaksToMachine(words.replace(/[您你]/gu, ''))) return no('talk of orders')
  if (bare.includes('我') && !support.includes('我')) return no('the first person')
  if (repeats(bare, orders, support)) return no('words of the prompt')
  const [claim] = unsupportedClaims(words, support, names)
  if (claim !== undefined) return no(`not printed: ${claim}`)
  const own = [...bare.replace(JOINING, '')]
  const echoed = own.find((one) => question.includes(one) && !support.includes(one))
  if (echoed !== undefined) return no(`said by the question alone: ${echoed}`)
  const stretches = clausesOf(text).map(stretchesOf)
  const clauses = stretches.map((clause) => gramsOf(clause, support))
  if (clauses.some((grams) => shareOf(grams) < SHARE_OF_CLAUSE)) return no('a clause of its own')
  if (shareOf(clauses.flat()) < SHARE_OF_SENTENCE) return no('a sentence of its own')
  // 可以。 with a marker: nobody can tell whether it is so. Nor does it say anything to quote alone.
  const spoken = given.map((item) => item!.spoken).join('\n')
  const without = text.replace(QUOTED, ' ')
  const said = without === text ? stretches : clausesOf(without).map(stretchesOf)
  const unquoted = said.flatMap((clause) => gramsOf(clause, spoken))
  if (!unquoted.includes(true) || shareOf(unquoted) < SHARE_OF_SENTENCE)
    return no('what is only quoted, or nothing')
  return { stands: true, text, cited }
}

/** Without Markdown, which the desk does not show. */
function plainText(sentence: string): string {
  return sentence
    .replace(/^\s*(?:#{1,6}\s+|[-*•·]\s+|>\s*)?(?:\d{1,2}[.、)）](?!\d)\s*)?/u, '')
    .replace(/\*\*|__/gu, '')
    .replace(/\s+/gu, ' ')
    .trim()
}

const clausesOf = (text: string) => text.split(/[，,；;：:。！？!?（）()]|\[\d+\]/u)

/** What a clause says besides words that join, without marks. */
const stretchesOf = (clause: string) =>
  squash(clause)
    .replace(JOINING, ' ')
    .split(/[^\p{Script=Han}\p{L}\d]+/u)
    .filter(Boolean)

/** Pairs of neighbouring characters (or lone ones) of a clause, each with whether the support has it. */
const gramsOf = (stretches: readonly string[], support: string): boolean[] =>
  stretches.flatMap((stretch) =>
    stretch.length === 1
      ? [support.includes(stretch)]
      : Array.from({ length: stretch.length - 1 }, (_, at) => support.includes(stretch.slice(at, at + 2))),
  )

const shareOf = (grams: readonly boolean[]) =>
  grams.length === 0 ? 1 : grams.filter(Boolean).length / grams.length

function repeats(words: string, orders: string, support: string): boolean {
  for (let at = 0; at + REPEATED <= words.length; at += 1) {
    const stretch = words.slice(at, at + REPEATED)
    if (orders.includes(stretch) && !support.includes(stretch)) return true
  }
  return false
}
