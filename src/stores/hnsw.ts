// The graph store: a graph (HNSW) where one pays, a scan where that is quicker, and a scan wherever the graph does not
// answer. It knows nothing of builds, hashes or records: whoever calls has checked that a file is the one that was written.

import { ExactStore } from './exact.ts'
import { type Graph, openGraph, widthFor } from './graph.ts'
import type { Neighbor, VectorStore } from './vector-store.ts'

/** Measured at 40,000 and width 400: one unit of width costs as much as scanning this many vectors. */
const SCANNED_PER_EF = 100

/**
 * Opens a store over `vectors`: with a graph when `hnswFile` is given, else a scan, whatever the size.
 * @param options.hnswFile written by `writeHnsw` for the same vectors, its hash already verified: the native
 *   reader crashes on a damaged file, and takes its process with it.
 * @param options.onFailure hears, in words for people, when the graph ceases to answer
 * @throws AppError `index_mismatch` when the file is not of these vectors, `internal` for a bad vector.
 */
export async function openVectorStore(options: {
  vectors: Float32Array
  dimensions: number
  hnswFile?: string
  onFailure?: ((message: string) => void) | undefined
}): Promise<VectorStore> {
  const { vectors, dimensions, hnswFile, onFailure } = options
  const exact = new ExactStore(vectors, dimensions)
  if (hnswFile === undefined) return exact
  const scansSooner = (width: number, allowed: number) => width * SCANNED_PER_EF > allowed
  return new GraphStore(exact, await openGraph(exact, hnswFile, { onFailure }), scansSooner)
}

/** As `openVectorStore` with a graph, which is asked also where a scan would be quicker. */
export async function openGraphStore(
  vectors: Float32Array,
  dimensions: number,
  hnswFile: string,
  onFailure?: (message: string) => void,
): Promise<VectorStore> {
  const exact = new ExactStore(vectors, dimensions)
  return new GraphStore(exact, await openGraph(exact, hnswFile, { onFailure }), () => false)
}

class GraphStore implements VectorStore {
  readonly size: number
  readonly dimensions: number
  readonly #exact: ExactStore
  readonly #graph: Graph
  readonly #scansSooner: (width: number, allowed: number) => boolean

  constructor(exact: ExactStore, graph: Graph, scansSooner: (width: number, allowed: number) => boolean) {
    this.size = exact.size
    this.dimensions = exact.dimensions
    this.#exact = exact
    this.#graph = graph
    this.#scansSooner = scansSooner
  }

  async search(vector: Float32Array, limit: number, within?: Uint32Array): Promise<Neighbor[]> {
    this.#exact.check(vector, within)
    const allowed = within?.length ?? this.size
    const wanted = Math.min(limit, allowed)
    const count = fetchedFor(limit, allowed, this.size)
    if (wanted < 1 || this.#scansSooner(widthFor(count), allowed))
      return this.#exact.search(vector, limit, within)
    // Why it does not answer, the graph itself remembers. A scan is right, only slower.
    const nearest = await this.#graph.nearest(vector, count).catch((): Neighbor[] => [])
    const found = within ? nearest.filter(({ label }) => includes(within, label)) : nearest
    // Also where the allowed ones lie far from the question: only a scan finds as many as were asked for.
    return found.length < wanted ? this.#exact.search(vector, limit, within) : found.slice(0, limit)
  }

  similarities(vector: Float32Array, within?: Uint32Array): Float32Array {
    return this.#exact.similarities(vector, within)
  }

  failure(): string | undefined {
    return this.#graph.failure()
  }

  async close(): Promise<void> {
    await this.#graph.close()
    await this.#exact.close()
  }
}

/**
 * How many to fetch so that `limit` allowed ones are among them: half as many again as if they were spread evenly.
 * The library's own filter calls back for every point it visits, which costs more and dies when it throws.
 */
function fetchedFor(limit: number, allowed: number, size: number): number {
  if (allowed === size) return Math.min(limit, size)
  return Math.min(size, Math.ceil((1.5 * limit * size) / Math.max(1, allowed)) + 20)
}

/** Whether sorted labels hold this one. */
function includes(sorted: Uint32Array, label: number): boolean {
  let low = 0
  let high = sorted.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (sorted[middle]! < label) low = middle + 1
    else high = middle
  }
  return sorted[low] === label
}
