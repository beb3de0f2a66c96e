// The vocabulary of the shipped documents, for tests of how questions are read.

import { readFileSync } from 'node:fs'
import path from 'node:path'
import { ROOT } from '../../src/config.ts'
import { openLibrary } from '../../src/library.ts'
import { vocabularyOf } from '../../src/question/vocabulary.ts'
import { readSynonyms } from '../../src/text/synonyms.ts'
import { seeds } from '../support/seeds.ts'

const synonyms = readSynonyms(readFileSync(path.join(ROOT, 'seeds', 'synonyms.txt'), 'utf8'))

export const library = openLibrary(seeds, [])
export const vocabulary = vocabularyOf(library, synonyms.canonical)
