// How the desk names documents and the places in them, and what it says of a measure's other places: twins, and what
// came before and after. It chooses no quotes of the wording.

import type { LibraryDocument } from '../../library.ts'
import type { Phrases } from '../../prompts.ts'
import { type Cited, type Evidence, FIELDS, type Field } from '../answerer.ts'
import { fieldQuote } from '../quotes.ts'
import { fieldText, type Pen } from './form.ts'

/** 《title》（文号，date）: as far as the document gives them. */
export function sourceOf({ summary: { title, documentNumber, date } }: LibraryDocument): string {
  const details = [documentNumber, date].filter(Boolean).join('，')
  return details ? `《${title}》（${details}）` : `《${title}》`
}

/** As a law prints it before its wording: 第七条, 第十二条之一. */
const ARTICLE = /^第[〇零一二两三四五六七八九十百千\d]+条(?:之[一二三四五六七八九十\d]+)?/u

/** 第13项, 第2个案例, 第七条; nothing for the body of a document. */
export function placeOf({ record }: Cited, phrases: Phrases): string {
  const { kind, number, title } = record
  if (kind === 'body') return ''
  if (kind === 'article') return ARTICLE.exec(title)?.[0] ?? phrases.say('place.article', { number })
  return phrases.say(`place.${kind}`, { number })
}

/** `《…》（…）第13项`. */
export const sourceAndPlace = (from: Cited, phrases: Phrases) =>
  sourceOf(from.document) + placeOf(from, phrases)

/** What the record's fields say, those about where and when on one line; nothing of fields it does not have. */
export function fieldLines(from: Cited, fields: readonly Field[], pen: Pen): string[] {
  const told = (wanted: readonly Field[]) =>
    wanted.filter((field) => fields.includes(field)).flatMap((field) => pen.field(from, field) ?? [])
  const [circumstances, units, others] = [
    told(['implementedIn', 'promotionScope', 'promotionTime']),
    told(['leadUnits']),
    told(['providedBy', 'innovationType']),
  ]
  return [circumstances.join('；'), ...units, ...others].filter(Boolean)
}

/** Twins by place, each with the fields in which it differs; then forerunners and successors, oldest first. */
export function elsewhere(one: Evidence, pen: Pen): string[] {
  const { phrases } = pen
  const differing = (twin: Cited) =>
    FIELDS.filter(
      (field) => fieldText(twin, field) !== undefined && fieldText(twin, field) !== fieldText(one, field),
    )
  return [
    ...one.twins.map((twin) => {
      const place = sourceAndPlace(twin, phrases)
      const fields = differing(twin).flatMap((field) => pen.field(twin, field) ?? [])
      return fields.length > 0
        ? phrases.say('record.twinWith', { place, fields: fields.join('；') })
        : phrases.say('record.twin', { place })
    }),
    ...(one.kin ?? []).map((kin) => {
      const name = pen.name(kin.record.title, kin, fieldQuote(kin.record, kin.document.text, 'title'))
      return phrases.say(`record.${kin.relation}`, { place: sourceAndPlace(kin, phrases), title: name })
    }),
  ]
}
