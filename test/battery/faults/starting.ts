// How soon a desk of some size answers after its start, with the model and without: START.

import path from 'node:path'
import { type Case, Count } from '../case.ts'
import { withGrown } from '../grown.ts'
import { metricsOf } from '../load/watching.ts'
import { startDesk } from '../running.ts'
import { countAnswers, search } from './asking.ts'

const PASSAGES = 20_000
const READY_MS = 10_000
const KEYWORDS_READY_MS = 3_000
const TIMES = 5
const SLOWEST_MS = 2_500

export const starting: Case = {
  id: 'START',
  what: 'a start with 20,000 passages, with vectors and for keywords only',
  tiers: ['b'],
  run: () =>
    withGrown(PASSAGES, async (index) => {
      const count = new Count()
      const slowest = async (env: Record<string, string>, within: number) => {
        let most = 0
        for (let i = 0; i < TIMES; i++) {
          const began = performance.now()
          const desk = await startDesk({ INDEX_DIR: index, ...env })
          const took = performance.now() - began
          most = Math.max(most, took)
          count.add(took <= within ? undefined : `ready after ${took.toFixed(0)} ms, at most ${within}`)
          const served = (await metricsOf(desk.address))?.get('cewen_passages') ?? 0
          count.add(served >= PASSAGES ? undefined : `only ${served} passages are served`)
          countAnswers(count, [await search(desk)], SLOWEST_MS)
          await desk.stop()
        }
        return most.toFixed(0)
      }
      const whole = await slowest({}, READY_MS)
      const keywords = await slowest({ MODEL_DIR: path.join(index, 'no-model') }, KEYWORDS_READY_MS)
      return count.tally(`ready after at most ${whole} ms, for keywords only ${keywords} ms`)
    }),
}
