// Draws the fields of one record beside the text: what the source gives, under the source's own words for it.
// Fetches the titles of related records; does not know where in the text it stands.

import type { PolicyRecord } from '../../schema.ts'
import { getJson } from './api.ts'
import { link, make } from './dom.ts'
import { placeLabel, RELATION_LABELS } from './labels.ts'
import { recordHref, splitRecordId } from './links.ts'

type Row = readonly [label: string, value: string | readonly string[] | undefined]

/** The address of a record's JSON. */
export function recordPath(id: string): string {
  const { documentId, number } = splitRecordId(id)
  return `/api/records/${encodeURIComponent(documentId)}/${encodeURIComponent(number)}`
}

/** Title, fields and lineage. @param titles of documents by key, for the lineage */
export function recordFields(record: PolicyRecord, titles: ReadonlyMap<string, string>): Node[] {
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
  const nodes: Node[] = [make('h2', {}, record.title)]
  if (list.childElementCount > 0) nodes.push(list)
  if (record.lineage !== undefined) nodes.push(lineageList(record.lineage, titles))
  return nodes
}

function lineageList(
  lineage: NonNullable<PolicyRecord['lineage']>,
  titles: ReadonlyMap<string, string>,
): Node {
  const items = lineage.map(({ id, relation }) => {
    const { documentId, number } = splitRecordId(id)
    const to = link(placeLabel(undefined, number), recordHref(documentId, number))
    // The link works at once; the record's title follows when it comes.
    void getJson<PolicyRecord>(recordPath(id)).then(
      ({ title }) => {
        to.textContent = title
      },
      () => undefined,
    )
    const from = `《${titles.get(documentId) ?? documentId}》`
    const tag = make('span', { class: 'tag' }, RELATION_LABELS[relation])
    return make('li', {}, tag, to, make('p', { class: 'source' }, from))
  })
  return make(
    'section',
    { class: 'lineage' },
    make('h3', {}, '其他文件中的同一或相关举措'),
    make('ul', {}, ...items),
  )
}
