// The page at `/records`: all records, narrowed by filters and words, chosen, compared and exported. Ties the parts
// together: the address says what the list shows, the history remembers what is chosen.

import type { DocumentSummary, FilterKey, PolicyRecord } from '../../schema.ts'
import { Failure, getJson } from './api.ts'
import { Chosen } from './browse-choice.ts'
import { wireCompare } from './browse-compare.ts'
import type { Entry } from './browse-comparison.ts'
import { type Counts, type FacetPanel, facetPanel } from './browse-facets.ts'
import { wireFinder } from './browse-finder.ts'
import { pager, pagesOf, recordRow } from './browse-list.ts'
import * as states from './browse-state.ts'
import { COMPARED_MAX, COMPARED_MIN, wireTray } from './browse-tray.ts'
import { button, make, need, wireSkip } from './dom.ts'
import { chipsOf, withoutChip } from './filters.ts'

interface RecordsPage {
  readonly total: number
  readonly items: readonly PolicyRecord[]
  readonly facets: Counts
}

/** What the history keeps with each of our addresses: a choice may be too long for the address itself. */
type Kept = states.Choice & { readonly opened?: true }

/** Most records that can be chosen at once with one button: the server's longest page. */
const CHOSEN_AT_ONCE = 500

const total = need('page-total', HTMLElement)
const notice = need('page-notice', HTMLElement)
const list = need('page-records', HTMLUListElement)
const chips = need('page-chips', HTMLElement)
const chooseAll = need('page-choose-all', HTMLButtonElement)
const announcer = need('page-announcer', HTMLElement)
const facets = need('page-facets', HTMLDetailsElement)
const wide = matchMedia('(min-width: 60rem)')

const chosen = new Chosen()
let documents: ReadonlyMap<string, DocumentSummary> = new Map()
let state = states.readState(location.search)
let panel: FacetPanel | undefined
let asking: AbortController | undefined

const finder = wireFinder({
  words: (q, typing) => turnTo({ ...state, q, page: 1 }, typing),
  order: (sort, order) => turnTo({ ...state, sort, order, page: 1 }),
})
const tray = wireTray({
  entries,
  compare: () => {
    history.pushState(kept({ comparing: true, opened: true }), '', addressOf({ comparing: true }))
    compareView.show(entries())
  },
  clear: () => {
    chosen.clear()
    showChoice()
    total.focus()
    announce('已清空选择。')
  },
})
const compareView = wireCompare(
  (id) => {
    chosen.remove(id)
    showChoice()
    if (chosen.ids.length < COMPARED_MIN) compareView.close()
    else compareView.show(entries())
  },
  () => {
    if (!comparing()) return // closed by going back
    if (readKept()?.opened) history.back()
    else history.replaceState(kept(), '', addressOf())
  },
)

chooseAll.addEventListener('click', () => void chooseFound())
addEventListener('popstate', () => void arrive(false))
wide.addEventListener('change', openFacets)
openFacets()
wireSkip()
void start()

async function start(): Promise<void> {
  try {
    const [{ items }, everything] = await Promise.all([
      getJson<{ items: DocumentSummary[] }>('/api/documents'),
      getJson<RecordsPage>(states.recordsPath(states.EVERYTHING, 1)),
    ])
    documents = new Map(items.map((document) => [document.id, document]))
    panel = facetPanel(need('page-facet-list', HTMLElement), titles(), toggle)
    // Seen once without filters, so that every box has its place however the counts change.
    panel.show({}, everything.facets)
  } catch (cause) {
    fail(cause, start)
    return
  }
  await arrive(true)
}

/**
 * Shows what the address asks for: after loading, after going back or forward, after an edit by hand.
 * @param loaded whether the page has just been loaded; later, an older choice in the history does not replace ours
 */
async function arrive(loaded: boolean): Promise<void> {
  const remembered = readKept()
  const wanted = remembered ?? states.readChoice(location.hash)
  let missing = 0
  if (loaded || remembered === undefined)
    try {
      // Before the list, so that nothing can be ticked meanwhile.
      missing = await chosen.become(wanted.ids)
    } catch (cause) {
      fail(cause, () => arrive(true))
      return
    }
  state = states.readState(location.search)
  const view = { comparing: wanted.comparing, ...(remembered?.opened && { opened: true as const }) }
  history.replaceState(kept(view), '', addressOf(view))
  showChoice()
  const fits = chosen.ids.length >= COMPARED_MIN && chosen.ids.length <= COMPARED_MAX
  if (wanted.comparing && fits) compareView.show(entries())
  else compareView.close()
  await show()
  if (missing > 0) tell(`链接里有 ${missing} 条已不在库中，没有选上。`)
}

/** @param typing whether it goes on from what was typed just before: then it is no step of its own in the history */
function turnTo(next: states.BrowseState, typing = false): void {
  if (states.writeState(next) === states.writeState(state)) return
  state = next
  const address = addressOf()
  if (typing) history.replaceState(kept(), '', address)
  else history.pushState(kept(), '', address)
  void show()
}

function toggle(key: FilterKey, value: string): void {
  turnTo({ ...state, filters: states.toggled(state.filters, key, value), page: 1 })
}

/** Fetches and draws the page of the list. A reply that comes late is dropped. */
async function show(focus = false): Promise<void> {
  asking?.abort()
  asking = new AbortController()
  const { signal } = asking
  finder.show(state)
  list.setAttribute('aria-busy', 'true')
  try {
    const found = await getJson<RecordsPage>(states.recordsPath(state), signal)
    if (signal.aborted) return
    if (found.items.length === 0 && found.total > 0) {
      // Beyond the last page, for example by an old address.
      state = { ...state, page: pagesOf(found.total) }
      history.replaceState(kept(), '', addressOf())
      return show(focus)
    }
    notice.hidden = true
    draw(found)
    if (focus) total.focus()
  } catch (cause) {
    if (!signal.aborted) fail(cause, () => show(focus))
  }
}

function draw(found: RecordsPage): void {
  const pages = pagesOf(found.total)
  total.textContent = found.total === 0 ? '没有符合条件的条目' : `共 ${found.total} 条`
  announce(pages === 1 ? total.textContent : `${total.textContent}，第 ${state.page} 页，共 ${pages} 页`)
  need('page-none', HTMLElement).hidden = found.total > 0
  list.replaceChildren(
    ...found.items.map((record) =>
      recordRow(entryOf(record), chosen.has(record.id), (now) => {
        if (now) chosen.add(record)
        else chosen.remove(record.id)
        showChoice()
      }),
    ),
  )
  list.removeAttribute('aria-busy')
  const goTo = (page: number) => {
    state = { ...state, page }
    history.pushState(kept(), '', addressOf())
    void show(true)
  }
  need('page-pager', HTMLElement).replaceChildren(...[pager(state.page, found.total, goTo) ?? ''])
  chooseAll.hidden = found.total === 0 || found.total > CHOSEN_AT_ONCE
  chooseAll.textContent = `选择全部 ${found.total} 条`
  panel?.show(state.filters, found.facets)
  showChips()
}

function showChips(): void {
  const used = chipsOf(state.filters, titles())
  const remove = used.map((chip) => {
    const made = button(chip.label, () => {
      turnTo({ ...state, filters: withoutChip(state.filters, chip), page: 1 })
      total.focus()
    })
    made.className = 'chip'
    made.append(make('span', {}, '✕'))
    made.setAttribute('aria-label', `${chip.label}，取消这个筛选`)
    return make('li', {}, made)
  })
  const clear = button('清除全部筛选', () => {
    turnTo({ ...state, filters: {}, page: 1 })
    total.focus()
  })
  clear.className = 'quiet'
  chips.hidden = used.length === 0
  chips.replaceChildren(make('ul', {}, ...remove), clear)
  need('page-facets-count', HTMLElement).textContent = used.length === 0 ? '' : `（已用 ${used.length} 项）`
}

async function chooseFound(): Promise<void> {
  try {
    const { items } = await getJson<RecordsPage>(states.recordsPath(state, CHOSEN_AT_ONCE))
    for (const record of items) chosen.add(record)
    showChoice()
    announce(`已选择 ${chosen.ids.length} 条。`)
  } catch (cause) {
    fail(cause, chooseFound)
  }
}

/** Brings boxes, bar and address in line with what is chosen. */
function showChoice(): void {
  for (const box of list.querySelectorAll('input')) box.checked = chosen.has(box.value)
  tray.say('')
  tray.show(chosen.ids.length)
  const view = { comparing: comparing() }
  history.replaceState({ ...readKept(), ...kept(view) }, '', addressOf(view))
}

// ---- The address and the history ------------------------------------------------------------------------------

function addressOf({ comparing = false } = {}): string {
  const hash = states.writeChoice({ ids: chosen.ids, comparing })
  return `${location.pathname}${states.writeState(state)}${hash}`
}

function kept(view: Partial<Kept> = {}): Kept {
  return { ids: chosen.ids, comparing: false, ...view }
}

/** What the history keeps of this address; undefined where it was typed or followed from elsewhere. */
function readKept(): Kept | undefined {
  const found: Partial<Kept> | null = history.state
  return Array.isArray(found?.ids) ? (found as Kept) : undefined
}

function comparing(): boolean {
  return (readKept() ?? states.readChoice(location.hash)).comparing
}

// ---- Small things ---------------------------------------------------------------------------------------------

function entries(): Entry[] {
  return chosen.records.map(entryOf)
}

function entryOf(record: PolicyRecord): Entry {
  return { record, document: documents.get(record.documentId) }
}

function titles(): ReadonlyMap<string, string> {
  return new Map([...documents].map(([id, { title }]) => [id, title]))
}

function announce(message: string): void {
  announcer.textContent = message
}

function openFacets(): void {
  facets.open = wide.matches
}

function fail(cause: unknown, again: () => Promise<void>): void {
  if (!(cause instanceof Failure)) throw cause
  list.removeAttribute('aria-busy')
  if (list.childElementCount === 0) total.textContent = '没能读取条目'
  tell(
    cause.message,
    button('重试', () => void again()),
  )
}

function tell(...words: (Node | string)[]): void {
  notice.hidden = false
  notice.replaceChildren(...words)
}
