// Tables become measures: one row, one record. Which column means what comes from the manifest, or from the words of
// the header row where none describes the table.

import type { FieldSpan, PolicyRecord } from '../schema.ts'
import type { Column, Table } from './manifest.ts'
import { namesIn, part } from './names.ts'
import { inDigits, startsItem } from './numbering.ts'
import { derivedTitle } from './prose.ts'
import type { Placed, PlacedTable } from './structure.ts'

/** A record before the library knows its document's other records. */
export type DraftRecord = Omit<PolicyRecord, 'id' | 'documentId' | 'url' | 'lineage'>

/** `（12）` before a measure without a name. */
const NUMBER_IN_BRACKETS = /^[（(]\s*(\d+)\s*[）)]\s*/u
/** A cell that holds only an item number, left by an editor's automatic numbering, says nothing of its own. */
const NUMBER_ONLY = /^\d*[.．、]?\s*$/u

/** One record per row of the table, in the order of the rows. Rows without a number, a title or wording yield none. */
export function tableRecords(table: PlacedTable, { columns }: Table): DraftRecord[] {
  const covering: (Placed | undefined)[] = columns.map(() => undefined)
  return table.rows.flatMap((row) => {
    const cells = columns.map((column, i) => {
      const cell = row[i]
      if (!column.merged) return cell
      if (cell && !NUMBER_ONLY.test(cell.text)) covering[i] = cell
      return covering[i]
    })
    const fields = rowFields(row, cells, columns)
    return isWhole(fields) ? [fields] : []
  })
}

/**
 * One record per row of a table that no manifest describes: a measure where its header says what its columns hold, else a
 * section. What a row does not print is made up for: its number by counting, its title by its opening.
 */
export function foundRecords(table: PlacedTable): DraftRecord[] {
  const { columns, known } = table.found!
  let covering: (Placed | undefined)[] = []
  let group: Placed | undefined
  let counted = 0
  return table.rows.flatMap((row) => {
    const heading = rowHeading(row)
    if (heading) {
      group = heading
      covering = []
      return []
    }
    const cells = columns.map((column, i) => {
      if (!column.merged && column.holds !== 'number') return row[i]
      if (row[i]?.text) covering[i] = row[i]
      return covering[i]
    })
    const fields = rowFields(row, cells, columns)
    const spans = fields.spans.filter(({ start, end }) => start < end)
    const name = spans.find(({ field }) => field === 'title')
    const wording = spans.find(({ field }) => field === 'content') ?? name
    if (!wording) return []
    if (!spans.some(({ field }) => field === 'content')) spans.push({ ...wording, field: 'content' })
    const cell = row.find(({ start, end }) => start <= wording.start && wording.end <= end)!
    const opening = part(cell, 0, derivedTitle(cell.text))
    if (!name) spans.push({ field: 'title', start: opening.start, end: opening.end })
    if (group && !fields.group) spans.push({ field: 'group', start: group.start, end: group.end })
    counted++
    return [
      {
        ...fields,
        kind: known ? ('measure' as const) : ('section' as const),
        number: fields.number && NUMBER.test(fields.number) ? inDigits(fields.number) : String(counted),
        title: fields.title || opening.text,
        ...(!name && { titleDerived: true as const }),
        content: '',
        ...(group && !fields.group && { group: group.text }),
        start: Math.min((name ?? opening).start, wording.start),
        spans: spans.sort((a, b) => a.start - b.start || (a.field === 'title' ? -1 : 1)),
      },
    ]
  })
}

/** What can stand in a record's address: 12, 1-2, 3.1, 十二. */
const NUMBER = /^(?:[\dA-Za-z][\dA-Za-z.-]{0,11}|[一二三四五六七八九十百]{1,5})$/u

/** A row that only its first cell fills, with a heading: 一、投资管理. */
function rowHeading(row: readonly Placed[]): Placed | undefined {
  const [first, ...others] = row
  return first &&
    startsItem(first.text) &&
    !/[。；]/u.test(first.text) &&
    others.every(({ text }) => text === '')
    ? first
    : undefined
}

type RowFields = Partial<DraftRecord> & Pick<DraftRecord, 'kind' | 'start' | 'end' | 'spans'>

const isWhole = (fields: RowFields): fields is RowFields & DraftRecord =>
  Boolean(fields.number && fields.title && fields.content)

function rowFields(
  row: readonly Placed[],
  cells: readonly (Placed | undefined)[],
  columns: readonly Column[],
): RowFields {
  const spans: FieldSpan[] = []
  const fields: Partial<DraftRecord> = {}
  const put = (field: string, { start, end }: Placed) => spans.push({ field, start, end })
  const name = (
    field: 'title' | 'content' | 'promotionScope' | 'promotionTime' | 'task' | 'group',
    at: Placed,
  ) => {
    fields[field] = at.text
    put(field, at)
  }
  columns.forEach((column, i) => {
    const cell = cells[i]
    if (!cell?.text) return
    switch (column.holds) {
      case 'number':
        fields.number = arabic(cell.text)
        break
      case 'title-content': {
        const [title, content] = firstSentence(cell)
        name('title', title)
        name('content', content.text ? content : title)
        break
      }
      case 'numbered-content': {
        const number = NUMBER_IN_BRACKETS.exec(cell.text)
        fields.number = number?.[1] ?? ''
        const content = part(cell, number?.[0].length ?? 0)
        fields.titleDerived = true
        name('title', part(content, 0, derivedTitle(content.text)))
        name('content', content)
        break
      }
      case 'innovation': {
        const [type, rest] = firstSentence(cell)
        fields.innovationType = type.text
        put('innovationType', type)
        const point = part(rest, /^创新点[：:]\s*/u.exec(rest.text)?.[0].length ?? 0)
        if (point.text) {
          fields.innovationPoint = point.text
          put('innovationPoint', point)
        }
        break
      }
      case 'implementedIn':
      case 'leadUnits': {
        const names = namesIn(cell, column)
        fields[column.holds] = names.map(({ text }) => text)
        put(column.holds, cell)
        break
      }
      case 'title':
        name(
          'title',
          cell.text.length > 1 && cell.text.endsWith('。') ? part(cell, 0, cell.text.length - 1) : cell,
        )
        break
      case 'content':
      case 'promotionScope':
      case 'promotionTime':
      case 'task':
      case 'group':
        name(column.holds, cell)
        break
      case 'other':
        break
    }
  })
  // The wording may stand before the name, also in the row above, which both share.
  const told = spans.filter(({ field }) => field === 'title' || field === 'content')
  const start = told.length > 0 ? Math.min(...told.map((span) => span.start)) : row[0]!.start
  const end = (row.findLast((cell) => cell.text !== '') ?? row.at(-1)!).end
  spans.sort((a, b) => a.start - b.start)
  return { kind: 'measure', ...fields, start, end, spans }
}

/** Up to the first 。 without it, and what follows it. */
function firstSentence(cell: Placed): [Placed, Placed] {
  const stop = cell.text.indexOf('。')
  return stop < 0 ? [cell, part(cell, cell.text.length)] : [part(cell, 0, stop), part(cell, stop + 1)]
}

/** Full-width characters as half-width ones, without the marks that follow a number: `１２、` is `12`. */
function arabic(text: string): string {
  return text.normalize('NFKC').replace(/(?<![.、\s])[.、\s]+$/u, '')
}
