// Sets chosen records side by side: the same aspects in rows, and which cells stand apart. Pure: no DOM.
// The export takes its columns from the same aspects.

import type { DocumentSummary, PolicyRecord } from '../../schema.ts'
import { KIND_LABELS, sourceLine } from './labels.ts'

/** A record with the document it stands in, when that is known. */
export interface Entry {
  readonly record: PolicyRecord
  readonly document: DocumentSummary | undefined
}

export interface Aspect {
  readonly label: string
  /** What the record says of it; empty when the source says nothing. The order carries no meaning in `set`s. */
  readonly values: (entry: Entry) => readonly string[]
  readonly joint: '、' | '\n'
  readonly set?: true
  /** What is compared, where that is not what is shown. */
  readonly compared?: (entry: Entry) => string
}

type SectionKind = NonNullable<PolicyRecord['sections']>[number]['kind']

const one = (label: string, value: (entry: Entry) => string | undefined): Aspect => ({
  label,
  values: (entry) => [value(entry) ?? ''].filter(Boolean),
  joint: '\n',
})
const several = (label: string, values: (record: PolicyRecord) => string[] | undefined): Aspect => ({
  label,
  values: ({ record }) => values(record) ?? [],
  joint: '、',
  set: true,
})
const section = (label: string, kind: SectionKind): Aspect =>
  one(label, ({ record }) => sectionText(record, kind))

export const TYPE = one('类型', ({ record }) => KIND_LABELS[record.kind])
export const CONTENT = one('内容', ({ record }) => record.content)
/** What a record says beside its title, kind and content. */
export const FIELDS: readonly Aspect[] = [
  several('已实施片区', (record) => record.implementedIn),
  one('推广区域', ({ record }) => record.promotionScope),
  one('推广时间', ({ record }) => record.promotionTime),
  several('牵头单位', (record) => record.leadUnits),
  one('创新性', ({ record }) => record.innovationType),
  one('创新点', ({ record }) => record.innovationPoint),
  one('领域', ({ record }) => record.domain),
  one('任务', ({ record }) => record.task),
  one('子任务', ({ record }) => record.group),
  several('提供单位', (record) => record.providedBy),
]

const ROWS: readonly Aspect[] = [
  {
    label: '文件',
    values: ({ record, document }) =>
      document === undefined
        ? [record.documentId]
        : [`《${document.title}》`, sourceLine(document)].filter(Boolean),
    joint: '\n',
  },
  TYPE,
  {
    ...one('内容', ({ record }) =>
      record.sections === undefined ? record.content : '见下面的背景、做法和效果',
    ),
    compared: ({ record }) => record.content,
  },
  section('背景', 'background'),
  section('做法', 'practices'),
  section('效果', 'effects'),
  ...FIELDS,
]

/** The words of one aspect, as they are shown and written. Empty when there are none. */
export function aspectText(aspect: Aspect, entry: Entry): string {
  return aspect.values(entry).join(aspect.joint)
}

/**
 * The words of a case's section. Sections are spans of the document's text, and so are the pieces that make up
 * `content`: the section is cut from the content, so that the document need not be fetched.
 */
export function sectionText(record: PolicyRecord, kind: SectionKind): string | undefined {
  const texts = (record.sections ?? [])
    .filter((found) => found.kind === kind)
    .map(({ start, end }) => {
      let at = 0
      let text = ''
      for (const piece of record.spans.filter(({ field }) => field === 'content')) {
        const [from, to] = [Math.max(start, piece.start), Math.min(end, piece.end)]
        if (from < to) text += record.content.slice(at + from - piece.start, at + to - piece.start)
        at += piece.end - piece.start
      }
      return text.trim()
    })
  return texts.filter(Boolean).join('\n') || undefined
}

export interface ComparedCell {
  /** Empty when the source says nothing. */
  readonly text: string
  /** It does not say what most of the records say. */
  readonly apart: boolean
}

export interface ComparedRow {
  readonly label: string
  readonly cells: readonly ComparedCell[]
  /** Not all cells say the same. */
  readonly differs: boolean
}

/**
 * One row per aspect of which at least one record says something, in a fixed order; one cell per record, in the order
 * given. What more than half of the records say is the rule, whoever says otherwise stands apart; without such a
 * majority all of them do. Order inside lists, width of characters and white space make no difference.
 */
export function comparison(entries: readonly Entry[]): ComparedRow[] {
  // The content of a case is nothing but its sections in a row, and those have rows of their own.
  const rows = entries.every(({ record }) => record.sections !== undefined)
    ? ROWS.filter(({ label }) => label !== CONTENT.label)
    : ROWS
  return rows.flatMap((aspect) => {
    const texts = entries.map((entry) => aspectText(aspect, entry))
    if (texts.every((text) => text === '')) return []
    const meanings = entries.map((entry) => meaning(aspect, entry))
    const differs = new Set(meanings).size > 1
    const shared = (one: string) => meanings.filter((other) => other === one).length
    const cells = texts.map((text, i) => ({
      text,
      apart: differs && shared(meanings[i]!) * 2 <= entries.length,
    }))
    return [{ label: aspect.label, cells, differs }]
  })
}

function meaning(aspect: Aspect, entry: Entry): string {
  const said = aspect.compared === undefined ? aspect.values(entry) : [aspect.compared(entry)]
  const values = said.map((value) => value.normalize('NFKC').replace(/\s+/gu, ''))
  return JSON.stringify(aspect.set ? [...new Set(values)].sort() : values)
}
