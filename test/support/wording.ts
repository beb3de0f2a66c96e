// What became of each character of a file when its documents were read: the figures of the proof that nothing of the
// official wording is lost, invented or changed. What they must be is for those who ask.

import type { ParsedDocument } from '../../src/corpus/documents.ts'

export interface WordingAccount {
  /** The file as it was read. */
  source: string
  /** How often each of its characters stands in a document. */
  standing: Uint8Array
  /** How many removals take it out; one that several documents of the file list is one. */
  removed: Uint8Array
  /** Characters of a document that come from nowhere. */
  added: ReadonlySet<string>
  /** Places of the file whose character is another in a document; white space is all alike. */
  changed: number[]
}

/** @param documents all of one file */
export function accountOf(documents: readonly ParsedDocument[]): WordingAccount {
  const { source } = documents[0]!.proof
  const standing = new Uint8Array(source.length)
  const removed = new Uint8Array(source.length)
  const added = new Set<string>()
  const changed: number[] = []
  for (const { text, proof } of documents)
    for (const [i, at] of proof.origin.entries()) {
      if (at < 0) added.add(text[i]!)
      else if (text[i] !== source[at] && /\S/u.test(source[at]! + text[i])) changed.push(at)
      if (at >= 0) standing[at]! += 1
    }
  const listed = documents.flatMap(({ proof }) => proof.removals)
  const removals = new Map(listed.map((removal) => [`${removal.start}-${removal.end}`, removal]))
  for (const { start, end } of removals.values()) for (let at = start; at < end; at++) removed[at]! += 1
  return { source, standing, removed, added, changed }
}
