// A record in a document of its own, from the words of its cells: what a table of measures prints.

import type { Likeness } from '../../src/applicability/likeness.ts'
import { readMeasure } from '../../src/applicability/measure.ts'
import { readProfile } from '../../src/applicability/profile.ts'
import { judge } from '../../src/applicability/verdict.ts'
import type { LibraryDocument } from '../../src/library.ts'
import type { PolicyRecord } from '../../src/schema.ts'

interface Cells {
  title?: string
  content: string
  promotionScope?: string
  implementedIn?: string
  leadUnits?: string
}

interface Of {
  territory?: string
  documentTitle?: string
  kind?: PolicyRecord['kind']
}

export function measureOf(
  cells: Cells,
  { territory, documentTitle = '关于推广改革成果的通知', kind = 'measure' }: Of = {},
) {
  let text = ''
  const spans = Object.entries(cells).map(([field, words]) => {
    const start = text.length
    text += `${words}\n`
    return { field, start, end: start + words.length }
  })
  const record: PolicyRecord = {
    id: 'made/1',
    documentId: 'made',
    number: '1',
    kind,
    title: cells.title ?? cells.content.slice(0, 20),
    ...(cells.title === undefined && { titleDerived: true as const }),
    content: cells.content,
    start: 0,
    end: text.length,
    spans,
    ...(cells.promotionScope && { promotionScope: cells.promotionScope }),
    url: '/documents/made#1',
  }
  const document = {
    summary: { id: 'made', title: documentTitle, kind: 'notice', records: 1, sourceFile: 'made.txt' },
    text,
    sections: [],
    records: [record],
    names: [],
    ...(territory && { territory }),
  } as unknown as LibraryDocument
  return { measure: readMeasure(record, document), text }
}

/** The verdict on a record made of these cells for who says this. */
export function verdictOn(
  cells: Cells,
  said: string,
  { area, likeness, ...of }: Of & { area?: string; likeness?: Likeness } = {},
) {
  const { measure, text } = measureOf(cells, of)
  return { ...judge(measure, readProfile({ ...(area && { areas: [area] }), text: said }), likeness), text }
}
