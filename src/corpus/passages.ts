// Records become passages: the slices of text that are embedded and searched. Long records are cut between sentences,
// and each of several sentences and each name gets a vector of its own, because a question is often about one of many.

import type { PolicyRecord } from '../schema.ts'
import { sentences } from '../text/sentences.ts'

/** What a vector stands for: a stretch of sentences, one sentence behind its title, or the title alone. */
export const PASSAGE_KINDS = ['passage', 'sentence', 'title'] as const
export type PassageKind = (typeof PASSAGE_KINDS)[number]

export interface Passage {
  kind: PassageKind
  recordId: string
  /** UTF-16 offsets `[start, end)` into the text of the record's document. */
  start: number
  end: number
}

/** The model was trained up to about 176 tokens of 1.57 characters each; a passage with its header stays near that. */
const PASSAGE_MAX = 240
/** Shorter sentences say too little to be found by themselves. */
const SENTENCE_MIN = 25

/** The fields of a record that hold wording, besides its name: it is embedded, quoted and read for conditions. */
export const WORDING_FIELDS: ReadonlySet<string> = new Set(['content', 'innovationPoint'])

/** All passages of a record, title first. `text` is the text of its document. */
export function passagesOf(record: PolicyRecord, text: string): Passage[] {
  const at = (kind: PassageKind) => (span: { start: number; end: number }) => ({
    kind,
    recordId: record.id,
    start: span.start,
    end: span.end,
  })
  const title = record.spans.filter(({ field }) => field === 'title' && !record.titleDerived)
  const parts = record.spans.filter(({ field }) => WORDING_FIELDS.has(field))
  const cut = parts.map(({ start, end }) => sentences(text.slice(start, end), start))
  const each = cut.flat()
  // A record of one sentence is one passage, and both would have the same vector.
  const single = each.length === 1 ? [] : each.filter(({ start, end }) => end - start >= SENTENCE_MIN)
  return [
    ...title.map(at('title')),
    ...cut.flatMap((found) => packed(found)).map(at('passage')),
    ...single.map(at('sentence')),
  ]
}

/** Neighbouring sentences together, as many as fit. A single longer sentence stays whole. */
function packed(found: readonly { start: number; end: number }[]): { start: number; end: number }[] {
  const passages: { start: number; end: number }[] = []
  for (const { start, end } of found) {
    const last = passages.at(-1)
    if (last && end - last.start <= PASSAGE_MAX) last.end = end
    else passages.push({ start, end })
  }
  return passages
}

/**
 * What is embedded for a passage: its words behind the record's name. Where the name only repeats them, behind the
 * place: the task of a table, or the title of the document and the chapter, so that a question that names them finds it.
 */
export function embeddedText(
  passage: Passage,
  record: PolicyRecord,
  document: { title: string; text: string },
): string {
  const wording = document.text.slice(passage.start, passage.end)
  const place = record.task ?? [document.title, record.group].filter(Boolean).join('，')
  const header = record.titleDerived ? place : record.title
  return passage.kind === 'title' || !header ? wording : `${header}。${wording}`
}

/** What a passage is found by in words: its document, section and facts around its wording. */
export function lexicalText(
  passage: Passage,
  record: PolicyRecord,
  document: { title: string; text: string },
): string {
  return [
    document.title,
    record.task,
    record.group,
    record.titleDerived ? undefined : record.title,
    record.domain,
    record.innovationType,
    record.implementedIn?.join('、'),
    record.promotionScope,
    record.leadUnits?.join('、'),
    record.providedBy?.join('、'),
    document.text.slice(passage.start, passage.end),
  ]
    .filter(Boolean)
    .join('\n')
}
