// The way out on a page that has replaced the browser's own functions with broken ones: there the element shows
// /embed in a frame, whose functions nobody has touched. Imported before everything else, it leans on none of them.

import frameStyle from './framed.css'

const NAME = 'cewen-chat'
const HOME = document.currentScript instanceof HTMLScriptElement ? document.currentScript.src : ''

/** Whether lists, texts, maps and promises still do what the rest of the element takes for granted. */
export function isSound(): boolean {
  try {
    const list = [3, 1, 2]
    const texts = ['a-b', ' c ']
    return (
      list.map((n) => n + 1)[0] === 4 &&
      list.filter((n) => n > 1).length === 2 &&
      list.flatMap((n) => [n, n]).length === 6 &&
      list.find((n) => n === 2) === 2 &&
      list.some((n) => n === 1) &&
      list.every((n) => n > 0) &&
      list.includes(1) &&
      list.indexOf(2) === 2 &&
      list.slice(1).concat([9]).join('') === '129' &&
      [...list].sort()[0] === 1 &&
      texts[0]!.split('-').length === 2 &&
      texts[0]!.replaceAll('-', '+') === 'a+b' &&
      texts[1]!.trim() === 'c' &&
      texts[0]!.startsWith('a') &&
      /b/u.test(texts[0]!) &&
      new Map([['k', 1]]).get('k') === 1 &&
      new Set(list).has(3) &&
      Object.entries({ k: 1 })[0]![1] === 1 &&
      JSON.parse('[1]')[0] === 1 &&
      JSON.stringify('a') === '"a"' &&
      typeof Promise.resolve(1).then === 'function' &&
      typeof fetch === 'function'
    )
  } catch {
    return false
  }
}

/** Shows the desk in a frame inside the element: in the page, or behind a heading in a corner. */
export function showFramed(element: HTMLElement, home: string): void {
  const root = element.shadowRoot ?? element.attachShadow({ mode: 'open' })
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(frameStyle)
  root.adoptedStyleSheets = [sheet]
  const heading = element.getAttribute('heading') ?? '政策问答'
  const position = element.getAttribute('position') ?? 'inline'
  const frame = framed(element, home, heading)
  const corner = position === 'bottom-right' || position === 'bottom-left'
  if (!corner) {
    root.replaceChildren(frame)
    return
  }
  const panel = document.createElement('details')
  panel.className = position
  const summary = document.createElement('summary')
  summary.textContent = heading
  panel.append(summary, frame)
  root.replaceChildren(panel)
}

/** The frame; where it could not do what the page orders, a sentence. */
function framed(element: HTMLElement, home: string, title: string): HTMLElement {
  const server = element.getAttribute('server')
  const base = server === null || server[server.length - 1] === '/' ? server : `${server}/`
  if (base !== null && !URL.canParse(base))
    return sentence('服务器地址（server）设置有误，请联系网站管理员。')
  // A frame takes none: answers would come from everywhere.
  if (element.getAttribute('filters'))
    return sentence('这个网页的程序与问答组件有冲突，暂时不能提问，请联系网站管理员。')
  const frame = document.createElement('iframe')
  frame.src = base === null ? new URL('/embed', home).href : new URL('embed', base).href
  frame.title = title
  frame.allow = 'clipboard-write'
  return frame
}

function sentence(words: string): HTMLElement {
  const element = document.createElement('p')
  element.lang = 'zh-CN'
  element.textContent = words
  return element
}

class FramedChat extends HTMLElement {
  static readonly cewen = true

  connectedCallback(): void {
    showFramed(this, HOME === '' ? location.href : HOME)
  }
}

if (!isSound() && customElements.get(NAME) === undefined) customElements.define(NAME, FramedChat)
