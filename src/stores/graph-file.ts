// What a graph's file looks like from outside (hnswlib 0.8.0, `saveIndex`): its size, and the header that the library
// itself hardly checks. It neither reads nor writes the graph.

import { open, statfs } from 'node:fs/promises'
import path from 'node:path'

/** Links per point and width of the search while building: the library's usual values, recall@10 ≥ 0.999 at 20,000. */
export const M = 16
export const EF_CONSTRUCTION = 200
/** What the file begins with: thirteen fields, eleven of eight bytes and two of four. */
const HEADER_BYTES = 96

/** How many vectors a graph is of. */
export interface Extent {
  readonly size: number
  readonly dimensions: number
}

/** What size and header of a file say against it. @throws when the file cannot be read */
export async function headerFault(file: string, extent: Extent): Promise<string | undefined> {
  const handle = await open(file)
  try {
    const { size: bytes } = await handle.stat()
    const least = leastBytes(extent)
    if (bytes < least) return `${bytes} bytes, at least ${least} expected`
    const { buffer } = await handle.read(Buffer.alloc(HEADER_BYTES), 0, HEADER_BYTES, 0)
    const count = Number(buffer.readBigUInt64LE(16))
    if (count !== extent.size) return `${count} vectors, ${extent.size} expected`
    const element = Number(buffer.readBigUInt64LE(24))
    return element === elementBytes(extent) ? undefined : `not of ${extent.dimensions} dimensions`
  } finally {
    await handle.close()
  }
}

/** Whether a failed write has a full disk to blame. */
export async function lacksSpace(file: string, extent: Extent): Promise<boolean> {
  const space = await statfs(path.dirname(file)).catch(() => undefined)
  return space !== undefined && space.bavail * space.bsize < leastBytes(extent)
}

/** Bytes of a point in the file: its links and their count, its vector, its 64-bit label. */
const elementBytes = ({ dimensions }: Extent) => (2 * M + 1) * 4 + dimensions * 4 + 8

/** Size of the file without the links of the upper levels, whose number is random. */
const leastBytes = (extent: Extent) => HEADER_BYTES + extent.size * (elementBytes(extent) + 4)
