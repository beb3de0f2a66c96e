// The graph store: HNSW from hnswlib-node, of which this is the only importer, and the choice between it and a scan.
// It knows nothing of builds, hashes or records: whoever calls has checked that a file is the one that was written.

import { open, rm, statfs } from 'node:fs/promises'
import path from 'node:path'
import { setImmediate } from 'node:timers/promises'
import hnswlib from 'hnswlib-node'
import { AppError } from '../errors.ts'
import { ExactStore, nearestFirst } from './exact.ts'
import { findsItself, isTrusted } from './trust.ts'
import {
  checkLabels,
  checkQuestionVector,
  checkVectors,
  type Neighbor,
  type VectorStore,
} from './vector-store.ts'

/**
 * Fewer vectors than this are scanned, which takes 1 ms at 50,000 vectors of 384 dimensions. A graph takes a third of
 * that for 200 neighbours, but some 15 s to build, and as much memory again as the vectors.
 */
export const EXACT_BELOW = 50_000

/** Links per point and width of the search while building: the library's usual values, recall@10 ≥ 0.999 at 20,000. */
const M = 16
const EF_CONSTRUCTION = 200
/**
 * Least width of a search. At 20,000 vectors in 200 clusters, recall@10 of questions within a cluster / between two:
 * 10: 0.91 / 0.75 (the library falls back to this with every load); 100: 1.00 / 0.83; 200: 1.00 / 1.00.
 */
const EF_SEARCH = 200
/** Width for each neighbour that is asked for: of 200 among 40,000, recall 0.987 at 1, 0.998 at 2, 1.000 at 3. */
const EF_PER_NEIGHBOUR = 2
/** Measured at 40,000 and width 400: one unit of width costs as much as scanning this many vectors. */
const SCANNED_PER_EF = 100
/** What the file begins with: thirteen fields, eleven of eight bytes and two of four. */
const HEADER_BYTES = 96

/** Called every hundred vectors and at the end. */
export type OnProgress = (done: number, total: number) => void

/**
 * Opens a store over `vectors`: with a graph when `hnswFile` is given, else a scan, whatever the size.
 * @param options.hnswFile written by `writeHnsw` for the same vectors, its hash already verified: the native
 *   reader crashes on a damaged file.
 * @throws AppError `index_mismatch` when the file is not of these vectors, `internal` for a bad vector.
 */
export async function openVectorStore(options: {
  vectors: Float32Array
  dimensions: number
  hnswFile?: string
}): Promise<VectorStore> {
  const exact = new ExactStore(options.vectors, options.dimensions)
  return options.hnswFile === undefined
    ? exact
    : new QuickerStore(exact, await openGraph(exact, options.hnswFile))
}

/** As `openVectorStore` with a graph, which is asked also where a scan would be quicker. */
export function openGraphStore(
  vectors: Float32Array,
  dimensions: number,
  hnswFile: string,
): Promise<VectorStore> {
  return openGraph(new ExactStore(vectors, dimensions), hnswFile)
}

/**
 * Writes the graph that `openVectorStore` reads, if one is of use: not below `EXACT_BELOW`, and not when it misses
 * too many neighbors: some hundreds of identical vectors tear it apart. A scan is right then, only slower.
 * @returns whether there is a file
 * @throws AppError `storage_full` or `internal` when it cannot be written; no file is left behind.
 */
export async function writeHnsw(
  vectors: Float32Array,
  dimensions: number,
  file: string,
  onProgress?: OnProgress,
): Promise<boolean> {
  if (vectors.length / dimensions >= EXACT_BELOW) return writeGraph(vectors, dimensions, file, onProgress)
  checkVectors(vectors, dimensions)
  return false
}

/** `writeHnsw` whatever the number of vectors. Syncing the file is left to the build that it belongs to. */
export async function writeGraph(
  vectors: Float32Array,
  dimensions: number,
  file: string,
  onProgress?: OnProgress,
): Promise<boolean> {
  const exact = new ExactStore(vectors, dimensions)
  const graph = await buildGraph(exact, onProgress)
  if (!isTrusted(new HnswStore(exact, graph), exact)) return false
  try {
    // The library reports success even when it wrote half a file, or none at all: only reading it again tells.
    graph.writeIndexSync(file)
    if (!isTrusted(await openGraph(exact, file), exact))
      throw new Error('neighbors are missing after reading')
    return true
  } catch (cause) {
    const full = await lacksSpace(path.dirname(file), leastBytes(exact))
    await rm(file, { force: true })
    throw full
      ? new AppError('storage_full', '磁盘空间不足，向量索引没有写完。请清理磁盘后重试。', { cause })
      : new AppError('internal', '向量索引没有写成功，请检查索引目录和磁盘后重试。', { cause })
  }
}

/** Always asks the graph, unless that gives too few. */
class HnswStore implements VectorStore {
  readonly size: number
  readonly dimensions: number
  readonly #exact: ExactStore
  #graph: hnswlib.HierarchicalNSW | undefined

  constructor(exact: ExactStore, graph: hnswlib.HierarchicalNSW) {
    this.size = exact.size
    this.dimensions = exact.dimensions
    this.#exact = exact
    this.#graph = graph
  }

  search(vector: Float32Array, limit: number, within?: Uint32Array): Neighbor[] {
    const scan = () => this.#exact.search(vector, limit, within)
    const allowed = within?.length ?? this.size
    if (!this.#graph || Math.min(limit, allowed) < 1) return scan()
    checkQuestionVector(vector, this.dimensions)
    if (within) checkLabels(within, this.size)

    const fetched = fetchedFor(limit, allowed, this.size)
    this.#graph.setEf(widthFor(fetched))
    const found = this.#graph
      .searchKnn(Array.from(vector), fetched)
      .neighbors.filter((label) => !within || includes(within, label))
    // The allowed ones may lie far from the question; then only a scan finds as many as were asked for.
    if (found.length < Math.min(limit, allowed)) return scan()
    const similarities = this.#exact.similarities(vector, Uint32Array.from(found).sort())
    return found
      .map((label) => ({ label, similarity: similarities[label]! }))
      .sort(nearestFirst)
      .slice(0, limit)
  }

  similarities(vector: Float32Array, within?: Uint32Array): Float32Array {
    return this.#exact.similarities(vector, within)
  }

  close(): void {
    this.#graph = undefined
    this.#exact.close()
  }
}

/** Scans what is sooner scanned than found in the graph. */
class QuickerStore implements VectorStore {
  readonly size: number
  readonly dimensions: number
  readonly #exact: ExactStore
  readonly #graph: HnswStore

  constructor(exact: ExactStore, graph: HnswStore) {
    this.size = exact.size
    this.dimensions = exact.dimensions
    this.#exact = exact
    this.#graph = graph
  }

  search(vector: Float32Array, limit: number, within?: Uint32Array): Neighbor[] {
    const allowed = within?.length ?? this.size
    const width = widthFor(fetchedFor(limit, allowed, this.size))
    const store = width * SCANNED_PER_EF > allowed ? this.#exact : this.#graph
    return store.search(vector, limit, within)
  }

  similarities(vector: Float32Array, within?: Uint32Array): Float32Array {
    return this.#exact.similarities(vector, within)
  }

  close(): void {
    this.#graph.close()
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

const widthFor = (fetched: number) => Math.max(EF_SEARCH, EF_PER_NEIGHBOUR * fetched)

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

/** Adds in slices, so that progress is shown and signals are heard; 20,000 vectors take some 12 s. */
async function buildGraph(exact: ExactStore, onProgress?: OnProgress): Promise<hnswlib.HierarchicalNSW> {
  const { size, dimensions } = exact
  const graph = new hnswlib.HierarchicalNSW('ip', dimensions)
  graph.initIndex(size, M, EF_CONSTRUCTION)
  for (let label = 0; label < size; label++) {
    // Plain arrays only: the library throws on a Float32Array.
    graph.addPoint(Array.from(exact.vectorAt(label)), label)
    if ((label + 1) % 100 > 0 && label + 1 < size) continue
    onProgress?.(label + 1, size)
    await setImmediate()
  }
  return graph
}

/** Reads a graph into an object of its own and asks it for some of its own points. */
async function openGraph(exact: ExactStore, file: string): Promise<HnswStore> {
  try {
    const fault = await headerFault(file, exact)
    if (fault) throw new Error(fault)
    const graph = new hnswlib.HierarchicalNSW('ip', exact.dimensions)
    await graph.readIndex(file)
    const store = new HnswStore(exact, graph)
    if (!findsItself(store, exact)) throw new Error('points are not found by their own vectors')
    return store
  } catch (cause) {
    throw new AppError('index_mismatch', '向量索引文件与向量数据不符，请重新建立索引。', { cause })
  }
}

/** Bytes of a point in the file: its links and their count, its vector, its 64-bit label. */
const elementBytes = (dimensions: number) => (2 * M + 1) * 4 + dimensions * 4 + 8

/** Size of the file without the links of the upper levels, whose number is random. */
const leastBytes = ({ size, dimensions }: ExactStore) => HEADER_BYTES + size * (elementBytes(dimensions) + 4)

/** What a file's size and header say against it (hnswlib 0.8.0, `saveIndex`); the library itself checks little. */
async function headerFault(file: string, exact: ExactStore): Promise<string | undefined> {
  const handle = await open(file)
  try {
    const { size: bytes } = await handle.stat()
    const least = leastBytes(exact)
    if (bytes < least) return `${bytes} bytes, at least ${least} expected`
    const { buffer } = await handle.read(Buffer.alloc(HEADER_BYTES), 0, HEADER_BYTES, 0)
    const count = Number(buffer.readBigUInt64LE(16))
    if (count !== exact.size) return `${count} vectors, ${exact.size} expected`
    const element = Number(buffer.readBigUInt64LE(24))
    return element === elementBytes(exact.dimensions) ? undefined : `not of ${exact.dimensions} dimensions`
  } finally {
    await handle.close()
  }
}

/** Whether a failed write of so many bytes has a full disk to blame. */
async function lacksSpace(folder: string, bytes: number): Promise<boolean> {
  const space = await statfs(folder).catch(() => undefined)
  return space !== undefined && space.bavail * space.bsize < bytes
}
