// The fields above the list: words to look for, and the order. Waits for a pause in typing, and for an input method
// to finish. Does not know what is found.

import { type BrowseState, SORTS, type Sort } from './browse-state.ts'
import { make, need } from './dom.ts'

/** Pause in typing, in milliseconds, after which words are looked for. */
const PAUSE_MS = 250

export interface Finder {
  /** Writes into the fields what is shown; a field that is being typed into stays as it is. */
  show(state: BrowseState): void
}

interface FinderActions {
  /** @param typing whether the words go on from the ones before, in one go */
  words(q: string, typing: boolean): void
  order(sort: Sort, order: 'asc' | 'desc'): void
}

/** Wires the fields. */
export function wireFinder(actions: FinderActions): Finder {
  const form = need('page-finder', HTMLFormElement)
  const words = need('page-words', HTMLInputElement)
  const sort = need('page-sort', HTMLSelectElement)
  const order = need('page-order', HTMLSelectElement)
  for (const [value, label] of Object.entries(SORTS)) {
    const option = make('option', {}, label)
    option.value = value
    sort.append(option)
  }

  let pause: ReturnType<typeof setTimeout> | undefined
  let typing = false
  const look = () => {
    clearTimeout(pause)
    pause = undefined
    actions.words(words.value, typing)
    typing = true
  }
  const wait = () => {
    clearTimeout(pause)
    pause = setTimeout(look, PAUSE_MS)
  }
  words.addEventListener('input', (event) => {
    if (!(event instanceof InputEvent && event.isComposing)) wait()
  })
  // Some browsers end a composition after its last `input`, others before it.
  words.addEventListener('compositionend', wait)
  words.addEventListener('blur', () => {
    if (pause !== undefined) look()
    typing = false
  })
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    look()
  })
  const reorder = () => actions.order(sort.value as Sort, order.value === 'desc' ? 'desc' : 'asc')
  sort.addEventListener('change', reorder)
  order.addEventListener('change', reorder)

  return {
    show: (state) => {
      if (pause === undefined && words.value !== state.q) words.value = state.q
      sort.value = state.sort
      order.value = state.order
    },
  }
}
