// The child's end of the link to its parent: takes requests one after the other and answers each. It does not know what
// is asked, nor that anybody watches over it.

import { setImmediate } from 'node:timers/promises'
import { beNicer } from '../pacing.ts'

/** What a parent sends: a request, each `id` once; later perhaps that nobody waits for the answer any more. */
export type Asked<Request> =
  | { readonly id: number; readonly request: Request }
  | { readonly id: number; readonly forget: true }

/** What it gets back, some at a time: one for each request, in the order of the requests but for those that were forgotten. */
export type Answered<Reply> =
  | { readonly id: number; readonly reply: Reply }
  | { readonly id: number; readonly error: string }

/**
 * While more waits that is quick, answers are kept for so long, in milliseconds, and sent together. On one core each
 * message wakes the parent, and both begin with cold caches: in a rush of searches that took a quarter of the parent's time.
 */
const TOGETHER_MS = 25

/**
 * Answers whatever the parent asks, until the parent goes or is done, which ends the process. Call it before loading
 * anything, so that no request is lost; `answer` may wait for the loading.
 * @param isQuick whether a request takes some milliseconds at most: no answer that is done waits for any other
 */
export function answerParent<Request, Reply>(
  answer: (request: Request) => Reply | Promise<Reply>,
  isQuick: (request: Request) => boolean,
): void {
  // A rush of questions must not keep the parent from saying that it is alive, or that there is no place.
  beNicer()
  const waiting: { id: number; request: Request }[] = []
  let working = false
  let answers: Answered<Reply>[] = []
  let firstKept = 0

  const keep = (answered: Answered<Reply>) => {
    if (answers.length === 0) firstKept = performance.now()
    answers.push(answered)
  }
  const sendKept = () => {
    // With a callback, a parent that has gone is no uncaught error; the disconnect ends this process.
    process.send?.(answers, undefined, undefined, () => {})
    answers = []
  }

  const work = async () => {
    if (working) return
    working = true
    for (let asked = waiting.shift(); asked; asked = waiting.shift()) {
      const { id } = asked
      const answered: Answered<Reply> = await Promise.resolve(asked.request)
        .then(answer)
        .then(
          (reply) => ({ id, reply }),
          (error: unknown) => ({ id, error: String(error) }),
        )
      keep(answered)
      // Native work never leaves this thread: without a pause neither further requests nor a disconnect would get through.
      await setImmediate()
      const [next] = waiting
      if (!next || !isQuick(next.request) || performance.now() - firstKept > TOGETHER_MS) sendKept()
    }
    working = false
  }

  process.on('message', (asked: Asked<Request>) => {
    if ('request' in asked) {
      waiting.push(asked)
      void work()
      return
    }
    // Otherwise a rush of requests would keep it busy for nobody long after they were given up.
    const place = waiting.findIndex(({ id }) => id === asked.id)
    if (place === -1) return
    waiting.splice(place, 1)
    keep({ id: asked.id, error: 'forgotten' })
  })
  // No native work is under way here: it would have kept this event from arriving.
  process.on('disconnect', () => process.exit(0))
  // Ctrl-C reaches the whole process group; the parent decides when this process ends.
  process.on('SIGINT', () => {})
  process.on('SIGTERM', () => {})
}
