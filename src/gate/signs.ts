// Signs of whether the findings answer a question, as numbers: how near the best records are, whether they give what is
// asked for, whether it is asked of something the library has. What the signs are worth together stands in weights.json.

import type { Engine } from '../engine.ts'
import type { Findings } from '../search.ts'
import { isAbroad } from '../text/places/gazetteer.ts'
import { BEST, type Reading } from './reading.ts'

/** All signs, in the order of the weights; each is 0…1 but for `score`. */
export const SIGNS = [
  /** Highest cosine of any passage. */
  'nearest',
  /** Cosine of the best record's nearest passage, … */
  'passage',
  /** … and of the nearest of the other topics that people ask offices about. */
  'topic',
  /** Share of the question's words, by idf, that one of the best records has. */
  'coverage',
  /** Score of the best record: standard deviations from the mean of what is allowed. */
  'score',
  /** Some thing beyond the subject is asked for … */
  'asked',
  /** … and the best records do not give it, … */
  'missing',
  /** … though they give figures of other kinds. */
  'otherFigure',
  /** How much of the asking clause stands with what is given. */
  'fit',
  /** How much of the least known thing of administration the best records have. */
  'held',
  /** A list that the filters say completely. */
  'listed',
  /** Filters were read from the question. */
  'filtered',
  /** The question names a batch, a year or a number that the library does not have, … */
  'unheld',
  /** … a law or rule, … */
  'reference',
  /** … a place of the mainland, … */
  'elsewhere',
  /** … or one abroad. */
  'abroad',
  /** It asks for something that is no matter of documents. */
  'errand',
] as const
export type Signs = Record<(typeof SIGNS)[number], number>

/** Where nothing is asked for: neither well nor badly given. */
const NOTHING_ASKED = 0.4

export function signsOf(engine: Engine, found: Findings, reading: Reading): Signs {
  const { slots, objects, places, references, errand } = reading
  const { unknown } = found.read
  return {
    nearest: found.nearest ?? 0,
    passage: passageOf(found),
    topic: reading.topic ?? 0,
    coverage: coverageOf(engine, found),
    score: found.ranked[0]!.score,
    asked: Number(slots.length > 0),
    missing: Number(slots.some(({ given }) => !given)),
    otherFigure: Number(slots.some(({ given, figure }) => !given && figure)),
    fit: slots.length === 0 ? NOTHING_ASKED : Math.min(...slots.map(({ fit }) => fit)),
    held: Math.min(1, ...objects),
    listed: Number(found.listed),
    filtered: Number(isFiltered(engine, found)),
    unheld: Number(unknown.length > 0),
    reference: Number(references.length > 0),
    elsewhere: Number(places.some((place) => !isAbroad(place))),
    abroad: Number(places.some(isAbroad)),
    errand: Number(errand),
  }
}

/** Facets were named, or a document and nothing that the library does not know. */
function isFiltered({ tokenizer, vocabulary }: Engine, { read }: Findings): boolean {
  if (read.facets.some(({ key }) => key !== 'kind')) return true
  const words = tokenizer.words(read.topic).filter((word) => word.length > 1)
  return Object.keys(read.filters).length > 0 && words.every((word) => vocabulary.knows(word))
}

/** Of the best record. */
function passageOf({ ranked, similarityOf }: Findings): number {
  const { passage } = ranked[0]!
  return passage === undefined ? 0 : (similarityOf(passage) ?? 0)
}

/** Words that named a document or a facet have done their work: the records need not repeat them. */
function coverageOf({ vocabulary, tokenizer, words: index }: Engine, found: Findings): number {
  const { filters, topic } = found.read
  const text = Object.keys(filters).length > 0 ? topic : found.standalone
  const asked = [...new Set(tokenizer.words(text))].map((word) => ({ word, idf: index.idf(word) }))
  const all = asked.reduce((sum, { idf }) => sum + idf, 0)
  if (all === 0) return 0
  const had = found.ranked.slice(0, BEST).map(({ record }) => {
    const wording = vocabulary.wording(record)
    return asked.reduce((sum, { word, idf }) => sum + (wording.includes(word) ? idf : 0), 0)
  })
  return Math.max(0, ...had) / all
}
