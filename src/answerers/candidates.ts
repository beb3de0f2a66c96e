// The sentences of a record that could be quoted, and how well each fits a question. It does not choose among them.

import { WORDING_FIELDS } from '../corpus/passages.ts'
import type { PolicyRecord } from '../schema.ts'
import { sentences } from '../text/sentences.ts'
import type { Relevance } from './quotes.ts'

/** （五）打造完善的线上线下联动服务。 一是找准落脚点。: says little without what follows it in its line. */
export const LABEL = /^(?:[（(][一二三四五六七八九十]{1,3}[)）]|[一二三四五六七八九十]是).{0,36}。$/u
/** Words weigh this against the cosine, which differs little between sentences of one record. */
const SIMILARITY_WEIGHT = 6
const FIGURE_BONUS = 0.5
/** What came of a case is told in figures under its effects; those elsewhere are examples. */
const EFFECT_BONUS = 0.2
/** Of a case, why it was begun weighs less than what was done and what came of it. */
const BACKGROUND_PENALTY = 0.1
/** How a case was gone about (走访座谈, 成立专班, 启动仪式) answers nobody. */
const PROCESS =
  /走访|座谈|调研|踏勘|新闻发布会|启动仪式|(?:工作|联合)(?:专班|小组)|领导小组|验收小组|殷殷嘱托|统一思想|形成\p{Script=Han}{0,4}共识|政策解读/u
const PROCESS_PENALTY = 0.3
/** A sentence that has what is sought: conditions, who acts. */
const SOUGHT_BONUS = 0.4
/** A sentence without a vector of its own is judged as if it were this far below the best. */
const UNKNOWN_SIMILARITY_GAP = 0.06
/** Clauses between ； are quoted together with what they belong to, unless that is longer. */
const PERIOD_MAX = 220

/** UTF-16 offsets `[start, end)` into the text of the document. */
export interface Candidate {
  start: number
  end: number
  /** Which span it stands in. */
  part: number
}

/** Sentences; clauses between ； and what a label announces are joined while they are not long. */
export function candidatesOf(record: PolicyRecord, text: string): Candidate[] {
  const spans = record.spans.filter(({ field }) => WORDING_FIELDS.has(field))
  return spans.flatMap((span, part) => {
    const periods: Candidate[][] = []
    let open = false
    for (const { start, end } of sentences(text.slice(span.start, span.end), span.start)) {
      const last = periods.at(-1)?.at(-1)
      if (open && last && !text.slice(last.end, start).includes('\n'))
        periods.at(-1)!.push({ start, end, part })
      else periods.push([{ start, end, part }])
      const sentence = text.slice(start, end)
      open = /[；;]$/u.test(sentence) || LABEL.test(sentence)
    }
    return periods.flatMap((clauses) => {
      const [start, end] = [clauses[0]!.start, clauses.at(-1)!.end]
      return end - start <= PERIOD_MAX ? [{ start, end, part }] : clauses
    })
  })
}

/** How well each fits the question: the weight of its words, its nearness, and whether it has the figure. */
export function scoresOf(
  candidates: readonly Candidate[],
  record: PolicyRecord,
  text: string,
  { words, similarity, figure, sought }: Relevance,
): number[] {
  const similarities = candidates.map(({ start, end }) => {
    const known = sentences(text.slice(start, end), start).flatMap(
      (one) => similarity(record, one.start, one.end) ?? [],
    )
    return known.length > 0 ? Math.max(...known) : undefined
  })
  const known = similarities.filter((value) => value !== undefined)
  const best = known.length > 0 ? Math.max(...known) : 0
  const total = [...words.values()].reduce((sum, weight) => sum + weight, 0) || 1
  return candidates.map(({ start, end }, i) => {
    const wording = text.slice(start, end).toLowerCase()
    let overlap = 0
    for (const [word, weight] of words) if (wording.includes(word)) overlap += weight
    const nearness = (similarities[i] ?? best - UNKNOWN_SIMILARITY_GAP) - best
    const hasFigure = figure !== false && figure.test(wording)
    const told = hasFigure && !isWhen(figure) && isEffect(start, record)
    const bonus = hasFigure ? FIGURE_BONUS + (told ? EFFECT_BONUS : 0) : 0
    const fits = sought?.test(wording) ? SOUGHT_BONUS : 0
    return overlap / total + nearness * SIMILARITY_WEIGHT + bonus + fits - aside(start, wording, record)
  })
}

/** When something began is no effect of it. */
const isWhen = (figure: RegExp) => figure.test('2001年')
const isEffect = (at: number, record: PolicyRecord) => sectionAt(at, record) === 'effects'

/** How far from the core of a case a sentence is. */
function aside(at: number, wording: string, record: PolicyRecord): number {
  if (!record.sections) return 0
  const background = sectionAt(at, record) === 'background' ? BACKGROUND_PENALTY : 0
  return background + (PROCESS.test(wording) ? PROCESS_PENALTY : 0)
}

const sectionAt = (at: number, { sections = [] }: PolicyRecord) =>
  sections.find(({ start, end }) => start <= at && at < end)?.kind
