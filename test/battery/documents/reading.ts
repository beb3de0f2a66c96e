// A process that reads documents and holds what comes out against what must always be true. It may die or hang: that
// is what it is for.

import { type ParsedDocument, readDocuments } from '../../../src/corpus/documents.ts'
import { type Manifest, readManifest } from '../../../src/corpus/manifest.ts'
import { passagesOf } from '../../../src/corpus/passages.ts'
import { AppError } from '../../../src/errors.ts'
import { readDictionary } from '../../../src/text/dictionary.ts'
import { readSynonyms } from '../../../src/text/synonyms.ts'
import { accountOf } from '../../support/wording.ts'
import { answering } from '../asking.ts'

export interface Reading {
  name: string
  bytes: Uint8Array
  /** `manifest.json` of its folder, as text; documents are read as it describes them. */
  manifest?: string
}

export type Outcome =
  /** What was read of it, and what is wrong with that. */
  | { read: { text: string; records: number }; fault?: string }
  /** What the operator is told instead. */
  | { refused: string }

answering<Reading, Outcome>(async (reading) => {
  try {
    return outcomeOf(reading)
  } catch (error) {
    if (error instanceof AppError && error.code === 'invalid_request') return { refused: error.message }
    throw error
  }
})

function outcomeOf({ name, bytes, manifest }: Reading): Outcome {
  const text = () => new TextDecoder().decode(bytes)
  if (name === 'manifest.json') describedBy(readManifest(text()))
  else if (name === 'dictionary.txt') readDictionary(bytes, name)
  else if (name === 'synonyms.txt') readSynonyms(text())
  else return documentsOf(name, bytes, manifest === undefined ? undefined : readManifest(manifest))
  return { read: { text: '', records: 0 } }
}

/** What is read of a manifest must be fit for reading documents by it. */
function describedBy(manifest: Manifest): void {
  const files = new Map<string, string>()
  for (const { file, beginsWith = '', title } of manifest.documents)
    files.set(file, `${files.get(file) ?? ''}${beginsWith}\n\n${title}\n\n第一条 企业可以申请。\n\n`)
  const bytes = (content: string) => new TextEncoder().encode(content)
  readDocuments(
    [...files].map(([name, content]) => ({ name, bytes: bytes(content) })),
    manifest,
  )
}

function documentsOf(name: string, bytes: Uint8Array, manifest?: Manifest): Outcome {
  const described = manifest?.documents.filter(({ file }) => file === name) ?? []
  const documents = readDocuments([{ name, bytes }], { documents: described })
  const beginning = described.find(({ id, beginsWith = '' }) => {
    const document = documents.find(({ summary }) => summary.id === id)
    return !document?.text.includes(beginsWith)
  })
  const fault = beginning
    ? `${beginning.id} does not begin with “${beginning.beginsWith}”`
    : (documents.flatMap(faultsIn)[0] ?? wordingFault(documents, manifest === undefined))
  const records = documents.reduce((sum, document) => sum + document.records.length, 0)
  const text = documents.map((document) => document.text).join('\n')
  return { read: { text, records }, ...(fault !== undefined && { fault }) }
}

/**
 * What of the official wording is not as the file has it: each character stands where it came from, and each of the file's
 * stands once or was taken out with a mark. Of a file whose parts a manifest names, what stands before the first is nobody's.
 */
function wordingFault(documents: readonly ParsedDocument[], whole: boolean): string | undefined {
  const torn = documents.find(({ text, proof }) => proof.origin.length !== text.length)
  if (torn) return `${torn.text.length} characters from ${torn.proof.origin.length}`
  const { source, standing, removed, added, changed } = accountOf(documents)
  // A space is put where lines are joined that a change has torn.
  const invented = [...added].find((sign) => !' \t\n'.includes(sign))
  if (invented !== undefined) return `“${invented}” comes from nowhere`
  if (changed.length > 0) return `“${source[changed[0]!]}” at ${changed[0]} is another`
  const wrong = [...standing.keys()].find((at) => {
    // Among doubled lines removals overlap.
    const times = standing[at]! + Math.min(1, removed[at]!)
    return /\S/u.test(source[at]!) && (times > 1 || (whole && times === 0))
  })
  return wrong === undefined ? undefined : `“${source[wrong]}” at ${wrong} stands ${standing[wrong]} times`
}

/** What a citation leans on: each record and each passage is a slice of the text, and each id is of one record. */
function faultsIn({ text, records }: ParsedDocument): string[] {
  const faults: string[] = []
  const inside = ({ start, end }: { start: number; end: number }) =>
    0 <= start && start <= end && end <= text.length
  const ids = new Set<string>()
  for (const record of records) {
    if (ids.has(record.id)) faults.push(`two records with the id ${record.id}`)
    ids.add(record.id)
    const spans = record.spans.filter(({ field }) => field === 'content')
    if (!inside(record) || !record.spans.every(inside)) faults.push(`${record.id} lies outside the text`)
    if (spans.map(({ start, end }) => text.slice(start, end)).join('') !== record.content)
      faults.push(`the content of ${record.id} is no slice of the text`)
    for (const passage of passagesOf(record, text))
      if (!inside(passage) || text.slice(passage.start, passage.end).trim() === '')
        faults.push(`a passage of ${record.id} is empty or outside`)
  }
  return faults
}
