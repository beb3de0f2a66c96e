// The field a question is typed into: its length, its keys, its buttons. Does not know what happens to a question.

import { need } from './dom.ts'

/** Longest question, in Unicode code points after trimming: the server's limit. */
export const QUESTION_LONGEST = 500
/** From this many code points left on, the counter speaks. */
const COUNTER_FROM = 100

export interface Composer {
  setBusy(busy: boolean): void
  focus(): void
}

/** Wires the form. `send` gets a trimmed question of 1–500 code points. */
export function wireComposer(actions: { send(question: string): void; stop(): void }): Composer {
  const form = need('page-composer', HTMLFormElement)
  const field = need('page-question', HTMLTextAreaElement)
  const counter = need('page-counter', HTMLElement)
  const send = need('page-send', HTMLButtonElement)
  const stop = need('page-stop', HTMLButtonElement)

  const measure = () => {
    const left = QUESTION_LONGEST - lengthOf(field.value)
    const remark =
      left < 0 ? `超出 ${-left} 个字，请缩短` : left <= COUNTER_FROM ? `还可输入 ${left} 个字` : ''
    // Only a changed remark is written: it is read aloud.
    if (counter.textContent !== remark) counter.textContent = remark
    counter.classList.toggle('over', left < 0)
    send.disabled = left < 0
  }
  field.addEventListener('input', measure)
  field.addEventListener('keydown', (event) => {
    if (!sends(event)) return
    event.preventDefault()
    form.requestSubmit()
  })
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    const question = field.value.trim()
    const length = lengthOf(question)
    if (length === 0 || length > QUESTION_LONGEST) {
      field.focus()
      return
    }
    field.value = ''
    measure()
    actions.send(question)
  })
  stop.addEventListener('click', () => {
    actions.stop()
    field.focus()
  })
  measure()
  return {
    setBusy: (busy) => {
      // A focused button that vanishes would drop the keyboard back to the top of the page.
      if (!busy && document.activeElement === stop) field.focus()
      stop.hidden = !busy
    },
    focus: () => field.focus(),
  }
}

/** Length as the server counts it: Unicode code points, outer white space left out. */
export function lengthOf(question: string): number {
  return [...question.trim()].length
}

/**
 * Whether a key press sends the question: Enter without Shift, and not the Enter that ends an input method's
 * composition. Safari reports that one after the composition with the key code 229.
 */
export function sends(event: Pick<KeyboardEvent, 'key' | 'shiftKey' | 'isComposing' | 'keyCode'>): boolean {
  return event.key === 'Enter' && !event.shiftKey && !event.isComposing && event.keyCode !== 229
}
