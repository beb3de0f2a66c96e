// Texts as sets of neighbouring letters, and how much two of them share. Pure; it does not know what the texts are.

import { letters } from './names.ts'

/** Pairs of neighbouring letters, each once, as numbers in ascending order: two UTF-16 units make one. */
export type Bigrams = Uint32Array

export function bigrams(text: string): Bigrams {
  const plain = letters(text.normalize('NFKC').toLowerCase())
  const pairs = new Uint32Array(Math.max(0, plain.length - 1))
  for (let i = 0; i < pairs.length; i++) pairs[i] = plain.charCodeAt(i) * 0x10000 + plain.charCodeAt(i + 1)
  pairs.sort()
  let kept = 0
  for (const pair of pairs) if (kept === 0 || pair !== pairs[kept - 1]) pairs[kept++] = pair
  return pairs.slice(0, kept)
}

/** Dice's coefficient of two sets, 0…1, from their sizes and the number of common items. */
export const dice = (a: Bigrams, b: Bigrams, common: number) =>
  common === 0 ? 0 : (2 * common) / (a.length + b.length)

/** The sum of a weight over the items that both have; of 1 each, how many there are. */
export function shared(a: Bigrams, b: Bigrams, weight: (pair: number) => number = () => 1): number {
  let sum = 0
  for (let i = 0, j = 0; i < a.length && j < b.length; ) {
    if (a[i] === b[j]) sum += weight(a[i]!)
    if (a[i]! <= b[j]!) i++
    else j++
  }
  return sum
}

export const weightOf = (set: Bigrams, weight: (pair: number) => number): number => shared(set, set, weight)

/** Buckets that pairs are counted in: two pairs in one bucket count as more frequent than they are, never as rarer. */
const BUCKETS = 1 << 20
const bucket = (pair: number) => (Math.imul(pair, 0x9e3779b1) >>> 12) & (BUCKETS - 1)

/** Inverse document frequency (natural logarithm) of pairs in these sets; 0 for what all of them have. */
export function rarity(sets: readonly Bigrams[]): (pair: number) => number {
  const counts = new Uint32Array(BUCKETS)
  for (const set of sets) for (const pair of set) counts[bucket(pair)]! += 1
  return (pair) => Math.max(0, Math.log(sets.length / Math.max(1, counts[bucket(pair)]!)))
}
