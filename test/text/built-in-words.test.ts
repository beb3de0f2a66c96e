// jieba's own dictionaries: the installed ones are those that are expected, and any other file is refused by name.

import { cpSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { builtInWords } from '../../src/text/built-in-words.ts'

const INSTALLED = path.join(
  path.dirname(createRequire(import.meta.url).resolve('nodejieba')),
  'submodules/cppjieba/dict',
)
let folder: string
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'cewen-jieba-'))
  cpSync(INSTALLED, folder, { recursive: true })
})
afterEach(() => rmSync(folder, { recursive: true }))

it('are found where nodejieba is installed', () => {
  expect(builtInWords(INSTALLED)).toEqual({
    dict: path.join(INSTALLED, 'jieba.dict.utf8'),
    hmmDict: path.join(INSTALLED, 'hmm_model.utf8'),
    idfDict: path.join(INSTALLED, 'idf.utf8'),
    stopWordDict: path.join(INSTALLED, 'stop_words.utf8'),
  })
})

describe.each(['jieba.dict.utf8', 'hmm_model.utf8', 'idf.utf8', 'stop_words.utf8'])('%s', (name) => {
  const refusal = expect.objectContaining({ code: 'internal', message: expect.stringContaining(name) })

  it.each<[string, (file: string) => void]>([
    ['missing', (file) => rmSync(file)],
    ['empty', (file) => truncateSync(file, 0)],
    ['cut short by a byte', (file) => truncateSync(file, readFileSync(file).length - 1)],
    [
      'changed in one byte',
      (file) => {
        const bytes = readFileSync(file)
        bytes[bytes.length >> 1]! ^= 1
        writeFileSync(file, bytes)
      },
    ],
  ])('is refused when it is %s', (_, spoil) => {
    spoil(path.join(folder, name))
    expect(() => builtInWords(folder)).toThrow(refusal)
  })
})
