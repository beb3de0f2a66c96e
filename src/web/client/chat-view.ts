// Everything inside the element: opening, turns, field, announcer. Puts the parts together and follows the settings.
// Does not know where on the host page it stands, nor how it is opened and closed.

import type { Answer, Citation } from '../../schema.ts'
import type { Surroundings } from './answer-view.ts'
import { askServer, Failure } from './api.ts'
import type { Settings } from './attributes.ts'
import { composer } from './composer.ts'
import { Conversation, type Turn } from './conversation.ts'
import { make, rootOf } from './dom.ts'
import { withoutMarkers } from './markers.ts'
import { opening } from './opening.ts'
import { type TurnView, turnView } from './turn-view.ts'

/** What the outside is told. */
export interface ChatEvents {
  answered(answer: Answer): void
  failed(failure: Failure): void
  /** @param opener gets the focus back */
  openCitation(citation: Citation, citations: readonly Citation[], opener: HTMLElement): void
}

export interface ChatView {
  readonly element: HTMLElement
  /** Shows these settings. Another server begins another conversation. */
  show(settings: Settings): void
  /** Puts the cursor into the field. */
  focus(): void
  /** Stops a running question. */
  stop(): void
}

export function chatView(events: ChatEvents): ChatView {
  let settings: Settings | undefined
  const views = new Map<number, TurnView>()
  const heading = make('h2', { id: 'cewen-heading' })
  const bar = make('div', { class: 'bar' }, heading)
  const welcome = make('p', { class: 'welcome' })
  const problem = make('p', { class: 'notice' })
  const turns = make('section', { class: 'turns', label: '问答' })
  const announcer = make('p', { class: 'unseen' })
  announcer.setAttribute('role', 'status')

  const send = (question: string) => {
    void conversation.ask(question)
    field.focus()
  }
  const start = opening(send)
  const conversation = new Conversation(
    async (body, watch, signal) => {
      if (settings === undefined) throw new Failure('还没有准备好，请稍后重试。')
      if (settings.problem !== undefined) throw new Failure(settings.problem)
      const filters = { ...body.filters, ...settings.filters }
      return askServer({ ...body, filters }, watch, signal, settings.server)
    },
    (turn) => {
      const known = views.get(turn.id)
      if (known === undefined) place(turn)
      else keepFocus(known.element, known.update)
      field.setBusy(conversation.busy)
      announcer.textContent = spoken(turn) ?? announcer.textContent
      if (turn.state.phase === 'done') events.answered(turn.state.answer)
      else if (turn.state.phase === 'failed') events.failed(turn.state.failure)
    },
  )
  const clear = () => {
    conversation.clear()
    views.clear()
    turns.replaceChildren()
    announcer.replaceChildren()
    start.offer(true)
    field.setClearable(false)
  }
  const field = composer({ send, stop: () => conversation.stop(), clear })
  const scroller = make(
    'div',
    { class: 'scroller' },
    problem,
    welcome,
    start.documents,
    start.examples,
    turns,
  )
  const caution = make(
    'p',
    { class: 'bottom' },
    '回答只供参考，请以文件原文和主管部门的解释为准。请勿填写个人信息。',
  )
  const lower = make('div', { class: 'lower' }, field.element, caution)
  const element = make('div', { class: 'frame' }, bar, scroller, lower, announcer)

  function place(turn: Turn): void {
    const around = (): Surroundings => ({
      server: settings?.server ?? '',
      titles: start.titles(),
      given: settings?.filters ?? {},
    })
    const view = turnView(turn, around, {
      ask: send,
      refine: (filters) => void conversation.refine(turn, filters),
      retry: () => void conversation.retry(turn),
      continueList: () => {
        void conversation.continueList(turn)
        field.focus()
      },
      openCitation: (citation, opener) => {
        if (turn.state.phase === 'done') events.openCitation(citation, turn.state.answer.citations, opener)
      },
    })
    views.set(turn.id, view)
    start.offer(false)
    field.setClearable(true)
    // Room under a question, so that it can stand at the upper edge while its answer grows below it.
    const height = settings?.position === 'page' ? innerHeight : scroller.clientHeight
    const taken = settings?.position === 'page' ? lower.offsetHeight : 0
    turns.style.setProperty('--room', `${Math.max(0, height - taken - ROOM_LEFT)}px`)
    turns.append(view.element)
    if (settings?.position === 'page') view.element.scrollIntoView({ block: 'start' })
    else scroller.scrollTop += view.element.getBoundingClientRect().top - scroller.getBoundingClientRect().top
  }

  return {
    element,
    show: (next) => {
      if (settings !== undefined && settings.server !== next.server) clear()
      settings = next
      element.lang = next.lang
      heading.textContent = next.heading ?? '政策问答'
      // Without a heading of its own the page has one already; those who listen still need the name.
      bar.classList.toggle('unseen', next.heading === undefined && !next.position.startsWith('bottom'))
      welcome.textContent = next.welcome ?? ''
      welcome.hidden = next.welcome === undefined
      problem.textContent = next.problem ?? ''
      problem.hidden = next.problem === undefined
      start.show(next)
    },
    focus: () => field.focus(),
    stop: () => conversation.stop(),
  }
}

/** Pixels above and below a question that stands at the upper edge. */
const ROOM_LEFT = 48

/** A button that was pressed goes when its turn is drawn anew; the keyboard then stays with the turn. */
function keepFocus(element: HTMLElement, redraw: () => void): void {
  const root = rootOf(element)
  const within = element.contains(root.activeElement)
  redraw()
  if (!within || element.contains(root.activeElement)) return
  element.tabIndex = -1
  element.focus({ preventScroll: true })
}

/** What those who listen are told, once per state; the growing text is not read out. */
function spoken({ state }: Turn): string | undefined {
  if (state.phase === 'searching') return '正在检索'
  if (state.phase === 'stopped') return '已停止'
  if (state.phase === 'failed') return `失败：${state.failure.message}`
  if (state.phase === 'answering') return undefined
  const { text, citations } = state.answer
  const markers = new Set(citations.map(({ marker }) => marker))
  const count = citations.length > 0 ? `共引用 ${citations.length} 条原文。` : ''
  return `${withoutMarkers(text, markers)} ${count}`
}
