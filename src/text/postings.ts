// Which text has which term how often, by column in typed arrays, and the same as bytes. Pure; it does not know what the
// counts are for (bm25.ts), and it trusts no bytes: a damaged file must fail here, not rank wrongly later.

import { AppError } from '../errors.ts'

/** Those of term t are `from[t]` to `from[t + 1]`, their texts rising; every term has one at least. */
export interface Postings {
  readonly k1: number
  readonly b: number
  /** How many texts there are, those without any term included. */
  readonly size: number
  readonly terms: readonly string[]
  readonly from: Uint32Array
  readonly texts: Uint32Array
  readonly counts: Uint16Array
}

// Header: magic, version, texts, terms, postings, bytes of the terms, checksum, 0 (8 × u32), k1, b
// (2 × f64). Then `from` (u32), `texts` (u32), ends of the terms in their UTF-8 (u32), `counts` (u16), the terms.
// In the byte order of the machine, which is little-endian wherever Node runs well; elsewhere the magic word differs.
const MAGIC = 0x35_32_4d_42 // "BM25"
const VERSION = 1
const HEADER = 48

export function writePostings({
  k1,
  b,
  size,
  terms,
  from,
  texts,
  counts,
}: Postings): Uint8Array<ArrayBuffer> {
  const encoded = terms.map((term) => new TextEncoder().encode(term))
  const ends = new Uint32Array(terms.length)
  let letters = 0
  for (const [t, { length }] of encoded.entries()) {
    letters += length
    ends[t] = letters
  }
  const columns = [from, texts, ends, counts]
  const body = columns.reduce((sum, column) => sum + column.byteLength, letters)
  const bytes = new Uint8Array(HEADER + body)
  let at = HEADER
  for (const column of [...columns, ...encoded]) {
    bytes.set(new Uint8Array(column.buffer, column.byteOffset, column.byteLength), at)
    at += column.byteLength
  }
  const header = new Uint32Array(bytes.buffer, 0, 8)
  header.set([MAGIC, VERSION, size, terms.length, texts.length, letters])
  new Float64Array(bytes.buffer, 32, 2).set([k1, b])
  header[6] = checksum(bytes)
  return bytes
}

/** @throws AppError `index_mismatch` when anything about the bytes is not as it must be; the cause says what */
export function readPostings(bytes: Uint8Array): Postings {
  const must = (holds: boolean, what: string) => {
    if (!holds)
      throw new AppError('index_mismatch', '词语索引已损坏，请重新建立索引。', { cause: new Error(what) })
  }
  must(bytes.length >= HEADER, 'shorter than its header')
  const { buffer } = Uint8Array.from(bytes) // a copy, for the given bytes may begin where 4-byte numbers may not
  const header = new Uint32Array(buffer, 0, 8)
  const [magic, version, size, termCount, count, letters] = header as unknown as FirstSix
  const [k1, b] = new Float64Array(buffer, 32, 2) as unknown as [number, number]
  must(magic === MAGIC, 'no postings')
  must(version === VERSION, `version ${version}, expected ${VERSION}`)
  const countsAt = HEADER + 4 * (2 * termCount + 1 + count)
  must(bytes.length === countsAt + 2 * count + letters, 'length')
  must(header[6] === checksum(bytes), 'checksum')
  must(k1 >= 0 && k1 < Infinity && b >= 0 && b <= 1, 'k1 or b out of range')

  const from = new Uint32Array(buffer, HEADER, termCount + 1)
  const texts = new Uint32Array(buffer, HEADER + 4 * (termCount + 1), count)
  const ends = new Uint32Array(buffer, HEADER + 4 * (termCount + 1 + count), termCount)
  const counts = new Uint16Array(buffer, countsAt, count)
  must(from[0] === 0 && from[termCount] === count && (ends.at(-1) ?? 0) === letters, 'totals')

  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
  const terms: string[] = []
  for (let t = 0; t < termCount; t += 1) {
    const [first, end] = [t === 0 ? 0 : ends[t - 1]!, ends[t]!]
    must(
      end > first && end <= letters && from[t + 1]! > from[t]! && from[t + 1]! <= count,
      `order at term ${t}`,
    )
    for (let p = from[t]!; p < from[t + 1]!; p += 1) {
      const rises = p === from[t] || texts[p]! > texts[p - 1]!
      must(rises && texts[p]! < size && counts[p]! > 0, `posting ${p}`)
    }
    try {
      terms.push(decoder.decode(new Uint8Array(buffer, countsAt + 2 * count + first, end - first)))
    } catch {
      must(false, `letters of term ${t}`)
    }
  }
  must(new Set(terms).size === termCount, 'a term twice')
  return { k1, b, size, terms, from, texts, counts }
}

type FirstSix = [number, number, number, number, number, number]

/** FNV-1a, 32 bits, of all but its own place: finds accidents, not intent (a build's manifest has the SHA-256). */
function checksum(bytes: Uint8Array): number {
  let hash = 0x81_1c_9d_c5
  for (let at = 0; at < bytes.length; at += 1) {
    if (at === 24) at = 28
    hash = Math.imul(hash ^ bytes[at]!, 0x01_00_01_93)
  }
  return hash >>> 0
}
