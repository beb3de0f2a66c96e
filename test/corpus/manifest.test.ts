// Which manifests are refused, and where the fault is said to be.

import { expect, it } from 'vitest'
import { readDocuments } from '../../src/corpus/documents.ts'
import { readManifest } from '../../src/corpus/manifest.ts'

const manifest = (...ids: string[]) =>
  JSON.stringify({ documents: ids.map((id) => ({ id, file: 'a.txt', title: '办法' })) })

it.each(['办法', 'fj-2017-b5', '𠮷字办法', 'a'.repeat(100)])('a document may be called %s', (id) => {
  expect(readManifest(manifest(id)).documents[0]!.id).toBe(id)
})

it.each([
  ['is empty', ''],
  ['is too long', 'a'.repeat(101)],
  ['leads out of its place', '../a'],
  ['would end its address', 'a#b'],
  ['would begin a query', 'a?b'],
  ['holds half a character, which no address can carry', 'a\ud800'],
])('an id that %s is refused by its place', (_, id) => {
  expect(() => readManifest(manifest(id))).toThrow(/manifest\.json: documents\.0\.id/u)
})

it('two documents of one id are refused by it', () => {
  expect(() => readManifest(manifest('a', 'a'))).toThrow(/two documents have the id a/u)
})

it('what is no JSON is refused as such', () => {
  expect(() => readManifest('{')).toThrow(/not valid JSON/u)
})

it('two documents of one file that begin at the same line are refused: its wording would stand in both', () => {
  const entry = (id: string) => ({ id, file: 'a.txt', title: '办法', beginsWith: '第一部分' })
  const described = readManifest(JSON.stringify({ documents: [entry('a'), entry('b')] }))
  const read = (text: string) =>
    readDocuments([{ name: 'a.txt', bytes: new TextEncoder().encode(text) }], {
      documents: [described.documents[0]!, { ...described.documents[1]!, beginsWith: '第二部分' }],
    })
  expect(read('第一部分\n\n甲。\n\n第二部分\n\n乙。\n')).toHaveLength(2)
  expect(() =>
    readDocuments([{ name: 'a.txt', bytes: new TextEncoder().encode('第一部分\n\n甲。\n') }], described),
  ).toThrow(/a\.txt: b begins where a does/u)
})
