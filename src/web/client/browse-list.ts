// Draws the rows of the list and the way from page to page. Does not know how records are found or what is done
// with the chosen ones.

import type { DocumentSummary } from '../../schema.ts'
import type { Entry } from './browse-comparison.ts'
import { PAGE_SIZE } from './browse-state.ts'
import { button, link, make } from './dom.ts'
import { placeLabel, sourceLine } from './labels.ts'
import { recordHref } from './links.ts'

/**
 * One record as a row. The box carries the record's id as its value.
 * @param choose called when the box is ticked or unticked
 */
export function recordRow(entry: Entry, chosen: boolean, choose: (chosen: boolean) => void): HTMLElement {
  const { record, document } = entry
  const { documentId, number, kind, title } = record
  const box = make('input')
  box.type = 'checkbox'
  box.value = record.id
  box.checked = chosen
  box.addEventListener('change', () => choose(box.checked))
  const name = document === undefined ? documentId : `《${shortTitle(document)}》`
  return make(
    'li',
    { class: 'record-row' },
    make('label', { class: 'choose' }, box, ' 选择', make('span', { class: 'unseen' }, `：${title}`)),
    make('h3', {}, link(title, recordHref(documentId, number))),
    make('p', { class: 'source' }, name, document === undefined ? '' : ` ${sourceLine(document)}`),
    make('p', { class: 'source' }, [placeLabel(kind, number), ...remarks(entry)].join(' · ')),
  )
}

/** The title without the issuer's name at its beginning: the issuer follows beside it. */
function shortTitle({ title, issuer }: Pick<DocumentSummary, 'title' | 'issuer'>): string {
  const rest = issuer !== undefined && title.startsWith(issuer) ? title.slice(issuer.length) : title
  return rest === '' ? title : rest
}

function remarks({ record }: Entry): string[] {
  const { implementedIn, promotionScope, leadUnits, providedBy, innovationType, domain } = record
  const said: readonly (readonly [string, string | undefined])[] = [
    ['实施：', implementedIn?.join('、')],
    ['推广：', promotionScope],
    ['牵头：', leadUnits?.join('、')],
    ['提供：', providedBy?.join('、')],
    ['', innovationType],
    ['', domain],
  ]
  return said.flatMap(([label, value]) => (value === undefined ? [] : [label + value]))
}

/** Number of pages, at least 1. */
export const pagesOf = (total: number) => Math.max(1, Math.ceil(total / PAGE_SIZE))

/** The way to the pages before and after; absent when there is only one. @param page from 1 */
export function pager(page: number, total: number, goTo: (page: number) => void): HTMLElement | undefined {
  const pages = pagesOf(total)
  if (pages === 1) return undefined
  const step = (text: string, to: number) => {
    const made = button(text, () => goTo(to))
    made.disabled = to < 1 || to > pages
    return made
  }
  return make(
    'nav',
    { class: 'pager', label: '分页' },
    step('← 上一页', page - 1),
    make('span', {}, `第 ${page} 页，共 ${pages} 页`),
    step('下一页 →', page + 1),
  )
}
