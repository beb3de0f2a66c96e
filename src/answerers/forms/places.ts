// How the desk names documents and the places in them, and what it says of a measure's other places: twins, and what
// came before and after. It chooses no quotes of the wording.

import { authorityOf, mostAuthoritative } from '../../corpus/authority.ts'
import type { LibraryDocument } from '../../library.ts'
import type { Phrases } from '../../prompts.ts'
import { printedArticle } from '../../text/printed-article.ts'
import { type Assignment, type Cited, type Evidence, FIELDS, type Field } from '../answerer.ts'
import { fieldQuote } from '../quotes.ts'
import { fieldText, type Pen } from './form.ts'

/** 《title》（文号，date）: as far as the document gives them. */
export function sourceOf({ summary: { title, documentNumber, date } }: LibraryDocument): string {
  const details = [documentNumber, date].filter(Boolean).join('，')
  return details ? `《${title}》（${details}）` : `《${title}》`
}

/** What the evidence is not: the detail that is missing, or that it is only the nearest; undefined where it is all. */
export function shortfallOf(
  { missingDetail, onlyNear, shared }: Pick<Assignment, 'missingDetail' | 'onlyNear' | 'shared'>,
  phrases: Phrases,
): string | undefined {
  if (missingDetail) return phrases.say('partial.opening', { detail: missingDetail })
  // What one of two lists lacks is computed: nothing could be nearer.
  return onlyNear && shared === undefined ? phrases.say('partial.near') : undefined
}

/** 第13项, 第2个案例, 第七条; nothing for the body of a document. */
export function placeOf({ record }: Cited, phrases: Phrases): string {
  const { kind, number, title } = record
  if (kind === 'body') return ''
  if (kind === 'article') return printedArticle(title) ?? phrases.say('place.article', { number })
  return phrases.say(`place.${kind}`, { number })
}

/** `《…》（…）第13项`. */
export const sourceAndPlace = (from: Cited, phrases: Phrases) =>
  sourceOf(from.document) + placeOf(from, phrases)

/**
 * What the record's fields say, those about where and when on one line; nothing of fields it does not have.
 * @param above the record told before this one: a whole table may have one list of units, which is read once
 */
export function fieldLines(from: Cited, fields: readonly Field[], pen: Pen, above?: Cited): string[] {
  const told = (wanted: readonly Field[]) =>
    wanted.filter((field) => fields.includes(field)).flatMap((field) => pen.field(from, field) ?? [])
  const circumstances = told(['implementedIn', 'promotionScope', 'promotionTime']).join('；')
  const units = fieldText(from, 'leadUnits')
  const again = above && units && units === fieldText(above, 'leadUnits') && fields.includes('leadUnits')
  return [
    ...(circumstances ? [circumstances] : []),
    ...(again ? [pen.phrases.say('field.sameUnits')] : told(['leadUnits'])),
    ...told(['providedBy', 'innovationType']),
  ]
}

/** Twins by place, each with the fields in which it differs, and which place weighs most; then kin, oldest first. */
export function elsewhere(one: Evidence, pen: Pen): string[] {
  const { phrases } = pen
  return [
    ...one.twins.map((twin) => {
      const place = sourceAndPlace(twin, phrases)
      return phrases.say('record.twin', { place, fields: differing(one, twin, pen) })
    }),
    ...weightiest(one, phrases).filter((line) => pen.first(line)),
    ...(one.kin ?? []).map((kin) => {
      const name = fieldQuote(kin.record, kin.document.text, 'title')
      const title = pen.name(`【${kin.record.title}】`, kin, name)
      const place = sourceAndPlace(kin, phrases)
      // What is only akin has its own story.
      const fields = kin.relation === 'related' ? '' : differing(one, kin, pen)
      return phrases.say(`record.${kin.relation}`, { place, title, fields })
    }),
  ]
}

/** What the other record's fields say that the one's do not, behind a comma; empty where there is nothing. */
function differing(one: Cited, other: Cited, pen: Pen): string {
  const fields = FIELDS.filter((field) => fieldText(other, field) !== fieldText(one, field))
  const told = fields.flatMap((field) => pen.field(other, field) ?? [])
  return told.length > 0 ? `，${told.join('；')}` : ''
}

/** Of the places of one measure, the document of the highest issuer, or the latest of one level. */
function weightiest({ document, twins }: Evidence, phrases: Phrases): string[] {
  if (twins.length === 0) return []
  const documents = [document, ...twins.map((twin) => twin.document)]
  const first = mostAuthoritative(documents)
  if (!first) return []
  const { issuer } = first.summary
  const level = authorityOf(issuer)
  const stands = documents.every((other) => other === first || authorityOf(other.summary.issuer) < level)
  return [
    stands && issuer
      ? phrases.say('record.highest', { issuer })
      : phrases.say('record.latest', { source: sourceOf(first) }),
  ]
}
