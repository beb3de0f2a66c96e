// A desk that is told to stop while it answers and while somebody ingests: F21.

import { cewen } from '../../support/command.ts'
import { begin, pause, piece, startModel } from '../../support/fake-model.ts'
import { type Case, Count } from '../case.ts'
import { ownFolder, startDesk } from '../running.ts'
import { type Exchange, exchange, open, posted, warmedUp } from './sockets.ts'

const STREAMS = 100
const ENDED_MS = 8_000
const ERROR =
  /event: error\ndata: \{"error":\{"code":"shutting_down","message":"[^"]+","requestId":"[^"]+"\}\}\n\n\s*0\s*$/u

export const stopping: Case = {
  id: 'F21',
  what: 'SIGTERM with 100 open streams, readers that do not read, half a request and a running ingest',
  tiers: ['t1', 'b'],
  async run() {
    const count = new Count()
    const model = await startModel(async (response) => {
      begin(response)
      for (; !response.destroyed; await pause(50)) response.write(piece('企'))
    })
    const { index, remove } = await ownFolder()
    try {
      const desk = await startDesk({ INDEX_DIR: index, LLM_BASE_URL: model.address, LLM_MODEL: 'fake-1' })
      await warmedUp(desk.address)
      const ingested = cewen(['ingest'], { INDEX_DIR: index })
      const stream = (question: string, more = {}) =>
        posted('/api/ask', JSON.stringify({ question, ...more }), ['Accept: text/event-stream'])
      const streams: Promise<Exchange>[] = []
      for (let i = 0; i < STREAMS; i++) {
        streams.push(
          exchange(desk.address, stream(`汇总征税保函是什么，怎么缴税（${i}）`), { patience: 60_000 }),
        )
        await pause(20)
      }
      const unread = Array.from({ length: 5 }, () => open(desk.address).pause())
      for (const socket of unread)
        socket.write(
          stream('第五批有哪些', { limit: 50, answerer: 'extractive' }) + got('/widget.js').repeat(100),
        )
      const half = open(desk.address)
      half.write(posted('/api/ask', '{"question":', ['Content-Length: 5000']))
      const writing = async () => {
        while (model.connections() < STREAMS) await pause(50)
      }
      await Promise.race([writing(), pause(30_000)])
      count.add(
        model.connections() === STREAMS
          ? undefined
          : `only ${model.connections()} streams were being written`,
      )
      const told = performance.now()
      const code = await desk.stop()
      const ms = performance.now() - told
      count.add(code === 0 ? undefined : `exit ${code}: ${desk.said().slice(-500)}`)
      count.add(ms <= ENDED_MS ? undefined : `ended after ${ms.toFixed(0)} ms`)
      for (const { heard, statuses } of await Promise.all(streams))
        count.add(
          `${statuses}` === '200' && ERROR.test(heard)
            ? undefined
            : `a stream ended with ${heard.slice(-200)}`,
        )
      count.add(/Error|\n\s+at /u.test(desk.said()) ? `it said ${desk.said().slice(-500)}` : undefined)
      for (const socket of [...unread, half]) socket.destroy()
      const { code: ingestCode } = await ingested
      count.add(ingestCode === 0 ? undefined : `the ingest ended with ${ingestCode}`)
      const again = await startDesk({ INDEX_DIR: index })
      const health = (await (await fetch(`${again.address}/api/health`)).json()) as { status: string }
      count.add(health.status === 'ok' ? undefined : `afterwards it is ${health.status}`)
      await again.stop()
      return count.tally(`exit ${code} after ${(ms / 1000).toFixed(1)} s`)
    } finally {
      await model.close()
      remove()
    }
  },
}

const got = (at: string) => `GET ${at} HTTP/1.1\r\nHost: desk\r\n\r\n`
