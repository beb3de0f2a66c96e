// A process that reads documents and holds what comes out against what must always be true. It may die or hang: that
// is what it is for.

import { readDocuments } from '../../../src/corpus/documents.ts'
import { type Manifest, readManifest } from '../../../src/corpus/manifest.ts'
import { passagesOf } from '../../../src/corpus/passages.ts'
import { AppError } from '../../../src/errors.ts'
import { readDictionary } from '../../../src/text/dictionary.ts'
import { readSynonyms } from '../../../src/text/synonyms.ts'
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
  if (name === 'manifest.json') readManifest(text())
  else if (name === 'dictionary.txt') readDictionary(bytes, name)
  else if (name === 'synonyms.txt') readSynonyms(text())
  else return documentsOf(name, bytes, manifest === undefined ? undefined : readManifest(manifest))
  return { read: { text: '', records: 0 } }
}

function documentsOf(name: string, bytes: Uint8Array, manifest?: Manifest): Outcome {
  const described = manifest?.documents.filter(({ file }) => file === name) ?? []
  const documents = readDocuments([{ name, bytes }], { documents: described })
  const fault = documents.flatMap((document) => faultsIn(document))[0]
  const records = documents.reduce((sum, document) => sum + document.records.length, 0)
  const text = documents.map((document) => document.text).join('\n')
  return { read: { text, records }, ...(fault !== undefined && { fault }) }
}

/** What a citation leans on: each record and each passage is a slice of the text, and each id is of one record. */
function faultsIn({ text, records }: ReturnType<typeof readDocuments>[number]): string[] {
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
