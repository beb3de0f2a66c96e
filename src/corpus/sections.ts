// Texts that are neither laws nor tables: parts under headings, numbered items, else paragraphs. What the headings say
// is not known here.

import { contentsList } from './contents.ts'
import { ITEM_RANK, isChapter, rankOf, TOP_ITEM_RANK } from './numbering.ts'
import { derivedTitle, proseRecord } from './prose.ts'
import type { DraftRecord } from './records.ts'
import type { PlacedParagraph } from './structure.ts'

/** A numbered line without a sentence in it is a heading: 一、延长服务时间. */
const HEADING_LINE =
  /^(?:[一二三四五六七八九十百零〇\d]{1,4}、|[（(][一二三四五六七八九十百零〇\d]{1,4}[）)])[^。！？；]{1,60}$/u
/** A numbered paragraph may open with its heading and run on: （一）扩大开放领域。支持外资…. */
const RUN_IN =
  /^((?:[一二三四五六七八九十百]{1,4}、|[（(][一二三四五六七八九十百]{1,4}[）)]|\d{1,3}[.．、])[^。；：:！？\d][^。；：:！？]{1,39})。(?=.)/u
const SENTENCE_END = /[。！？!?][”’」』）)》]*$/u
/** Longer parts are cut at the next level of their numbering, or else between paragraphs … */
export const PART_MAX = 1500
/** … into pieces of about this length; neighbouring items are kept together while they are shorter. */
const PIECE = 600
const SHORT_ITEMS = 300
const MARKDOWN_LEVELS = 6

/** Whether a paragraph is nothing but a heading. */
export const isHeading = ({ text, level }: { text: string; level: number }) =>
  level > 0 || isChapter(text) || (HEADING_LINE.test(text) && !/[，、：:,]$/u.test(text))

interface Part {
  paragraphs: PlacedParagraph[]
  /** How many headings stand first. */
  headings: number
  /** The headings it stands under. */
  group: string[]
}

/** Headed parts, each under its heading, numbered `s1`, `s2` …; without headings, paragraph by paragraph. */
export function sectionRecords(paragraphs: readonly PlacedParagraph[]): DraftRecord[] {
  const parts = headedParts(paragraphs)
  const cutParts = parts.length === 1 && !isNumbered(parts[0]!) ? byParagraph(parts[0]!) : parts.flatMap(cut)
  return cutParts.map((part, i) => sectionRecord(part, `s${i + 1}`))
}

const isNumbered = ({ paragraphs, headings }: Part) =>
  headings > 1 || (headings === 1 && paragraphs[0]!.level !== 1) || rankOf(paragraphs[0]!.text) !== undefined

function headedParts(paragraphs: readonly PlacedParagraph[]): Part[] {
  const [contentsStart, contentsEnd] = contentsList(paragraphs)
  const wording = paragraphs.filter((_, i) => i < contentsStart || i >= contentsEnd)
  const begins = openings(wording)
  let path: { rank: number; text: string }[] = []
  const parts: Part[] = []
  wording.forEach((paragraph, i) => {
    const last = parts.at(-1)
    if (last && !begins[i]) {
      last.paragraphs.push(paragraph)
      return
    }
    const heading = isHeading(paragraph)
    const rank = rankIn(paragraph)
    path = path.filter((above) => above.rank < rank)
    // Headings above one another (章, then 节) head one part together.
    if (last && last.headings === last.paragraphs.length) {
      last.paragraphs.push(paragraph)
      if (heading) last.headings++
    } else
      parts.push({ paragraphs: [paragraph], headings: heading ? 1 : 0, group: path.map(({ text }) => text) })
    const name = heading ? paragraph.text : RUN_IN.exec(paragraph.text)?.[1]
    if (name && rank > 1) path.push({ rank, text: name })
  })
  return parts
}

/** The document's own title is the highest, then Markdown headings, then numbers. */
function rankIn({ text, level }: PlacedParagraph): number {
  const rank = rankOf(text)
  return rank === undefined ? level : MARKDOWN_LEVELS + 1 + rank
}

/** Which paragraphs begin a part: headings, also those that run on, and the items 一、二、 of the whole text. */
function openings(paragraphs: readonly PlacedParagraph[]): boolean[] {
  // 二、 behind an item that is part of a list (一、申请书；) is part of it too, and so is （二） behind such an （一）.
  const opened = new Set<number>()
  return paragraphs.map((paragraph) => {
    const { text } = paragraph
    const rank = rankOf(text)
    if (isHeading(paragraph)) {
      if (rank !== undefined) opened.add(rank)
      return true
    }
    if (rank !== TOP_ITEM_RANK && rank !== ITEM_RANK) return false
    const begins = rank === TOP_ITEM_RANK ? !/[；;]$/u.test(text) : RUN_IN.test(text)
    if (/^[（(]?一[、）)]/u.test(text)) {
      if (begins) opened.add(rank)
      else opened.delete(rank)
    }
    return begins && opened.has(rank)
  })
}

const lengthOf = (paragraphs: readonly PlacedParagraph[]) => paragraphs.at(-1)!.end - paragraphs[0]!.start

/** A part that is too long in pieces: the items of its next level, or else as many paragraphs as fit. */
function cut(part: Part): Part[] {
  const { paragraphs, headings } = part
  if (lengthOf(paragraphs) <= PART_MAX) return [part]
  const first = Math.max(1, headings)
  const ranks = paragraphs.map(({ text }, i) => (i < first ? undefined : rankOf(text)))
  const level = ranks
    .filter((rank) => rank !== undefined)
    .filter((rank, i, all) => all.indexOf(rank) < i)
    .reduce<number | undefined>((least, rank) => Math.min(least ?? rank, rank), undefined)
  if (level === undefined) return byParagraph(part, PIECE)
  const pieces: PlacedParagraph[][] = [[]]
  paragraphs.forEach((paragraph, i) => {
    // A heading without a sentence of its own stays with the first item.
    if (ranks[i] === level && pieces.at(-1)!.length > (pieces.length === 1 ? headings : 0)) pieces.push([])
    pieces.at(-1)!.push(paragraph)
  })
  return inPart(part, packed(pieces, SHORT_ITEMS)).flatMap((piece) =>
    piece.paragraphs.length < paragraphs.length ? cut(piece) : [piece],
  )
}

/** Paragraph by paragraph, each with those that end no sentence above it; neighbours together up to a length. */
function byParagraph(part: Part, length = 0): Part[] {
  const groups: PlacedParagraph[][] = []
  let whole = true
  part.paragraphs.forEach((paragraph, i) => {
    if (whole || lengthOf(groups.at(-1)!) > PART_MAX) groups.push([])
    groups.at(-1)!.push(paragraph)
    whole = i >= part.headings && SENTENCE_END.test(paragraph.text)
  })
  // What comes last and ends no sentence is the signature.
  const last = groups.length > 1 && !whole ? groups.pop()! : []
  groups.at(-1)!.push(...last)
  return inPart(part, packed(groups, length))
}

/** Neighbours together while they are not longer than `length`. */
function packed(pieces: readonly PlacedParagraph[][], length: number): PlacedParagraph[][] {
  const found: PlacedParagraph[][] = []
  for (const piece of pieces) {
    const last = found.at(-1)
    if (last && piece.at(-1)!.end - last[0]!.start <= length) last.push(...piece)
    else found.push([...piece])
  }
  return found
}

/** Pieces of a part: the first keeps its headings, the others stand under them. */
function inPart(part: Part, pieces: readonly PlacedParagraph[][]): Part[] {
  const { title, titleDerived } = sectionRecord(part, '')
  const group = titleDerived || part.paragraphs[0]!.level === 1 ? part.group : [...part.group, title]
  return pieces.map((paragraphs, i) =>
    i === 0 ? { ...part, paragraphs } : { paragraphs, headings: 0, group },
  )
}

function sectionRecord({ paragraphs, headings, group }: Part, number: string): DraftRecord {
  const names = paragraphs.slice(0, headings)
  const opening = paragraphs[headings]
  const runIn = opening && RUN_IN.exec(opening.text)?.[1]
  // The document's title says less than the heading below it.
  const at =
    names[0]?.level === 1 && (headings > 1 || (opening && rankOf(opening.text) !== undefined)) ? 1 : 0
  const above = names.filter(({ level }) => level !== 1).map(({ text }) => text)
  const record = runIn
    ? proseRecord('section', number, paragraphs, { at: headings, length: runIn.length, derived: false })
    : at < headings
      ? proseRecord('section', number, paragraphs, {
          at,
          length: paragraphs[at]!.text.length,
          derived: false,
        })
      : proseRecord('section', number, paragraphs, {
          at,
          length: derivedTitle(paragraphs[at]!.text),
          derived: true,
        })
  const place = (runIn ? [...group, ...above] : group).join(' ')
  return { ...record, ...(place && { group: place }) }
}
