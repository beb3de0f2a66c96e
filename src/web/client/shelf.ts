// Fetches documents, records and titles for one reader, each once; what failed is asked for again the next time.
// Knows addresses of the API; not pages, not what is shown.

import type { DocumentDetail, DocumentSummary, PolicyRecord } from '../../schema.ts'
import { getJson } from './api.ts'
import { documentHref, splitRecordId } from './links.ts'

/** What a reader reads from. All three reject with a Failure. */
export interface Shelf {
  document(id: string): Promise<DocumentDetail>
  /** @param id `<document>/<number>` */
  record(id: string): Promise<PolicyRecord>
  /** Titles of all documents by id. */
  titles(): Promise<ReadonlyMap<string, string>>
}

type Fetch = <Shape>(address: string) => Promise<Shape>

/** @param server origin (and path, without a final slash) of the server, '' for the page's own */
export function openShelf(server: string, fetchJson: Fetch = getJson): Shelf {
  const coming = new Map<string, Promise<unknown>>()
  const once = <Shape>(path: string): Promise<Shape> => {
    const known = coming.get(path) as Promise<Shape> | undefined
    if (known !== undefined) return known
    const fetched = fetchJson<Shape>(server + path)
    coming.set(path, fetched)
    fetched.catch(() => coming.delete(path))
    return fetched
  }
  return {
    document: (id) => once(`/api${documentHref(id)}`),
    record: (id) => once(recordPath(id)),
    titles: async () => {
      const { items } = await once<{ items: DocumentSummary[] }>('/api/documents')
      return new Map(items.map(({ id, title }) => [id, title]))
    },
  }
}

function recordPath(id: string): string {
  const { documentId, number } = splitRecordId(id)
  return `/api/records/${encodeURIComponent(documentId)}/${encodeURIComponent(number)}`
}
