// The several things that one question asks: 时限压到多少天，房产证在哪领. Rules of language; it does not know the records.

import { figureAsked } from './forms/numbers.ts'
import type { AskedPart } from './quotes.ts'

/** A sentence that answers a part has this share of its words, by weight; less where it must look like an answer as well. */
const COVERED = 0.5
const COVERED_BY_FIGURE = 0.3
const BETWEEN = /[,，。;；?？!！\n]+/u
/** What makes a clause a question; what is only told is context. */
const ASKS =
  /[吗呢么]$|多[少久大高长]|几[个天年月家项]|哪|谁|什么|啥|怎么|如何|是否|能不能|可不可以|要不要|有没有|会不会|期限|时限/u
const ASKS_WHERE = /哪(?:个|些)?(?:地方|里|儿|市|省|片区|城市)|在哪|何处|什么地方/u
/** Words that ask and say nothing of what. */
const ASKING =
  /^(?:[吗呢么吧啊了的是有在能可会要]|多[少久大高长]|几[个天年月家项]?|哪.{0,2}|谁|什么|啥|怎么|如何|是否|能不能|可不可以|要不要|有没有|会不会)$/u
/** Where something is or was done: 福州片区, 厦门市, 在法院. */
const WHERE = /片区|实验区|[市县](?!场)|(?:在|到|由)[^，。；]{0,6}(?:法院|窗口|中心|大厅|机关|口岸|海关)/u

/**
 * What a question asks, clause by clause; none where it asks for one thing.
 * @param question normalized
 * @param wordsOf the words of a clause with their weights
 */
export function partsAsked(
  question: string,
  wordsOf: (clause: string) => ReadonlyMap<string, number>,
): AskedPart[] {
  const asking = question.split(BETWEEN).filter((clause) => ASKS.test(clause))
  if (asking.length < 2) return []
  return asking.flatMap((clause) => {
    const words = new Map([...wordsOf(clause)].filter(([word]) => !ASKING.test(word)))
    const figure = figureAsked(clause)
    if (figure) return [{ words, wanted: figure, covered: COVERED_BY_FIGURE }]
    if (ASKS_WHERE.test(clause)) return [{ words, wanted: WHERE, covered: 0 }]
    return words.size === 0 ? [] : [{ words, covered: COVERED }]
  })
}
