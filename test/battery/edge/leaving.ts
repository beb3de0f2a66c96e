// Clients that leave while they are answered: F20. The desk runs in this process, so that what it counts can be read.

import { once } from 'node:events'
import { readdirSync } from 'node:fs'
import { topicVectors } from '../../../src/gate/topics.ts'
import { serve } from '../../../src/serve.ts'
import { deskSettings } from '../../support/desk.ts'
import { begin, pause, piece, startModel } from '../../support/fake-model.ts'
import { type Case, Count } from '../case.ts'
import { ownFolder } from '../running.ts'
import { open, posted } from './sockets.ts'

const LEAVING = 1_000
const AT_ONCE = 20
/** They stay for up to so long after the first events: some leave before the model is asked, most while it writes. */
const STAYS_MS = 500
const WRITING_LEAST = LEAVING / 2
/** After the last one has left, until nothing of any is left, here and at the language model. */
const GONE_MS = 1_000

export const leaving: Case = {
  id: 'F20',
  what: 'clients that leave in the middle of an answer, 1,000 times',
  tiers: ['t1', 'b'],
  async run() {
    const count = new Count()
    const model = await startModel(async (response) => {
      begin(response)
      for (; !response.destroyed; await pause(20)) response.write(piece('企'))
    })
    const faults: unknown[] = []
    const { index, remove } = await ownFolder()
    const serving = await serve(
      await deskSettings({
        INDEX_DIR: index,
        LLM_BASE_URL: model.address,
        LLM_MODEL: 'fake-1',
        LLM_DAILY_CALLS: '0',
      }),
      { onFault: (error) => faults.push(error) },
    )
    try {
      await topicVectors(serving.engine.dense!.embedder)
      const asked = (accept: string) =>
        posted('/api/ask', '{"question":"汇总征税保函是什么，怎么缴税"}', [`Accept: ${accept}`])
      const leave = async (turn: number) => {
        const socket = open(serving.address)
        // Every tenth waits for a whole answer, which does not come.
        const whole = turn % 10 === 9
        socket.write(asked(whole ? 'application/json' : 'text/event-stream'))
        const first: unknown[] = whole
          ? []
          : await Promise.race([once(socket, 'data'), once(socket, 'close')])
        await pause((turn * 37) % STAYS_MS)
        const early = socket.destroyed
        socket.destroy()
        if (whole) return early ? 'an answer was over before it was written' : undefined
        return String(first[0]).startsWith('HTTP/1.1 200')
          ? undefined
          : `no stream: ${String(first[0]).slice(0, 80)}`
      }
      await leave(0)
      await settled(serving.admission, model)
      const before = filesOpen()
      let left = 0
      const one = async () => {
        while (left < LEAVING) {
          count.add(await leave(left++))
        }
      }
      await Promise.all(Array.from({ length: AT_ONCE }, one))
      const ms = await settled(serving.admission, model)
      const calls = model.asked.length
      count.add(calls >= WRITING_LEAST ? undefined : `the model was asked only ${calls} times`)
      count.add(ms <= GONE_MS ? undefined : `after ${ms.toFixed(0)} ms ${inWords(serving.admission, model)}`)
      const { rate_limited, overloaded, timeout } = serving.admission.refused
      count.add(
        rate_limited + overloaded + timeout === 0
          ? undefined
          : `refused ${rate_limited + overloaded + timeout}`,
      )
      count.add(
        faults.length === 0 ? undefined : `told its operator of ${faults.length} faults: ${faults[0]}`,
      )
      const files = filesOpen() - before
      count.add(files <= 2 ? undefined : `${files} more files open`)
      const response = await fetch(`${serving.address}/api/health`)
      count.add(response.status === 200 ? undefined : `health ${response.status}`)
      return count.tally(`nothing left after ${ms.toFixed(0)} ms; the model was asked ${calls} times`)
    } finally {
      await serving.close()
      await model.close()
      remove()
    }
  },
}

type Counted = { working: number; waiting: number; open: number }
type Connected = { connections(): number }

/** @returns milliseconds until nothing is under way, at most five times as long as it may take */
async function settled(desk: Counted, model: Connected): Promise<number> {
  const began = performance.now()
  while (
    desk.working + desk.waiting + desk.open + model.connections() > 0 &&
    performance.now() - began < 5 * GONE_MS
  )
    await pause(10)
  return performance.now() - began
}

const inWords = ({ working, waiting, open }: Counted, model: Connected) =>
  `${working} work, ${waiting} wait, ${open} are open, ${model.connections()} at the model`
const filesOpen = () => readdirSync('/proc/self/fd').length
