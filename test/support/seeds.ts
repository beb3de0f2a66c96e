// The documents that ship with the product, parsed once per test file.

import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { ROOT } from '../../src/config.ts'
import { type ParsedDocument, readDocuments } from '../../src/corpus/documents.ts'
import { readManifest } from '../../src/corpus/manifest.ts'
import type { PolicyRecord } from '../../src/schema.ts'

const folder = path.join(ROOT, 'seeds')
const files = readdirSync(folder).map((name) => ({ name, bytes: readFileSync(path.join(folder, name)) }))

export const seeds: ParsedDocument[] = readDocuments(
  files,
  readManifest(readFileSync(path.join(folder, 'manifest.json'), 'utf8')),
)

export function seed(id: string): ParsedDocument {
  const found = seeds.find(({ summary }) => summary.id === id)
  if (!found) throw new Error(`no document ${id}`)
  return found
}

export function seedRecord(id: string): PolicyRecord {
  const found = seeds.flatMap(({ records }) => records).find((record) => record.id === id)
  if (!found) throw new Error(`no record ${id}`)
  return found
}
