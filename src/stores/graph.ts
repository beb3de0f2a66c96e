// A graph in a process of its own, as the desk sees it: read from a file, asked, and read again by another process when
// that one has died. It knows nothing of what is searched instead while there is none.

import { ChildFailure, isOver } from '../children/failure.ts'
import { ChildKeeper } from '../children/keeper.ts'
import { siblingModule } from '../children/link.ts'
import { AppError } from '../errors.ts'
import { type ExactStore, nearestFirst } from './exact.ts'
import type { GraphReply, GraphRequest } from './graph-child.ts'
import { headerFault } from './graph-file.ts'
import { findsItself } from './trust.ts'
import type { Neighbor } from './vector-store.ts'

/**
 * Least width of a search. At 20,000 vectors in 200 clusters, recall@10 of questions within a cluster / between two:
 * 10: 0.91 / 0.75 (the library falls back to this with every load); 100: 1.00 / 0.83; 200: 1.00 / 1.00.
 */
const EF_SEARCH = 200
/** Width for each neighbour that is asked for: of 200 among 40,000, recall 0.987 at 1, 0.998 at 2, 1.000 at 3. */
const EF_PER_NEIGHBOUR = 2
/** A search takes about a millisecond, a scan some few: whoever waits longer than this is better off with the scan. */
const SEARCH_TIMEOUT_MS = 500
/** Reading 170 MB (100,000 vectors) takes half a second. */
const START_TIMEOUT_MS = 30_000

export const GRAPH_CHILD = siblingModule('graph-child', import.meta.url)

export interface Graph {
  /** About the `count` nearest, nearest first, ties by label. @throws ChildFailure */
  nearest(vector: Float32Array, count: number): Promise<Neighbor[]>
  /** Why it does not answer at this moment, in words for people; undefined while it does. */
  failure(): string | undefined
  close(): Promise<void>
}

/** How far a search for so many looks around. */
export const widthFor = (count: number) => Math.max(EF_SEARCH, EF_PER_NEIGHBOUR * count)

/** Asks a graph's process, and puts its neighbours in order by their exact similarities. */
export async function nearestBy(
  ask: (request: GraphRequest) => Promise<GraphReply>,
  exact: ExactStore,
  vector: Float32Array,
  count: number,
): Promise<Neighbor[]> {
  const labels = await ask({ task: 'search', vector, count, width: widthFor(count) })
  const similarities = exact.similarities(vector, labels.slice().sort())
  return Array.from(labels, (label) => ({ label, similarity: similarities[label]! })).sort(nearestFirst)
}

export interface GraphOptions {
  /** Hears, in words for people, of the first failure after all was well. */
  readonly onFailure?: ((message: string) => void) | undefined
  /** Longest wait for an answer, in milliseconds. */
  readonly timeoutMs?: number
}

/**
 * Has a file read, and asks the graph for some of its own points. A process that dies over a good file, or cannot be
 * had, is tried again by itself.
 * @throws AppError `index_mismatch` when the file is not of these vectors.
 */
export async function openGraph(
  exact: ExactStore,
  file: string,
  { onFailure = () => {}, timeoutMs = SEARCH_TIMEOUT_MS }: GraphOptions = {},
): Promise<Graph> {
  const { dimensions } = exact
  const checkHeader = async () => {
    const fault = await headerFault(file, exact).catch(String)
    if (fault) throw mismatch(new Error(fault))
  }
  await checkHeader()
  const keeper = new ChildKeeper<GraphRequest, GraphReply>({
    file: GRAPH_CHILD,
    startTimeoutMs: START_TIMEOUT_MS,
    probe: async (call) => {
      await call({ task: 'read', dimensions, file })
      const search = (vector: Float32Array, limit: number) => nearestBy(call, exact, vector, limit)
      if (!(await findsItself(search, exact))) throw new Error('points are not found by their own vectors')
    },
    // The file may have been swept away: the desk goes on with a build until it is restarted.
    beforeRestart: checkHeader,
    onFailure: (failure) => onFailure(inWords(failure)),
  })
  await keeper.start().catch(async (error: Error) => {
    if (isOver(error.cause)) return onFailure(inWords(error))
    await keeper.close()
    throw mismatch(error)
  })
  const ask = (request: GraphRequest) => keeper.call(request, timeoutMs)
  return {
    nearest: (vector, count) => nearestBy(ask, exact, vector, count),
    failure: () => keeper.failure && inWords(keeper.failure),
    close: () => keeper.close(),
  }
}

const mismatch = (cause: Error) =>
  new AppError('index_mismatch', '向量索引文件与向量数据不符，请重新建立索引。', { cause })

const inWords = (failure: Error) => (failure instanceof ChildFailure ? failure.of('向量图') : failure.message)
