// What is known beforehand about a folder of documents: `manifest.json`. Whatever is particular to one document
// (which columns its table has, where a second document begins) stands there as data, never in code.

import { z } from 'zod'
import { AppError } from '../errors.ts'
import { DocumentKind } from '../schema.ts'

/** What the cells of a column hold. */
const Column = z.strictObject({
  holds: z.enum([
    'number', // the record's number
    'title',
    'content',
    'title-content', // the name up to the first 。, then the content
    'numbered-content', // （n） and then the content; the measure has no name
    'innovation', // the type up to the first 。, then 创新点：the point
    'implementedIn',
    'promotionScope',
    'promotionTime',
    'leadUnits',
    'task',
    'group',
    'other', // kept in the text, in no field
  ]),
  /** The cell is printed once for several rows; an empty cell stands for the one above. */
  merged: z.boolean().default(false),
  /** Names run together without separators: a new one starts with one of these … */
  startsWith: z.array(z.string().min(1)).optional(),
  /** … or the one before ends with one of these. */
  endsWith: z.array(z.string().min(1)).optional(),
})
export type Column = z.infer<typeof Column>

const Table = z.strictObject({
  /** How a row is laid out in a text file: cells split by tabs, by spaces, or one line each behind a tab. */
  layout: z.enum(['tabs', 'spaces', 'lines']),
  /** The header row as printed, cell by cell; it may be repeated on every page. */
  header: z.array(z.string().min(1)).min(2),
  columns: z.array(Column).min(2),
})
export type Table = z.infer<typeof Table>

const DocumentEntry = z.strictObject({
  id: z.string().regex(/^[^/\\#?\p{Cs}]{1,100}$/u, 'must not hold / \\ # ? or half a character'),
  file: z.string().regex(/^[^/\\]+$/, 'must be a file of this folder'),
  /** Where a file holds several documents: the opening of the line with which this one begins. */
  beginsWith: z.string().min(1).optional(),
  title: z.string().min(1),
  issuer: z.string().optional(),
  documentNumber: z.string().optional(),
  date: z.iso.date().optional(),
  kind: DocumentKind.default('other'),
  /** The territory it applies to (福建, 广东, 全国): the area of records that name none. */
  territory: z.string().optional(),
  batch: z.string().regex(/^\d+$/).optional(),
  /** Other names people call it by. */
  names: z.array(z.string().min(1)).default([]),
  table: Table.optional(),
  /** The document is a collection of cases behind a contents list. */
  cases: z.boolean().default(false),
  /** Its body lists which measure belongs to which domain: label there → domain; or the document that does. */
  domains: z.union([z.string(), z.record(z.string(), z.string())]).optional(),
})
export type DocumentEntry = z.infer<typeof DocumentEntry>

const Manifest = z.strictObject({ documents: z.array(DocumentEntry) })
export type Manifest = z.infer<typeof Manifest>

/**
 * Reads `manifest.json`.
 * @throws AppError `invalid_request` with the place of the first fault.
 */
export function readManifest(json: string): Manifest {
  let value: unknown
  try {
    value = JSON.parse(json)
  } catch (cause) {
    throw new AppError('invalid_request', 'manifest.json is not valid JSON.', { cause })
  }
  const read = Manifest.safeParse(value)
  if (!read.success) {
    const issue = read.error.issues[0]!
    throw new AppError('invalid_request', `manifest.json: ${issue.path.join('.')}: ${issue.message}`)
  }
  const ids = read.data.documents.map((entry) => entry.id)
  const twice = ids.find((id, index) => ids.indexOf(id) !== index)
  if (twice) throw new AppError('invalid_request', `manifest.json: two documents have the id ${twice}.`)
  return read.data
}
