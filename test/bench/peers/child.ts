// The process of one engine in one setting: it indexes, or it opens what was indexed and answers rounds of questions.
// A process of its own, so that time and memory are the engine's. It does not know what the figures are compared with.

import { entriesOf, readCorpus } from '../entries.ts'
import { type Asked, ourTokenizer, type Setting } from './peer.ts'
import { PEERS } from './peers.ts'

/** What the process is told to do, and what it answers. */
export type Order =
  | { do: 'list' }
  | { do: 'index'; setting: string; corpus: string; folder: string; model: string }
  | { do: 'open'; setting: string; folder: string }
  | { do: 'round'; asked: Asked[]; limit: number; budget: number }
  | { do: 'memory' }

export interface Answers {
  /** The settings of the engine. */
  list: Pick<Setting, 'engine' | 'setting' | 'qualityOnly'>[]
  /** Milliseconds, reading the corpus and opening the tokenizer left out. */
  index: number
  open: number
  /** Per question the records found and the milliseconds; fewer questions when the budget ran out. */
  round: { found: string[][]; times: number[] }
  /** Bytes of resident memory more than before the engine was loaded. */
  memory: number
}

const [, , peer = ''] = process.argv

let searcher: Awaited<ReturnType<Setting['open']>> | undefined
const collectGarbage = (globalThis as { gc?: () => void }).gc ?? (() => {})
collectGarbage()
const before = process.memoryUsage.rss()

async function settingOf(name: string): Promise<Setting> {
  return (await PEERS[peer]!()).find(({ setting }) => setting === name)!
}

async function carryOut(order: Order): Promise<Answers[keyof Answers]> {
  if (order.do === 'list') {
    const settings = await PEERS[peer]!()
    return settings.map(({ engine, setting, qualityOnly }) => ({
      engine,
      setting,
      ...(qualityOnly && { qualityOnly }),
    }))
  }
  if (order.do === 'index') {
    const setting = await settingOf(order.setting)
    const corpus = await readCorpus(order.corpus)
    const source = { corpus, entries: entriesOf(corpus), tokenizer: ourTokenizer(), model: order.model }
    const started = performance.now()
    await setting.index(source, order.folder)
    return performance.now() - started
  }
  if (order.do === 'open') {
    const setting = await settingOf(order.setting)
    const started = performance.now()
    searcher = await setting.open(order.folder)
    return performance.now() - started
  }
  if (order.do === 'round') return round(order.asked, order.limit, order.budget)
  collectGarbage()
  return process.memoryUsage.rss() - before
}

async function round(asked: Asked[], limit: number, budget: number): Promise<Answers['round']> {
  const until = performance.now() + budget
  const found: string[][] = []
  const times: number[] = []
  for (const question of asked) {
    const started = performance.now()
    if (started > until) break
    found.push(await searcher!.query(question, limit))
    times.push(performance.now() - started)
  }
  return { found, times }
}

process.on('message', async (order: Order) => {
  try {
    process.send!({ answer: await carryOut(order) })
  } catch (error) {
    process.send!({ failure: error instanceof Error ? error.message : String(error) })
  }
})
process.on('disconnect', async () => {
  await searcher?.close()
  process.exit(0)
})
