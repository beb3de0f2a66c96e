// What runs inside the child process of a graph: makes or reads one HNSW graph, writes it, searches it. The only importer
// of hnswlib-node, whose calls block their thread and whose native part ends its process over a damaged file. It checks
// nothing that it is given: whoever asks has done so.

import hnswlib from 'hnswlib-node'
import { answerParent } from '../children/child.ts'
import { EF_CONSTRUCTION, M } from './graph-file.ts'

export type GraphRequest =
  /** An empty graph for `size` vectors. */
  | { readonly task: 'make'; readonly dimensions: number; readonly size: number }
  /** Vectors one after another, with labels from `first` on. */
  | { readonly task: 'add'; readonly first: number; readonly vectors: Float32Array }
  /** Without a word when only half of it, or nothing, was written: only reading it again tells. */
  | { readonly task: 'write'; readonly file: string }
  | { readonly task: 'read'; readonly dimensions: number; readonly file: string }
  /** The nearest `count`, looking around as far as `width`, which the library would forget with every reading. */
  | { readonly task: 'search'; readonly vector: Float32Array; readonly count: number; readonly width: number }

/** Labels, nearest first; none for what is no search. */
export type GraphReply = Uint32Array

let graph: { readonly index: hnswlib.HierarchicalNSW; readonly dimensions: number } | undefined

async function answer(request: GraphRequest): Promise<GraphReply> {
  const { task } = request
  if (task === 'make' || task === 'read') {
    const { dimensions } = request
    const index = new hnswlib.HierarchicalNSW('ip', dimensions)
    if (task === 'make') index.initIndex(request.size, M, EF_CONSTRUCTION)
    else await index.readIndex(request.file)
    graph = { index, dimensions }
    return new Uint32Array()
  }
  if (!graph) throw new Error('no graph was made or read')
  const { index, dimensions } = graph
  if (task === 'search') {
    index.setEf(request.width)
    return Uint32Array.from(index.searchKnn(Array.from(request.vector), request.count).neighbors)
  }
  if (task === 'write') index.writeIndexSync(request.file)
  else
    for (let start = 0; start < request.vectors.length; start += dimensions) {
      // Plain arrays only: the library throws on a Float32Array.
      const vector = Array.from(request.vectors.subarray(start, start + dimensions))
      index.addPoint(vector, request.first + start / dimensions)
    }
  return new Uint32Array()
}

answerParent(answer, ({ task }) => task === 'search')
