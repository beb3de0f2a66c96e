// What becomes of an answer after it has left: unanswered questions and ratings go into the journal, without personal
// particulars. It knows answers and ratings, neither HTTP nor how questions are grouped.

import { AppError } from '../errors.ts'
import type { Answer } from '../schema.ts'
import { openJournal } from './journal.ts'
import { redact } from './redact.ts'
import type { Entry, EntryKind, FeedbackRequest } from './schema.ts'

export interface Gaps {
  /** Told of every answer that leaves. Returns at once and never throws. */
  answered(answer: Answer): void
  /**
   * Keeps a rating.
   * @throws AppError `not_found` for an answer that this process has not given lately, `storage_full` when the disk
   * takes nothing
   */
  rate(feedback: FeedbackRequest): Promise<void>
  /** Why the last question or rating was not kept; undefined where it was. */
  failure(): string | undefined
  /** Lets what is being written finish. */
  close(): Promise<void>
}

/** Keeps nothing, of answers and ratings alike. */
export const NO_GAPS: Gaps = { answered() {}, async rate() {}, failure: () => undefined, async close() {} }

/** So many of the last answers can be rated. */
const KNOWN_MAX = 2000
/** A person may change their mind; whoever rates an answer more often is not listened to. */
const RATINGS_MAX = 3
/** Longest question that is kept, in UTF-16 units, before its particulars are taken out. */
const QUESTION_KEPT = 1000

/** What is remembered of an answer: redacted already. */
type Known = Omit<Entry, 'time' | 'kind' | 'reason' | 'comment'>

const KIND_OF: Partial<Record<Answer['outcome'], EntryKind>> = {
  no_evidence: 'unanswered',
  partial: 'partial',
}

/** @param folder where the journal is kept */
export function openGaps(
  folder: string,
  {
    onWarning,
    now = () => new Date(),
  }: { onWarning?: ((line: string) => void) | undefined; now?: () => Date } = {},
): Gaps {
  const journal = openJournal(folder, onWarning)
  const known = new Map<string, { answer: Known; ratings: number }>()
  const write = (kind: EntryKind, answer: Known, said: Pick<Entry, 'reason' | 'comment'> = {}) =>
    journal.write({ time: now().toISOString(), kind, ...answer, ...said })
  return {
    answered(full) {
      const answer = remembered(full)
      known.set(answer.answerId, { answer, ratings: 0 })
      if (known.size > KNOWN_MAX) known.delete(known.keys().next().value!)
      const kind = KIND_OF[answer.outcome]
      if (kind) void write(kind, answer)
    },
    async rate({ answerId, rating, reason, comment }) {
      const rated = known.get(answerId)
      if (!rated) throw new AppError('not_found', '没有这个回答，或者回答得太久了：请重新提问后再评价。')
      rated.ratings += 1
      if (rated.ratings > RATINGS_MAX) return
      const kept = await write(rating === 1 ? 'uprated' : 'downrated', rated.answer, {
        ...(reason && { reason: redact(reason) }),
        ...(comment && { comment: redact(comment) }),
      })
      if (kept) return
      rated.ratings -= 1
      throw new AppError('storage_full', '评价暂时没能保存，请稍后再试；提问不受影响。')
    },
    failure: journal.failure,
    close: journal.settled,
  }
}

function remembered({ answerId, standaloneQuestion, intent, outcome, missing, hits, build }: Answer): Known {
  const [nearest] = hits
  return {
    answerId,
    question: redact(cut(standaloneQuestion)),
    intent,
    outcome,
    ...(missing && { missing }),
    ...(nearest && { nearest: { id: nearest.id, title: nearest.title } }),
    build,
  }
}

/** Not through a number, whose first half could no longer be told for what it is. */
function cut(question: string): string {
  if (question.length <= QUESTION_KEPT) return question
  return `${question.slice(0, QUESTION_KEPT).replace(/(?<=^|[\p{Script=Han}，。？！])[^\p{Script=Han}，。？！]+$/u, '')}…`
}
