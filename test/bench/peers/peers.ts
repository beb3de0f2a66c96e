// The list of engines that are compared, ours first. Each is loaded only when its turn comes, so that one that cannot
// be installed here is a row that says so, and nothing else.

import type { Setting } from './peer.ts'

export const PEERS: Readonly<Record<string, () => Promise<Setting[]>>> = {
  ours: async () => (await import('./ours.ts')).ours,
  zvec: async () => (await import('./zvec.ts')).zvec,
  lancedb: async () => (await import('./lancedb.ts')).lancedb,
  sqlite: async () => (await import('./sqlite.ts')).sqlite,
  pglite: async () => (await import('./pglite.ts')).pglite,
  orama: async () => (await import('./orama.ts')).orama,
  minisearch: async () => (await import('./minisearch.ts')).minisearch,
}
