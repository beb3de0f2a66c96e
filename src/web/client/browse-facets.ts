// The filters beside the list: one group of checkboxes per key, with true counts. A box keeps its place and the
// keyboard while counts change around it. Does not know how records are found.

import type { FilterKey, Filters } from '../../schema.ts'
import { chosenValues } from './browse-state.ts'
import { button, make } from './dom.ts'
import { shownValue } from './filters.ts'
import { FILTER_LABELS, KIND_LABELS } from './labels.ts'

/** How many records have each value of each key. */
export type Counts = Readonly<Partial<Record<FilterKey, Readonly<Record<string, number>>>>>

export interface FacetPanel {
  /** Ticks what is chosen and writes the counts. Values that were never seen before are added at the end. */
  show(filters: Filters, counts: Counts): void
}

const ORDER: readonly FilterKey[] = [
  'document', 'kind', 'area', 'scope', 'unit', 'provider', 'year', 'batch', 'innovation', 'domain', 'task',
] // biome-ignore format: one list, read as one
/** A group shows this many values until it is opened. */
const SHOWN_FIRST = 6
/** From this many values on, a group has a box to filter them by. */
const FILTERED_FROM = 13

interface Box {
  readonly value: string
  readonly text: string
  readonly item: HTMLElement
  readonly input: HTMLInputElement
  readonly count: HTMLElement
}

/**
 * @param titles of documents by id
 * @param toggle called when a box is ticked or unticked
 */
export function facetPanel(
  root: HTMLElement,
  titles: ReadonlyMap<string, string>,
  toggle: (key: FilterKey, value: string) => void,
): FacetPanel {
  const groups = ORDER.map((key) => ({ key, ...facetGroup(key, titles, (value) => toggle(key, value)) }))
  root.replaceChildren(...groups.map(({ fieldset }) => fieldset))
  return {
    show: (filters, counts) => {
      for (const { key, show } of groups) show(chosenValues(filters, key), counts[key] ?? {})
    },
  }
}

function facetGroup(
  key: FilterKey,
  titles: ReadonlyMap<string, string>,
  toggle: (value: string) => void,
): {
  fieldset: HTMLFieldSetElement
  show(chosen: readonly string[], counts: Readonly<Record<string, number>>): void
} {
  const label = FILTER_LABELS[key]
  const boxes = new Map<string, Box>()
  const list = make('ul')
  const words = make('input', { class: 'facet-words', label: `筛选${label}的选项` })
  words.type = 'search'
  words.placeholder = `查找${label}`
  words.autocomplete = 'off'
  const found = make('p', { class: 'unseen' })
  found.setAttribute('role', 'status')
  const more = button('', () => {
    open = !open
    arrange()
  })
  more.className = 'quiet'
  let open = false
  const fieldset = make('fieldset', { class: 'facet' }, make('legend', {}, label), words, found, list, more)

  /** Shows what has records, is ticked or holds the keyboard; a closed group only the first of them. */
  const arrange = () => {
    const wanted = words.value.trim()
    const live = [...boxes.values()].filter(
      ({ input, count }) => input.checked || count.textContent !== '0' || input === document.activeElement,
    )
    const matching = live.filter(({ text }) => text.includes(wanted))
    const kept = (box: Box, at: number) => open || wanted !== '' || at < SHOWN_FIRST || box.input.checked
    const shown = new Set(matching.filter((box, at) => kept(box, at) || box.input === document.activeElement))
    for (const box of boxes.values()) box.item.hidden = !shown.has(box)
    fieldset.hidden = live.length === 0
    words.hidden = live.length < FILTERED_FROM && words.value === ''
    more.hidden = wanted !== '' || live.length <= SHOWN_FIRST
    more.textContent = open ? `收起${label}` : `显示全部 ${live.length} 项`
    more.setAttribute('aria-expanded', String(open))
    return matching.length
  }
  words.addEventListener('input', (event) => {
    if (event instanceof InputEvent && event.isComposing) return
    const count = arrange()
    found.textContent = words.value.trim() === '' ? '' : `${count} 个选项`
  })
  words.addEventListener('compositionend', () => words.dispatchEvent(new Event('input')))

  return {
    fieldset,
    show: (chosen, counts) => {
      for (const value of inOrder(key, [...new Set([...Object.keys(counts), ...chosen])], counts)) {
        if (boxes.has(value)) continue
        const box = facetBox(key, value, shownValue(key, value, titles), toggle)
        boxes.set(value, box)
        list.append(box.item)
      }
      for (const { value, input, count } of boxes.values()) {
        input.checked = chosen.includes(value)
        count.textContent = String(counts[value] ?? 0)
      }
      arrange()
    },
  }
}

function facetBox(key: FilterKey, value: string, text: string, toggle: (value: string) => void): Box {
  const input = make('input')
  input.type = 'checkbox'
  input.name = key
  input.value = value
  input.addEventListener('change', () => toggle(value))
  const count = make('span', { class: 'count' })
  const unit = make('span', { class: 'unseen' }, ' 条')
  const item = make('li', {}, make('label', {}, input, make('span', {}, text), ' ', count, unit))
  return { value, text, item, input, count }
}

/** Years and batches the latest first, kinds as they are named, documents as the server lists them, the rest by count. */
function inOrder(key: FilterKey, values: string[], counts: Readonly<Record<string, number>>): string[] {
  const kinds = Object.keys(KIND_LABELS)
  if (key === 'document') return values
  if (key === 'kind') return values.sort((a, b) => kinds.indexOf(a) - kinds.indexOf(b))
  if (key === 'year' || key === 'batch') return values.sort((a, b) => Number(b) - Number(a))
  return values.sort((a, b) => (counts[b] ?? 0) - (counts[a] ?? 0))
}
