// The field a question is typed into: its length, its keys, its buttons. Does not know what happens to a question.

import { button, keepKeys, make, rootOf } from './dom.ts'

/** Longest question, in Unicode code points after trimming: the server's limit. */
const QUESTION_LONGEST = 500
/** From this many code points left on, the counter speaks. */
const COUNTER_FROM = 100

export interface Composer {
  readonly element: HTMLElement
  /** Shows the button that stops, while a question runs. */
  setBusy(busy: boolean): void
  /** Shows the button that clears, when there is something to clear. */
  setClearable(clearable: boolean): void
  focus(): void
}

/** What the form's buttons do. `send` gets a trimmed question of 1–500 code points. */
export interface ComposerActions {
  send(question: string): void
  stop(): void
  clear(): void
}

export function composer(actions: ComposerActions): Composer {
  const field = make('textarea', { id: 'cewen-question' })
  field.rows = 2
  field.autocomplete = 'off'
  field.placeholder = '请输入您的问题'
  field.setAttribute('aria-describedby', 'cewen-keys cewen-counter')
  const label = make('label', { class: 'unseen' }, '您的问题')
  label.htmlFor = field.id
  const counter = make('p', { class: 'counter', id: 'cewen-counter' })
  counter.setAttribute('aria-live', 'polite')
  const keys = make('p', { class: 'keys', id: 'cewen-keys' }, '回车提问，Shift＋回车换行')
  const clear = button('清空问答', actions.clear, { class: 'quiet' })
  const stop = button('停止', () => {
    actions.stop()
    field.focus()
  })
  const send = make('button', { class: 'primary' }, '提问')
  send.type = 'submit'
  stop.hidden = true
  clear.hidden = true
  const form = make(
    'form',
    { class: 'composer' },
    label,
    field,
    make('div', { class: 'composer-row' }, keys, counter, stop, clear, send),
  )
  form.noValidate = true

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
  keepKeys(field)
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
  measure()
  const isFocused = (element: HTMLElement) => rootOf(element).activeElement === element
  return {
    element: form,
    setBusy: (busy) => {
      // A focused button that vanishes would drop the keyboard back to the top of the page.
      if (!busy && isFocused(stop)) field.focus()
      stop.hidden = !busy
    },
    setClearable: (clearable) => {
      if (!clearable && isFocused(clear)) field.focus()
      clear.hidden = !clearable
    },
    focus: () => field.focus(),
  }
}

/** Length as the server counts it: Unicode code points, outer white space left out. */
function lengthOf(question: string): number {
  return [...question.trim()].length
}

/**
 * Whether a key press sends the question: Enter without Shift, and not the Enter that ends an input method's
 * composition. Safari reports that one after the composition with the key code 229.
 */
function sends(event: Pick<KeyboardEvent, 'key' | 'shiftKey' | 'isComposing' | 'keyCode'>): boolean {
  return event.key === 'Enter' && !event.shiftKey && !event.isComposing && event.keyCode !== 229
}
