// Builds a graph and writes it: in a process of its own, so that neither the minute it takes nor a crash concerns the one
// that asks, and read again by another, since the library itself does not notice what it failed to write.

import { rm } from 'node:fs/promises'
import { ChildFailure } from '../children/failure.ts'
import { ChildLink } from '../children/link.ts'
import { AppError } from '../errors.ts'
import { ExactStore } from './exact.ts'
import { GRAPH_CHILD, nearestBy, openGraph } from './graph.ts'
import type { GraphReply, GraphRequest } from './graph-child.ts'
import { lacksSpace } from './graph-file.ts'
import { isTrusted, type Search } from './trust.ts'
import { checkVectors } from './vector-store.ts'

/**
 * Fewer vectors than this are scanned, which takes 1 ms at 50,000 vectors of 384 dimensions. A graph takes a third of
 * that for 200 neighbours, but some 15 s to build, and as much memory again as the vectors.
 */
export const EXACT_BELOW = 50_000
/** Vectors that are added in one go: half a second's work, 0.8 MB of a message. */
const SLICE = 500
/** For one slice, or one search of what was built, on a machine that is busy with other things. */
const SLICE_TIMEOUT_MS = 60_000
/** For writing the file. */
const WRITE_TIMEOUT_MS = 600_000

/**
 * Writes the graph that `openVectorStore` reads, if one is of use: not below `EXACT_BELOW`, and not when it misses
 * too many neighbors: some hundreds of identical vectors tear it apart. A scan is right then, only slower; so it is
 * when the process dies that builds the graph, which `onWarning` hears in words for people.
 * @returns whether there is a file
 * @throws AppError `storage_full` or `internal` when it cannot be written; no file is left behind.
 */
export async function writeHnsw(
  vectors: Float32Array,
  dimensions: number,
  file: string,
  onWarning?: (line: string) => void,
): Promise<boolean> {
  if (vectors.length / dimensions >= EXACT_BELOW) return writeGraph(vectors, dimensions, file, onWarning)
  checkVectors(vectors, dimensions)
  return false
}

/** `writeHnsw` whatever the number of vectors. Syncing the file is left to the build that it belongs to. */
export async function writeGraph(
  vectors: Float32Array,
  dimensions: number,
  file: string,
  onWarning: (line: string) => void = () => {},
): Promise<boolean> {
  const exact = new ExactStore(vectors, dimensions)
  try {
    if (!(await buildGraph(vectors, exact, file))) return false
    const graph = await openGraph(exact, file, { timeoutMs: SLICE_TIMEOUT_MS })
    const whole = await isTrusted(graph.nearest, exact).finally(() => graph.close())
    if (!whole) throw new Error('neighbors are missing after reading')
    return true
  } catch (cause) {
    const full = await lacksSpace(file, exact)
    await rm(file, { force: true })
    if (cause instanceof ChildFailure) {
      onWarning(`没有建成向量图，改为逐一比对（结果相同，较慢）：${cause.of('向量图')}`)
      return false
    }
    throw full
      ? new AppError('storage_full', '磁盘空间不足，向量索引没有写完。请清理磁盘后重试。', { cause })
      : new AppError('internal', '向量索引没有写成功，请检查索引目录和磁盘后重试。', { cause })
  }
}

/** Builds the graph and, if it is good, writes it. @returns whether it is good @throws ChildFailure */
async function buildGraph(vectors: Float32Array, exact: ExactStore, file: string): Promise<boolean> {
  const { size, dimensions } = exact
  const child = new ChildLink<GraphRequest, GraphReply>(GRAPH_CHILD)
  const ask = (request: GraphRequest) => child.call(request, SLICE_TIMEOUT_MS)
  try {
    await ask({ task: 'make', dimensions, size })
    for (let first = 0; first < size; first += SLICE) {
      const slice = vectors.subarray(first * dimensions, (first + SLICE) * dimensions)
      await ask({ task: 'add', first, vectors: slice })
    }
    const search: Search = (vector, limit) => nearestBy(ask, exact, vector, limit)
    if (!(await isTrusted(search, exact))) return false
    await child.call({ task: 'write', file }, WRITE_TIMEOUT_MS)
    return true
  } finally {
    await child.finish()
  }
}
