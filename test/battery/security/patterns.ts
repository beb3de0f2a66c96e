// S17: no regular expression of the product takes time out of proportion, whatever it is given. A checker looks at each
// of them; those that it does not find safe are given its worst strings, and some of our own, in the greatest length
// that they can meet.

import vm from 'node:vm'
import { check, type Diagnostics } from 'recheck'
import { type Case, Count, type Tier } from '../case.ts'
import { allExpressions, type Expression } from './expressions.ts'

/** Its own code in JavaScript; read before the first check. Without it, whatever is installed beside it would judge. */
process.env.RECHECK_BACKEND = 'pure'

/** Time for the checker to judge one expression; what it has not judged then is given our own strings. */
const JUDGE_MS: Record<Tier, number> = { sample: 100, t1: 500, a: 2_000, b: 2_000 }
/** One place of the source may make dozens that differ in a word; of each place so many are looked at. */
const PER_PLACE: Record<Tier, number> = { sample: 1, t1: 2, a: 1_000, b: 1_000 }
/**
 * An expression has this long for its worst string, in time of the processor. The fastest of some tries counts: others use
 * the machine too.
 */
const BEAR_MS = 50
const TRIES = 8
/** Stops what would go on for ever. */
const STOP_MS = 2_000
/** Characters of a document, of which a line or a record may be any part. */
const LONG = 100_000

/** What only reads less. A reason and the place where the length is held stand beside each. */
const SHORTER: readonly [at: RegExp, length: number, why: string][] = [
  // 500 code points (schema.ts), with the conversation 1,000 characters more (question/follow-up.ts), of which
  // normalizing makes four at most where they are Chinese (㍿ becomes 株式会社).
  [/^(?:question\/(?!slots\/|follow-up|vocabulary|title)|gate\/)/u, 6_000, 'questions'],
  // Questions and remarks of at most 500 code points (gaps/schema.ts), as they were typed.
  [/^gaps\//u, 1_000, 'what people typed'],
]

/** Pieces that expressions of this product begin with or repeat. */
const PIECES = [
  '0',
  '0,',
  '〇',
  '万',
  '税',
  '省',
  ' ',
  '\t',
  '\n',
  '，',
  '、',
  '。',
  '（',
  '《',
  '“',
  '[',
  '<',
  '!',
  'a',
  'a.',
  '-',
  '|',
]

export const PATTERNS: readonly Case[] = [
  {
    id: 'S17',
    what: 'no regular expression takes time out of proportion',
    tiers: ['t1', 'b'],
    beside: true,
    async run(tier) {
      const count = new Count()
      const seen = new Map<string, number>()
      const all = (await allExpressions()).filter(({ at }) => {
        seen.set(at, (seen.get(at) ?? 0) + 1)
        return seen.get(at)! <= PER_PLACE[tier]
      })
      let proven = 0
      let vulnerable = 0
      let slowest = 0
      for (const one of all) {
        const found = await check(one.source, one.flags, { timeout: JUDGE_MS[tier] })
        if (found.status === 'safe') {
          proven++
          count.add(undefined)
          continue
        }
        if (found.status === 'vulnerable') vulnerable++
        const strings = attacksOn(one, found)
        const length = SHORTER.find(([at]) => at.test(one.at))?.[1] ?? LONG
        const ms = worst(one, strings, length)
        slowest = Math.max(slowest, Math.min(ms, BEAR_MS))
        count.add(
          ms <= BEAR_MS
            ? undefined
            : `${one.at} /${one.source.slice(0, 160)}/${one.flags}: ${ms.toFixed(0)} ms`,
        )
      }
      const measured = all.length - proven
      return count.tally(
        `${proven} judged safe, ${measured} measured at full length, of which ${vulnerable} judged to grow faster than the text, slowest that held ${slowest.toFixed(0)} ms`,
      )
    },
  },
]

type Attack = (length: number) => string

/** The strings to try on what the checker does not find safe: its own, where it has one, and ours. */
function attacksOn({ source }: Expression, found: Diagnostics): Attack[] {
  // A word of the expression, over and over, makes it begin anew at each; a piece makes it go on.
  const words = [...source.matchAll(/\p{Script=Han}+|[a-z]{2,}/giu)].map(([word]) => word)
  const heads = [...new Set(words)].slice(0, 30)
  const own = [...new Set([...PIECES, ...heads])]
  // Without a word that it looks for, the engine may see at once that there is nothing to find.
  const end = heads.join('')
  return [
    ...(found.status === 'vulnerable' ? [attackOf(found.attack)] : []),
    ...own.map(
      (piece): Attack =>
        (length) =>
          piece.repeat(Math.ceil(length / piece.length)) + end,
    ),
    ...heads.map(
      (head): Attack =>
        (length) =>
          head + '税'.repeat(length),
    ),
  ]
}

const attackOf =
  ({ pumps, suffix }: { pumps: { prefix: string; pump: string }[]; suffix: string }): Attack =>
  (length) => {
    const each = length / pumps.length
    return (
      pumps.map(({ prefix, pump }) => prefix + pump.repeat(Math.ceil(each / pump.length))).join('') + suffix
    )
  }

/** Milliseconds for the string that takes longest; the first one that takes too long ends it. */
function worst({ source, flags }: Expression, attacks: readonly Attack[], length: number): number {
  let slowest = 0
  for (const attack of attacks) {
    // Steps: what never ends shows at the first.
    for (const part of [length / 50, length / 5, length]) {
      const ms = fastestOf(new RegExp(source, flags), attack(part))
      slowest = Math.max(slowest, ms)
      if (ms > BEAR_MS) return ms
    }
  }
  return slowest
}

function fastestOf(pattern: RegExp, text: string): number {
  let fastest = timed(pattern, text)
  // Many tries are for what is nearly fast enough.
  for (let i = 1; i < TRIES && fastest > BEAR_MS && (i < 3 || fastest < 2 * BEAR_MS); i++)
    fastest = Math.min(fastest, timed(pattern, text))
  return fastest
}

/** One search through the whole text, as the product does with it: all matches where it asks for all. */
function timed(pattern: RegExp, text: string): number {
  const all = pattern.flags.includes('g')
  const before = process.cpuUsage()
  try {
    vm.runInNewContext(
      'all ? text.replace(pattern, "") : pattern.exec(text)',
      { all, text, pattern },
      { timeout: STOP_MS },
    )
  } catch {
    return Number.POSITIVE_INFINITY
  }
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1000
}
