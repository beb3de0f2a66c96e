// The process that asks. autocannon keeps the closed loops; it sends what a rate allows at the turn of each second, all
// at once, which is no steady arrival: those, streams and slow clients are sent from here.

import autocannon from 'autocannon'
import { seeded } from '../../support/random.ts'
import { answering } from '../asking.ts'
import { connections, send } from './client.ts'
import { realQuestions } from './questions.ts'
import { slowClients } from './slow-clients.ts'
import type { Kind, Loop, Mix, Order, Report, Sample, Shape } from './traffic.ts'

const QUESTIONS = 500

const questions = await realQuestions(QUESTIONS)
const random = seeded(7)
let asked = 0

answering<Order, Report>(async ({ address, shape }) => {
  switch (shape.shape) {
    case 'arrivals':
      return { samples: await arrivals(address, shape) }
    case 'closed':
      return { loop: await closed(address, shape) }
    case 'together':
      return { samples: await together(address, shape) }
    case 'repeated':
      return { samples: await repeated(address, shape) }
    case 'slow':
      return { slow: await slowClients(address, shape) }
  }
})

type Of<S extends Shape['shape']> = Extract<Shape, { shape: S }>

async function arrivals(address: string, shape: Of<'arrivals'>): Promise<Sample[]> {
  const { rate, seconds, mix, leaving = 0, fresh } = shape
  const documents = mix.view ? await documentsOf(address) : []
  const shared = connections()
  const began = performance.now()
  const replies: Promise<Sample>[] = []
  for (let i = 0; i < rate * seconds; i++) {
    const due = began + (i * 1000) / rate
    const wait = due - performance.now()
    if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait))
    const kind = oneOf(mix)
    const agent = fresh ? connections() : shared
    const what = kind === 'view' ? documents[i % documents.length]! : nextQuestion()
    const reply = send({ address, kind, what, agent, due, began, leaves: random() < leaving })
    replies.push(fresh ? reply.finally(() => agent.destroy()) : reply)
  }
  const samples = await Promise.all(replies)
  shared.destroy()
  return samples
}

function oneOf(mix: Mix): Kind {
  let share = random()
  const kinds = Object.entries(mix) as [Kind, number][]
  for (const [kind, part] of kinds) {
    share -= part
    if (share < 0) return kind
  }
  return kinds[0]![0]
}

const nextQuestion = () => questions[asked++ % questions.length]!

async function documentsOf(address: string): Promise<string[]> {
  const { items } = (await (await fetch(`${address}/api/documents`)).json()) as { items: { id: string }[] }
  return items.map(({ id }) => id)
}

async function closed(address: string, shape: Of<'closed'>): Promise<Loop> {
  const search = {
    method: 'POST',
    path: '/api/search',
    headers: { 'content-type': 'application/json' },
  } as const
  const requests = questions.map((query) => ({ ...search, body: JSON.stringify({ query }) }))
  let begun = 0
  const { latency, errors, non2xx, ...result } = await autocannon({
    url: address,
    connections: shape.connections,
    duration: shape.seconds,
    timeout: 30,
    ...(!shape.empty && {
      requests,
      // Each connection begins elsewhere, or all would ask the same at the same time.
      setupClient: (client) => {
        const at = (begun++ * 37) % requests.length
        client.setRequests([...requests.slice(at), ...requests.slice(0, at)])
      },
    }),
  })
  return {
    perSecond: result.requests.average,
    p50: latency.p50,
    p99: latency.p99,
    answered: result['2xx'],
    errors,
    non2xx,
  }
}

async function together(address: string, { kind, count }: Of<'together'>): Promise<Sample[]> {
  const agent = connections()
  const began = performance.now()
  const all = Array.from({ length: count }, () =>
    send({ address, kind, what: nextQuestion(), agent, due: began, began }),
  )
  const samples = await Promise.all(all)
  agent.destroy()
  return samples
}

async function repeated(address: string, { times, atOnce, questions }: Of<'repeated'>): Promise<Sample[]> {
  const agent = connections()
  const began = performance.now()
  const samples: Sample[] = []
  const asked = typeof questions === 'number' ? Array.from({ length: questions }, nextQuestion) : questions
  let left = times
  const asker = async () => {
    while (left-- > 0) {
      const what = asked[left % asked.length]!
      samples.push(await send({ address, kind: 'search', what, agent, due: performance.now(), began }))
    }
  }
  await Promise.all(Array.from({ length: atOnce }, asker))
  agent.destroy()
  return samples
}
