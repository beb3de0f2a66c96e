// Draws the fields of one record beside the text: what the source gives, under the source's own words for it, and
// the records of other documents that carry the same measure. Does not know where in the text it stands.

import type { PolicyRecord } from '../../schema.ts'
import { heading, make } from './dom.ts'
import { placeLabel, RELATION_LABELS } from './labels.ts'
import { recordHref, splitRecordId } from './links.ts'
import type { Shelf } from './shelf.ts'

type Row = readonly [label: string, value: string | readonly string[] | undefined]

export interface RecordBoxOptions {
  readonly shelf: Shelf
  /** Level of the record's title, 2–5. */
  readonly level: number
  /** A link to a path of ours. */
  readonly to: (text: string, path: string) => HTMLElement
}

/** Title, fields and lineage. */
export function recordFields(record: PolicyRecord, options: RecordBoxOptions): Node[] {
  const rows: readonly Row[] = [
    ['任务', record.task],
    ['子任务', record.group],
    ['领域', record.domain],
    ['已实施片区', record.implementedIn],
    ['推广区域', record.promotionScope],
    ['推广时间', record.promotionTime],
    ['牵头单位', record.leadUnits],
    ['提供单位', record.providedBy],
    ['创新性', record.innovationType],
    ['创新点', record.innovationPoint],
  ]
  const list = make('dl')
  for (const [label, value] of rows) {
    if (value === undefined) continue
    list.append(make('dt', {}, label), make('dd', {}, typeof value === 'string' ? value : value.join('、')))
  }
  const nodes: Node[] = [heading(options.level, record.title)]
  if (list.childElementCount > 0) nodes.push(list)
  if (record.lineage !== undefined && record.lineage.length > 0)
    nodes.push(lineageList(record.lineage, options))
  return nodes
}

function lineageList(
  lineage: NonNullable<PolicyRecord['lineage']>,
  { shelf, level, to }: RecordBoxOptions,
): Node {
  const items = lineage.map(({ id, relation }) => {
    const { documentId, number } = splitRecordId(id)
    const way = to(placeLabel(undefined, number), recordHref(documentId, number))
    const from = make('p', { class: 'source' }, `《${documentId}》`)
    // The link works at once; the titles follow when they come.
    void shelf.record(id).then(
      ({ title }) => {
        way.textContent = title
      },
      () => undefined,
    )
    void shelf.titles().then(
      (titles) => {
        from.textContent = `《${titles.get(documentId) ?? documentId}》`
      },
      () => undefined,
    )
    return make('li', {}, make('span', { class: 'tag' }, RELATION_LABELS[relation]), way, from)
  })
  return make(
    'section',
    { class: 'lineage' },
    heading(level + 1, '其他文件中的同一或相关举措'),
    make('ul', {}, ...items),
  )
}
