// The page at `/documents/{id}`: a document's whole text, opened at the quote or record that the address names.

import { Failure } from './api.ts'
import { need, wireSkip } from './dom.ts'
import { decoded } from './links.ts'
import { inReadingOrder, readerView } from './reader-view.ts'
import { openShelf } from './shelf.ts'
import { readTarget } from './target.ts'

const wide = matchMedia('(min-width: 60rem)')
const documentId = decoded(location.pathname.split('/')[2] ?? '')
const shelf = openShelf('')
const view = readerView({
  container: need('page-reader', HTMLElement),
  title: need('page-title', HTMLElement),
  level: 1,
  shelf,
  server: '',
  unfolded: () => wide.matches,
  ids: true,
})

wireSkip()
void open()

async function open(): Promise<void> {
  view.tell(undefined)
  view.clear('正在读取文件…')
  try {
    const policy = inReadingOrder(await shelf.document(documentId))
    document.title = `${policy.title} — 策问`
    view.show(policy)
    followAddress(policy)
  } catch (cause) {
    if (!(cause instanceof Failure)) throw cause
    const missing = cause.code === 'not_found'
    view.clear(missing ? '没有找到这份文件' : '没能读取这份文件')
    if (missing) view.tell('它可能已更名或已被移除。请返回提问页，从文件目录中打开。')
    else view.tell(cause.message, () => void open())
  }
}

function followAddress(policy: ReturnType<typeof inReadingOrder>): void {
  let shown: string | undefined
  let search: string | undefined
  let place: HTMLElement | undefined
  const follow = () => {
    // A link within the page is told twice, and in between the browser goes to the fragment by itself.
    if (location.href === shown) return settle(place)
    // Only the fragment was changed by hand: the quote in the address belongs to the place that was left.
    if (location.search !== '' && location.search === search)
      history.replaceState(null, '', location.pathname + location.hash)
    shown = location.href
    search = location.search
    const target = readTarget(location.search, location.hash, policy)
    view.tell(target.broken ? '链接指向的位置在这份文件里不存在，以下为全文。' : undefined)
    place = view.goTo(target)
    settle(place)
  }
  follow()
  // Going back to an address whose query differs too is told by `popstate` alone.
  addEventListener('hashchange', follow)
  addEventListener('popstate', follow)
}

function settle(place: HTMLElement | undefined): void {
  place?.scrollIntoView({ block: 'start', behavior: 'instant' })
  place?.focus({ preventScroll: true })
}
