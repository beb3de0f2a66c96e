// Work that takes too long: it ends, and gives its place back.

import { describe, expect, it } from 'vitest'
import { eventsOf, expectRefusal } from '../app/client.ts'
import { entrances, expectIdle, QUESTION, STREAM } from './entrance.ts'

const { desk, held } = entrances()

describe('what takes too long', () => {
  const TIME = { working: 100, writing: 300 }

  it('is ended with a timeout, and gives its place back', async () => {
    const { slow } = held()
    const client = desk({ time: TIME, turns: { working: 1, waiting: 0, patience: 1 } }, slow)
    const asked: [string, object][] = [
      ['/api/search', { query: QUESTION }],
      ['/api/ask', { question: QUESTION }],
      ['/api/match', { profile: { text: '跨境电商' } }],
    ]
    for (const [path, body] of asked) {
      const message = await expectRefusal(await client.post(path, body), 'timeout')
      expect(message).toContain('0.1 秒')
      await expectIdle(client.admission)
    }
    expect(client.admission.refused.timeout).toBe(3)
    expect(client.faults).toEqual([])
  })
  it('ends a stream with an `error` event, and nothing after it', async () => {
    const { slow, waiting, go } = held()
    const client = desk({ time: TIME }, slow)
    const response = await client.post('/api/ask', { question: QUESTION }, { headers: STREAM })
    expect(eventsOf(await response.text())).toEqual([
      { event: 'error', data: { error: expect.objectContaining({ code: 'timeout' }) } },
    ])
    expect(waiting).toHaveLength(1)
    go()
    await expectIdle(client.admission)
    expect(client.faults).toEqual([])
  })
  it('stops the work: the model is not asked about the rest of what a firm told', async () => {
    const { slow, waiting, go } = held()
    const client = desk({ time: TIME }, slow)
    const text = '我们做跨境电商零售进口。常有退货。货物放在保税仓。想先提货再缴税。员工来自台湾。'
    await expectRefusal(await client.post('/api/match', { profile: { text } }), 'timeout')
    expect(waiting).toHaveLength(1)
    go()
    await new Promise((resolve) => setTimeout(resolve, 100))
    expect(waiting).toHaveLength(0)
  })
})
