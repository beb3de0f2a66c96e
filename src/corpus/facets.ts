// What a document says about itself (title, 文号, signature) where no manifest does, and the values one can filter by.

import type { FilterKey, PolicyRecord } from '../schema.ts'
import { chineseNumber } from '../text/normalize.ts'
import type { PlacedParagraph } from './structure.ts'

const DOCUMENT_NUMBER = /[\p{Script=Han}]{1,12}[〔[（(]\d{4}[〕\]）)]\s*\d{1,5}\s*号/u
/** A date on a line of its own: that of a signature. */
export const DATE = /^(\d{4})\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日$/u
const SENTENCE = /[。；，]/u
const TITLE_MAX = 120
const ISSUER_MAX = 40
const BATCH = /第?([〇零一二三四五六七八九十百\d]{1,4})批/u

export interface SelfDescription {
  title?: string
  issuer?: string
  documentNumber?: string
  date?: string
  batch?: string
}

/** Reads title, 文号, issuer and date of signature from where official documents print them. */
export function selfDescription(paragraphs: readonly PlacedParagraph[]): SelfDescription {
  const title = paragraphs.find(
    ({ text }) =>
      text.length <= TITLE_MAX && !SENTENCE.test(text) && !DOCUMENT_NUMBER.test(text) && text.length > 3,
  )?.text
  const documentNumber = paragraphs.map(({ text }) => DOCUMENT_NUMBER.exec(text)?.[0]).find(Boolean)
  const signed = paragraphs.findLastIndex(({ text }) => DATE.test(text))
  const [, year, month, day] = DATE.exec(paragraphs[signed]?.text ?? '') ?? []
  const signature = paragraphs[signed - 1]?.text
  const batch = BATCH.exec(title ?? '')?.[1]
  return {
    ...(title && { title }),
    ...(documentNumber && { documentNumber }),
    ...(year && { date: `${year}-${month!.padStart(2, '0')}-${day!.padStart(2, '0')}` }),
    ...(signature && isIssuer(signature) && { issuer: signature }),
    ...(batch && { batch: String(chineseNumber(batch)) }),
  }
}

/** Whether a line above a date can be the name of who signed. */
export const isIssuer = (text: string) => text.length <= ISSUER_MAX && !SENTENCE.test(text)

/** Values of a record by filter key. A key without values is absent. */
export type Facets = Partial<Record<FilterKey, string[]>>

/** What one can filter a record by. Area falls back to the document's own territory, never to the promotion scope. */
export function facetsOf(
  record: PolicyRecord,
  document: { date?: string | undefined; batch?: string | undefined; territory?: string | undefined },
): Facets {
  const area = record.implementedIn ?? (document.territory ? [document.territory] : undefined)
  const one = (value: string | undefined) => (value === undefined ? undefined : [value])
  const facets: Record<FilterKey, string[] | undefined> = {
    document: [record.documentId],
    area,
    scope: one(record.promotionScope),
    time: one(record.promotionTime),
    unit: record.leadUnits,
    provider: record.providedBy,
    year: one(document.date?.slice(0, 4)),
    batch: one(document.batch),
    kind: [record.kind],
    innovation: one(record.innovationType),
    domain: one(record.domain),
    task: one(record.task),
  }
  return Object.fromEntries(Object.entries(facets).filter(([, values]) => values !== undefined)) as Facets
}
