// A notice's body may list which of its measures belong to which domain, by name in quotation marks under a label.

import type { PolicyRecord } from '../schema.ts'
import { allMatches } from '../text/matches.ts'
import type { Manifest } from './manifest.ts'
import { letters } from './names.ts'

/** Domain by measure name (letters only), for each document that has such a list or shares another's. */
export type Domains = ReadonlyMap<string, ReadonlyMap<string, string>>

/** Names in outermost quotation marks: `“证照‘一口受理’模式”、“知识产权证券化”等`. */
const QUOTED = /“([^“”]{1,80})”/gu

/** Reads the lists that the manifest points out. */
export function domainsIn(
  manifest: Manifest,
  documents: readonly { summary: { id: string }; records: readonly PolicyRecord[] }[],
): Domains {
  const lists = new Map<string, Map<string, string>>()
  for (const { id, domains } of manifest.documents) {
    if (domains === undefined || typeof domains === 'string') continue
    const body = documents
      .find(({ summary }) => summary.id === id)
      ?.records.find(({ kind }) => kind === 'body')
    lists.set(id, body ? listed(body.content, domains) : new Map())
  }
  for (const { id, domains } of manifest.documents)
    if (typeof domains === 'string') lists.set(id, lists.get(domains) ?? new Map())
  return lists
}

function listed(body: string, labels: Readonly<Record<string, string>>): Map<string, string> {
  const found = new Map<string, string>()
  let domain: string | undefined
  for (const paragraph of body.split('\n')) {
    const label = Object.keys(labels).find((text) => paragraph.includes(text))
    if (label) domain = labels[label]
    for (const [, name] of allMatches(paragraph, QUOTED)) if (domain) found.set(letters(name!), domain)
  }
  return found
}

export function withDomain(record: PolicyRecord, domains: Domains): PolicyRecord {
  const domain = domains.get(record.documentId)?.get(letters(record.title))
  return domain ? { ...record, domain } : record
}
