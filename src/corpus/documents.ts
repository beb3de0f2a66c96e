// Story 1's pure middle: the files of a folder become documents with their records. Reader, structure, records,
// facets and lineage follow one another here; nothing is read from disk and nothing is embedded.

import { AppError } from '../errors.ts'
import type { DocumentSummary, PolicyRecord } from '../schema.ts'
import { isLaw, readLaw } from './articles.ts'
import { caseRecords, joinCaseHeadings } from './cases.ts'
import { contentsList } from './contents.ts'
import { domainsIn, withDomain } from './domains.ts'
import { foundTables } from './found-tables.ts'
import { withLineage } from './lineage.ts'
import type { DocumentEntry, Manifest } from './manifest.ts'
import { bodyRecord } from './prose.ts'
import type { Removal } from './readers/marks.ts'
import { type Line, type ReadText, readText } from './readers/text.ts'
import { type DraftRecord, foundRecords, tableRecords } from './records.ts'
import { isHeading, PART_MAX, sectionRecords } from './sections.ts'
import { selfDescription } from './self-description.ts'
import { assemble, type PlacedParagraph, structure } from './structure.ts'
import { type Traced, tidy } from './traced.ts'

export interface SourceFile {
  name: string
  bytes: Uint8Array
}

/** One official text with everything that was read out of it. */
export interface ParsedDocument {
  summary: DocumentSummary
  territory?: string
  batch?: string
  /** Other names people call it by. */
  names: string[]
  text: string
  sections: { title: string; start: number; end: number }[]
  records: PolicyRecord[]
  /** Where each character of `text` stands in the file, and what of the file was left out: for the proof only. */
  proof: { origin: readonly number[]; source: string; removals: Removal[] }
}

/** File name endings that a reader knows. */
export const READABLE = /\.(?:txt|md|markdown)$/iu
/** Files in a folder of documents that are no documents. */
export const NOT_DOCUMENTS: ReadonlySet<string> = new Set(['manifest.json', 'dictionary.txt', 'synonyms.txt'])

/** @throws AppError `invalid_request` where the manifest names a file that is not there. */
export function checkFilesNamed(manifest: Manifest, files: readonly Pick<SourceFile, 'name'>[]): void {
  const names = new Set(files.map(({ name }) => name))
  const missing = manifest.documents.find(({ file }) => !names.has(file))
  if (missing)
    throw new AppError('invalid_request', `manifest.json：文件夹里没有 ${missing.file}，请核对文件名。`)
}

/**
 * All documents of a folder: those the manifest names, in its order, then the other readable files by name.
 * @throws AppError `invalid_request` where the manifest names a missing file or a document it cannot find in it,
 *   for two documents with one id, and for a file that is no text.
 */
export function readDocuments(
  files: readonly SourceFile[],
  manifest: Manifest = { documents: [] },
): ParsedDocument[] {
  checkFilesNamed(manifest, files)
  const byName = new Map(files.map((file) => [file.name, file]))
  const described = new Set(manifest.documents.map((entry) => entry.file))
  const plain = files
    .filter(({ name }) => READABLE.test(name) && !NOT_DOCUMENTS.has(name) && !described.has(name))
    .sort((a, b) => (a.name < b.name ? -1 : 1))

  const parsed = [
    ...[...described].flatMap((name) =>
      describedFile(
        byName.get(name)!,
        manifest.documents.filter(({ file }) => file === name),
      ),
    ),
    ...plain.map((file) => {
      const read = readFileText(file)
      return oneDocument(read, read.lines, { file: file.name, id: keyOf(file.name) })
    }),
  ]
  const firstWith = new Map(parsed.map(({ summary }, i) => [summary.id, i] as const).reverse())
  const twice = parsed.find(({ summary }, i) => firstWith.get(summary.id) !== i)?.summary
  if (twice)
    throw new AppError(
      'invalid_request',
      `${twice.sourceFile}: another document has the id ${twice.id} already; rename the file.`,
    )
  const domains = domainsIn(manifest, parsed)
  const dates = new Map(parsed.map(({ summary }) => [summary.id, summary.date]))
  const records = withLineage(
    parsed.flatMap((document) => document.records.map((record) => withDomain(record, domains))),
    (id) => dates.get(id),
  )
  const byDocument = new Map<string, PolicyRecord[]>(parsed.map(({ summary }) => [summary.id, []]))
  for (const record of records) byDocument.get(record.documentId)!.push(record)
  const order = new Map(manifest.documents.map(({ id }, i) => [id, i]))
  return parsed
    .map((document) => ({
      ...document,
      records: byDocument.get(document.summary.id)!,
    }))
    .sort((a, b) => (order.get(a.summary.id) ?? order.size) - (order.get(b.summary.id) ?? order.size))
}

/** @throws AppError naming the file that cannot be read. */
function readFileText({ name, bytes }: SourceFile): ReadText {
  try {
    return readText(bytes)
  } catch (cause) {
    if (!(cause instanceof AppError)) throw cause
    throw new AppError(cause.code, `${name}: ${cause.message}`, { cause })
  }
}

/** The key of a document without a manifest: its file name without the last extension, NFC. */
function keyOf(fileName: string): string {
  return fileName.replace(/\.[^.]+$/u, '').normalize('NFC')
}

/** A file may hold several documents, each from the line it begins with to the next one's. */
function describedFile(file: SourceFile, entries: readonly DocumentEntry[]): ParsedDocument[] {
  const read = readFileText(file)
  const starts = entries.map((entry) => {
    if (entry.beginsWith === undefined) return 0
    const at = read.lines.findIndex(({ content }) => tidy(content).text.startsWith(entry.beginsWith!))
    if (at < 0)
      throw new AppError(
        'invalid_request',
        `${file.name}: no line begins with “${entry.beginsWith}” (${entry.id}).`,
      )
    return at
  })
  const twin = starts.findIndex((start, i) => starts.indexOf(start) < i)
  if (twin >= 0) {
    const [one, other] = [entries[starts.indexOf(starts[twin]!)]!, entries[twin]!]
    throw new AppError('invalid_request', `${file.name}: ${other.id} begins where ${one.id} does.`)
  }
  return entries.map((entry, i) => {
    const next = Math.min(...starts.filter((start) => start > starts[i]!), read.lines.length)
    return oneDocument(read, read.lines.slice(starts[i], next), entry)
  })
}

type Known = Partial<DocumentEntry> & Pick<DocumentEntry, 'id' | 'file'>

function oneDocument(read: ReadText, lines: readonly Line[], known: Known): ParsedDocument {
  const described = known.table !== undefined || known.cases
  const { blocks, removals } = described ? structure(lines, known.table) : foundTables(lines)
  const { text, placed } = assemble(known.cases ? joinCaseHeadings(blocks) : blocks)
  const paragraphs = placed.filter((block) => block.kind === 'paragraph')
  const kind = known.kind ?? (isLaw(paragraphs) ? 'law' : 'other')
  const said = known.title ? {} : selfDescription(paragraphs, kind === 'law')
  const title = known.title ?? said.title ?? known.id
  const rows = placed.flatMap((block) => {
    if (block.kind !== 'table') return []
    return known.table ? tableRecords(block, known.table) : foundRecords(block)
  })
  const drafts = inOrder(rows, proseRecords(paragraphs, known, title, rows.some(isMeasure)))

  const records = uniqueNumbers(drafts).map((draft) => finished(draft, known.id, text.text))
  const optional = {
    issuer: known.issuer ?? said.issuer,
    documentNumber: known.documentNumber ?? said.documentNumber,
    date: known.date ?? said.date,
  }
  return {
    summary: {
      id: known.id,
      title,
      ...present(optional),
      kind,
      records: records.length,
      sourceFile: known.file,
    },
    ...present({ territory: known.territory ?? said.territory, batch: known.batch ?? said.batch }),
    names: known.names ?? [],
    text: text.text,
    sections: sectionsOf(paragraphs, records, text),
    records,
    proof: { origin: text.origin, source: read.source, removals: [...read.removals, ...removals] },
  }
}

/** An object without its undefined fields. */
function present<T extends Record<string, unknown>>(fields: T): { [K in keyof T]?: NonNullable<T[K]> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as never
}

function proseRecords(
  paragraphs: readonly PlacedParagraph[],
  known: Known,
  title: string,
  hasMeasures: boolean,
): DraftRecord[] {
  const body = (prose: readonly PlacedParagraph[]) =>
    [bodyRecord(prose, title)].filter((record) => record !== undefined)
  if (known.cases) {
    const { cases, letter } = caseRecords(paragraphs)
    return [...cases, ...body(letter)]
  }
  if (isLaw(paragraphs)) {
    const { articles, others, annexes } = readLaw(paragraphs)
    const long = annexes.filter((annex) => annex.at(-1)!.end - annex[0]!.start > PART_MAX)
    const short = annexes.filter((annex) => !long.includes(annex)).flat()
    const rest = [...others, ...short].sort((a, b) => a.start - b.start)
    return [...articles, ...sectionRecords(long.flat()), ...body(rest)]
  }
  return hasMeasures ? body(paragraphs) : sectionRecords(paragraphs)
}

const isMeasure = ({ kind }: DraftRecord) => kind === 'measure'

/** A law's articles have the printed numbers before the rows of its annexes; rows without known headers come last. */
function inOrder(rows: readonly DraftRecord[], prose: readonly DraftRecord[]): DraftRecord[] {
  const measures = rows.filter(isMeasure)
  const articles = prose.filter(({ kind }) => kind === 'article')
  const others = prose.filter(({ kind }) => kind !== 'article')
  const sections = others.filter(({ kind }) => kind === 'section').length
  const rest = rows
    .filter((row) => !isMeasure(row))
    .map((row, i) => ({ ...row, number: `s${sections + i + 1}` }))
  return [...articles, ...measures, ...others, ...rest]
}

/** Numbers that restart in one document become `<n>@2` for the second run, `<n>@3` for the third. */
function uniqueNumbers(drafts: readonly DraftRecord[]): DraftRecord[] {
  const seen = new Map<string, number>()
  return drafts.map((draft) => {
    const run = (seen.get(draft.number) ?? 0) + 1
    seen.set(draft.number, run)
    return run === 1 ? draft : { ...draft, number: `${draft.number}@${run}` }
  })
}

function finished(draft: DraftRecord, documentId: string, text: string): PolicyRecord {
  const content = draft.spans
    .filter(({ field }) => field === 'content')
    .map(({ start, end }) => text.slice(start, end))
    .join('')
  return {
    id: `${documentId}/${draft.number}`,
    documentId,
    ...draft,
    content,
    url: `/documents/${encodeURIComponent(documentId)}#${encodeURIComponent(draft.number)}`,
  }
}

/** The document's contents list: its cases, else its headings; each reaches to the next. */
function sectionsOf(paragraphs: readonly PlacedParagraph[], records: readonly PolicyRecord[], text: Traced) {
  const cases = records.filter(({ kind }) => kind === 'case')
  const [contentsStart, contentsEnd] = contentsList(paragraphs)
  const heads =
    cases.length > 0
      ? cases.map(({ title, start }) => ({ title: title, start }))
      : paragraphs
          .filter((paragraph, i) => (i < contentsStart || i >= contentsEnd) && isHeading(paragraph))
          .map(({ text: title, start }) => ({ title, start }))
  return heads.map(({ title, start }, i) => ({ title, start, end: heads[i + 1]?.start ?? text.text.length }))
}
