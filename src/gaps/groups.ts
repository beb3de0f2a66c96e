// Lines of the journal become groups of like questions, most asked first. Pure and deterministic: the same lines, in the
// same order, give the same groups. What likeness is, it does not know (likeness.ts).

import { normalize } from '../text/normalize.ts'
import type { Likeness } from './likeness.ts'
import type { Entry } from './schema.ts'

export type GapKind = Exclude<Entry['kind'], 'uprated'>
export const GAP_KINDS = ['unanswered', 'partial', 'downrated'] as const satisfies readonly GapKind[]

/** One question asked once, with all that the journal says of its answer. */
export interface Asking {
  readonly question: string
  /** When it was last written about, ISO 8601. */
  readonly time: string
  readonly kinds: ReadonlySet<GapKind>
  readonly entries: readonly Entry[]
}

/** All askings in one wording: spelling and punctuation do not count. */
export interface Wording {
  readonly question: string
  readonly askings: readonly Asking[]
}

/** Questions about the same thing. */
export interface GapGroup {
  /** The wording that is most like all the others. */
  question: string
  /** How often any of them was asked. */
  count: number
  /** Of these askings; one can be of two kinds. */
  kinds: Record<GapKind, number>
  /** ISO 8601. */
  lastAsked: string
  /** All wordings, most asked first. */
  wordings: string[]
  /** Details that partial answers lacked, most frequent first; likewise the rest. */
  missing: string[]
  reasons: string[]
  comments: string[]
  /** The record that came nearest most often. */
  nearest?: { id: string; title: string }
}

/** One asking per answer, in the order of the journal. Of several ratings the last one counts; a good one is no gap. */
export function askingsOf(entries: readonly Entry[]): Asking[] {
  const byAnswer = new Map<string, Entry[]>()
  for (const entry of entries) byAnswer.set(entry.answerId, [...(byAnswer.get(entry.answerId) ?? []), entry])
  return [...byAnswer.values()].flatMap((all) => {
    const rating = all.findLast(({ kind }) => kind === 'downrated' || kind === 'uprated')
    const gaps = all.filter((entry) =>
      entry.kind === 'downrated' || entry.kind === 'uprated'
        ? entry === rating && entry.kind === 'downrated'
        : true,
    )
    const last = gaps.at(-1)
    if (!last) return []
    return [
      {
        question: last.question,
        time: last.time,
        kinds: new Set(gaps.map(({ kind }) => kind as GapKind)),
        entries: gaps,
      },
    ]
  })
}

/** Wordings, most asked first; of equal ones the earlier. */
export function wordingsOf(askings: readonly Asking[]): Wording[] {
  const byText = new Map<string, Asking[]>()
  for (const asking of askings) {
    const text = normalize(asking.question).replace(/[\p{P}\s]+/gu, '')
    byText.set(text, [...(byText.get(text) ?? []), asking])
  }
  return [...byText.values()]
    .map((same) => ({ question: same[0]!.question, askings: same }))
    .sort((a, b) => b.askings.length - a.askings.length)
}

/**
 * Leader clustering: each wording joins the leader that it is most like, if it is like it at all, else it leads a group
 * of its own. Most asked first, so that leaders are what people mostly say. Takes as many comparisons as there are
 * wordings times groups.
 * @param likeness of the wordings, by their places
 */
export function groupsOf(wordings: readonly Wording[], likeness: Likeness): GapGroup[] {
  const groups: number[][] = []
  for (const index of wordings.keys()) {
    let nearest: number[] | undefined
    let best = likeness.threshold
    for (const group of groups) {
      const like = likeness.of(group[0]!, index)
      if (like > best || (like === best && !nearest)) {
        nearest = group
        best = like
      }
    }
    if (nearest) nearest.push(index)
    else groups.push([index])
  }
  return groups
    .map((members) => groupOf(members, wordings, likeness))
    .sort((a, b) => b.count - a.count || (a.lastAsked < b.lastAsked ? 1 : a.lastAsked > b.lastAsked ? -1 : 0))
}

function groupOf(members: readonly number[], wordings: readonly Wording[], likeness: Likeness): GapGroup {
  const askings = members.flatMap((index) => wordings[index]!.askings)
  const entries = askings.flatMap((asking) => asking.entries)
  const nearest = byFrequency(
    entries.flatMap((entry) => (entry.nearest ? [JSON.stringify(entry.nearest)] : [])),
  )[0]
  return {
    question: wordings[mostCentral(members, wordings, likeness)]!.question,
    count: askings.length,
    kinds: Object.fromEntries(
      GAP_KINDS.map((kind) => [kind, askings.filter(({ kinds }) => kinds.has(kind)).length]),
    ) as Record<GapKind, number>,
    lastAsked: askings.map(({ time }) => time).reduce((latest, time) => (time > latest ? time : latest)),
    wordings: members.map((index) => wordings[index]!.question),
    missing: byFrequency(entries.flatMap(({ missing = [] }) => missing)),
    reasons: byFrequency(entries.flatMap(({ reason = [] }) => reason)),
    comments: byFrequency(entries.flatMap(({ comment = [] }) => comment)),
    ...(nearest && { nearest: JSON.parse(nearest) }),
  }
}

/** The member with the greatest likeness to all askings of the group; of equals, the most asked. */
function mostCentral(members: readonly number[], wordings: readonly Wording[], likeness: Likeness): number {
  if (members.length === 1) return members[0]!
  const centrality = members.map((index) =>
    members.reduce((sum, other) => sum + likeness.of(index, other) * wordings[other]!.askings.length, 0),
  )
  return members[centrality.indexOf(Math.max(...centrality))]!
}

/** Each value once, most frequent first; of equals the earlier. */
function byFrequency(values: readonly string[]): string[] {
  const counts = new Map<string, number>()
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1)
  return [...counts].sort(([, a], [, b]) => b - a).map(([value]) => value)
}
