// A collection of cases: a letter, a contents list, then one case after another, each with background, practices and
// effects. The contents list says where cases begin; the numbers printed inside a case are not trusted.

import type { CaseSection } from '../schema.ts'
import { chineseNumber } from '../text/normalize.ts'
import { letters, namesIn, part } from './names.ts'
import type { DraftRecord } from './records.ts'
import type { Block, PlacedParagraph } from './structure.ts'
import { concat, tidy } from './traced.ts'

const CONTENTS = /^目\s*[录次]$/u
const NUMBERED = /^(\d{1,3})\s*[.．、]\s*/u
/** `（省商务厅、福州海关提供）`: who handed the case in. */
const PROVIDER = /^[（(](.+?)提供[）)]$/u
const SECTION = /^[一二三四五六七八九十]+、\s*/u
const ITEM = /^[（(]([一二三四五六七八九十]+)[）)]\s*/u
const SECTION_KINDS: readonly [CaseSection['kind'], RegExp][] = [
  ['background', /背景/u],
  ['practices', /做法|举措|措施/u],
  ['effects', /效果|成效/u],
]
/** Heading and contents list may differ in a word; so many letters of the opening must agree. */
const SAME_OPENING = 6

/** Where the contents list begins and ends, by its own numbers: block indexes `[start, end)`; undefined without one. */
function listOfCases(blocks: readonly { text: string }[]): [number, number] | undefined {
  const start = blocks.findIndex(({ text }) => CONTENTS.test(text))
  if (start < 0) return undefined
  let end = start + 1
  while (Number(NUMBERED.exec(blocks[end]?.text ?? '')?.[1]) === end - start) end++
  return end > start + 1 ? [start, end] : undefined
}

/** For each entry of the contents list, the index of the paragraph that heads its case. */
function headings(blocks: readonly { text: string }[], [start, end]: [number, number]): number[] {
  let from = end
  return blocks.slice(start + 1, end).flatMap((entry) => {
    const [prefix, number] = NUMBERED.exec(entry.text)!
    const opening = letters(entry.text.slice(prefix.length)).slice(0, SAME_OPENING)
    const at = blocks.findIndex((block, i) => {
      const heading = i < from ? null : NUMBERED.exec(block.text)
      return heading?.[1] === number && letters(block.text.slice(heading![0].length)).startsWith(opening)
    })
    if (at < 0) return []
    from = at + 1
    return [at]
  })
}

/** A case's heading may run over several lines, down to the line that names who provided it: makes them one. */
export function joinCaseHeadings(blocks: readonly Block[]): Block[] {
  const texts = blocks.map((block) => ({ text: block.kind === 'paragraph' ? block.text.text : '' }))
  const contents = listOfCases(texts)
  if (!contents) return [...blocks]
  const starts = new Set(headings(texts, contents))
  const joined: Block[] = []
  for (let i = 0; i < blocks.length; i++) {
    const block = blocks[i]!
    if (!starts.has(i) || block.kind !== 'paragraph') {
      joined.push(block)
      continue
    }
    let end = i + 1
    while (end < blocks.length && !PROVIDER.test(texts[end]!.text) && !SECTION.test(texts[end]!.text)) end++
    const lines = blocks.slice(i, end).flatMap((line) => (line.kind === 'paragraph' ? [line.text] : []))
    joined.push({ ...block, text: tidy(concat(lines)) })
    i = end - 1
  }
  return joined
}

/** The cases of a collection, and the paragraphs before the contents list: the letter. */
export function caseRecords(blocks: readonly PlacedParagraph[]): {
  cases: DraftRecord[]
  letter: PlacedParagraph[]
} {
  const contents = listOfCases(blocks)
  if (!contents) return { cases: [], letter: [...blocks] }
  const starts = headings(blocks, contents)
  const cases = starts.map((start, i) => oneCase(blocks.slice(start, starts[i + 1] ?? blocks.length)))
  return { cases, letter: blocks.slice(0, contents[0]) }
}

function oneCase(blocks: readonly PlacedParagraph[]): DraftRecord {
  const [heading, ...rest] = blocks
  const [prefix, number] = NUMBERED.exec(heading!.text)!
  const title = part(heading!, prefix.length)
  const provider = rest.find(({ text }) => PROVIDER.test(text))
  const sectionStarts = rest.flatMap(({ text }, i) => (SECTION.test(text) ? [i] : []))
  const sections = sectionStarts.flatMap((at, i) =>
    section(rest[at]!, rest.slice(at + 1, sectionStarts[i + 1] ?? rest.length)),
  )
  const handedIn = provider && part(provider, 1, provider.text.lastIndexOf('提供'))
  return {
    kind: 'case',
    number: number!,
    title: title.text,
    content: '',
    start: title.start,
    end: rest.at(-1)?.end ?? title.end,
    spans: [
      { field: 'title', start: title.start, end: title.end },
      ...(handedIn ? [{ field: 'providedBy', start: handedIn.start, end: handedIn.end }] : []),
      ...sections.map(({ start, end }) => ({ field: 'content', start, end })),
    ],
    ...(handedIn && { providedBy: namesIn(handedIn).map(({ text }) => text) }),
    sections,
  }
}

function section(heading: PlacedParagraph, paragraphs: readonly PlacedParagraph[]): CaseSection[] {
  const title = heading.text.replace(SECTION, '')
  const kind = SECTION_KINDS.find(([, pattern]) => pattern.test(title))?.[0]
  if (!kind || paragraphs.length === 0) return []
  const starts = paragraphs.flatMap(({ text }, i) => (ITEM.test(text) ? [i] : []))
  const items = starts.map((at, i) => {
    const first = paragraphs[at]!
    const last = paragraphs[(starts[i + 1] ?? paragraphs.length) - 1]!
    const [prefix, number] = ITEM.exec(first.text)!
    const stop = first.text.indexOf('。')
    return {
      number: String(chineseNumber(number!)),
      ...(stop > 0 && { title: first.text.slice(prefix.length, stop) }),
      start: first.start,
      end: last.end,
    }
  })
  return [{ kind, title, start: paragraphs[0]!.start, end: paragraphs.at(-1)!.end, items }]
}
