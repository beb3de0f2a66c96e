// Signs of whether the findings answer a question, as numbers: how near the best records are, whether they give what is
// asked for, whether it is asked of something the library has. What the signs are worth together stands in weights.json.

import type { Engine } from '../engine.ts'
import type { Findings } from '../search.ts'
import { normalize } from '../text/normalize.ts'
import { isAbroad } from '../text/places/gazetteer.ts'
import { BEST, type Reading } from './reading.ts'

/** All signs, in the order of the weights; each is 0…1 but for `score`, `lead` and `strange`. */
export const SIGNS = [
  /** Highest cosine of any passage. */
  'nearest',
  /** Cosine of the best record's nearest passage, … */
  'passage',
  /** … and of the nearest of the other topics that people ask offices about. */
  'topic',
  /** Share of the question's words, by idf, that one of the best records has, … */
  'coverage',
  /** … that its title has, … */
  'titled',
  /** … and share of the title's words, by idf, that the question has. */
  'named',
  /** Share of its words that none of the best records has, … */
  'absent',
  /** … and how many no record at all has. */
  'strange',
  /** Score of the best record: standard deviations from the mean of what is allowed. */
  'score',
  /** How far that is above the next record's that is another thing. */
  'lead',
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
    ...wordSigns(engine, found),
    score: found.ranked[0]!.score,
    lead: leadOf(engine, found),
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

/** A record is no other thing than its twins and kin in other documents. */
function leadOf({ library }: Engine, { ranked }: Findings): number {
  const [best] = ranked
  const akin = new Set((library.records[best!.record]!.lineage ?? []).map(({ id }) => library.indexOf(id)))
  const next = ranked.find(({ record }) => record !== best!.record && !akin.has(record))
  return best!.score - (next?.score ?? 0)
}

/** Words that named a document or a facet have done their work: the records need not repeat them. */
function wordSigns(
  { library, vocabulary, tokenizer, words: index }: Engine,
  { read, standalone, ranked }: Findings,
): Pick<Signs, 'coverage' | 'titled' | 'named' | 'absent' | 'strange'> {
  const weighted = (text: string) =>
    [...new Set(tokenizer.words(text))].map((word) => ({ word, idf: index.idf(word) }))
  const text = Object.keys(read.filters).length > 0 ? read.topic : standalone
  const title = normalize(library.records[ranked[0]!.record]!.title)
  const best = ranked.slice(0, BEST).map(({ record }) => vocabulary.wording(record))
  const asked = weighted(text)
  const plain = normalize(text)
  const absent = asked.filter(
    ({ word }) => HAN_WORD.test(word) && !best.some((wording) => wording.includes(word)),
  )
  return {
    coverage: Math.max(0, ...best.map((wording) => shareIn(asked, wording))),
    titled: shareIn(asked, title),
    named: shareIn(weighted(title), plain),
    absent: asked.length === 0 ? 0 : absent.length / asked.length,
    strange: absent.filter(({ word }) => !vocabulary.knows(word)).length,
  }
}

/** Single characters are in every text, and other scripts are compared elsewhere. */
const HAN_WORD = /^\p{Script=Han}{2,}$/u

/** Share of words, by idf, that stand in a text. */
function shareIn(words: readonly { word: string; idf: number }[], text: string): number {
  const all = words.reduce((sum, { idf }) => sum + idf, 0)
  return all === 0 ? 0 : words.reduce((sum, { word, idf }) => sum + (text.includes(word) ? idf : 0), 0) / all
}
