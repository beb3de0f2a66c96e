// S9 to S12, S30 and S32: requests in shapes that no page of ours sends, to a desk as operators run it.

import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { createApp } from '../../../src/app.ts'
import { type Case, Count } from '../case.ts'
import { ownFolder, type RunningDesk, startDesk } from '../running.ts'
import { JSON_TYPE, post, type Reply, send } from './raw.ts'

const CANARY = 'canary-7f3a91c2'
const QUESTION = '进口货物能不能先提货后缴税？'

async function withDesk(run: (desk: RunningDesk, folder: string) => Promise<void>): Promise<void> {
  const own = await ownFolder()
  const desk = await startDesk({ INDEX_DIR: own.index, GAPS_DIR: path.join(own.folder, 'gaps') })
  try {
    await run(desk, own.folder)
  } finally {
    await desk.stop()
    own.remove()
  }
}

const row = (
  id: string,
  what: string,
  tiers: Case['tiers'],
  attack: (count: Count, desk: RunningDesk, folder: string) => Promise<string | undefined>,
): Case => ({
  id,
  what,
  tiers,
  async run() {
    const count = new Count()
    let figures: string | undefined
    await withDesk(async (desk, folder) => {
      figures = await attack(count, desk, folder)
    })
    return count.tally(figures)
  },
})

const POSTED = ['/api/search', '/api/ask', '/api/match', '/api/feedback']
const FORM_TYPES = [
  'application/x-www-form-urlencoded',
  'multipart/form-data; boundary=x',
  'text/plain',
  'text/plain;charset=UTF-8',
  'text/plain; application/json',
  'application/xml',
]

/** Ways to write an address that a check of prefixes overlooks. */
const DISGUISES: readonly ((inside: string) => string)[] = [
  (inside) => `/api/${inside}`,
  (inside) => `//api/${inside}`,
  (inside) => `/api//${inside}`,
  (inside) => `/api/./${inside}`,
  (inside) => `/api/x/../${inside}`,
  (inside) => `/x/%2e%2e/api/${inside}`,
  (inside) => `/api/%2e/${inside}`,
  (inside) => `/api%2f${inside.replaceAll('/', '%2f')}`,
  (inside) => `/api%252f${inside}`,
  (inside) => `/api/${inside}/`,
  (inside) => `/api/${inside};x=1`,
  (inside) => `/api;x/${inside}`,
  (inside) => `/api/${inside.toUpperCase()}`,
  (inside) => `/API/${inside}`,
  (inside) => `/api/${inside}%00`,
  (inside) => `/api/${inside}%20`,
  (inside) => `/api/${inside}?x=/api/health`,
  (inside) => `/api/health/../${inside}`,
  (inside) => `/api\\${inside}`,
  (inside) => `/assets/..%2fapi/${inside}`,
]
const ADMIN = ['admin/documents', 'admin/rebuild', 'admin/gaps']

/** All that this desk serves. Another route is either meant for everybody, and stands here, or it must ask who comes. */
const OPEN = [
  ...['GET /', 'GET /assets/:name', 'GET /docs', 'GET /documents/:id', 'GET /embed', 'GET /openapi.json'],
  ...['GET /records', 'GET /widget.js', 'GET /api/documents', 'GET /api/documents/:id', 'GET /api/health', 'GET /api/records'],
  ...['GET /api/records/:document/:number', ...['ask', 'feedback', 'match', 'search'].map((name) => `POST /api/${name}`)],
] // biome-ignore format: one list
/** What a proxy says of whom it asks for, in ways that a check may overlook. */
const FORWARDED = [
  ...['127.0.0.1', '::1', 'unknown', '', '203.0.113.7, 127.0.0.1'].map(
    (of) => ['X-Forwarded-For', of] as const,
  ),
  ['X-Forwarded-for', '127.0.0.1'],
  ['X-Real-IP', '127.0.0.1'],
  ['Forwarded', 'for=127.0.0.1'],
  ['Via', '1.1 proxy'],
] as const

const STEPS = [
  '../',
  '..%2f',
  '%2e%2e/',
  '%2e%2e%2f',
  '..%252f',
  '..\\',
  '..%5c',
  '....//',
  '..;/',
  '%c0%ae%c0%ae/',
]
/** More steps up than any folder is deep: from there the canary is reached by its path. */
const UP = 16
const BEHIND = [
  (to: string) => `/assets/${to}`,
  (to: string) => `/documents/${to}`,
  (to: string) => `/api/documents/${to}`,
  (to: string) => `/api/records/${to}/1`,
  (to: string) => `/${to}`,
]

const HOSTS = [
  'evil.example', 'evil.example:80', '127.0.0.1.evil.example', 'localhost@evil.example', 'evil.example#', '[::1]',
  'EVIL.example', 'xn--evil-0ra.example', '0', '2130706433',
] // biome-ignore format: one list

const POLLUTING = ['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', '__defineGetter__']

const NO_FIGURES = { text: async () => ({ text: '', type: 'text/plain' }) }

/** No handler of ours was reached: refused, and not by a fault. */
const refused = (at: string, { status }: Reply) =>
  status >= 400 && status < 500 ? undefined : `${at}: ${status}`

export const PATHS: readonly Case[] = [
  row('S9', 'forms of other sites and GET change nothing', ['sample', 't1', 'b'], async (count, desk) => {
    const body = JSON.stringify({
      question: QUESTION,
      query: QUESTION,
      answerId: 'x',
      rating: 1,
      profile: {},
    })
    for (const at of POSTED) {
      for (const type of FORM_TYPES) {
        const reply = await send(desk.address, at, {
          method: 'POST',
          headers: { 'Content-Type': type },
          body,
        })
        count.add(reply.status === 415 ? undefined : `${at} as ${type}: ${reply.status}`)
      }
      for (const method of ['GET', 'HEAD', 'PUT', 'DELETE', 'PATCH', 'OPTIONS']) {
        const reply = await send(desk.address, at, { method, headers: JSON_TYPE })
        count.add(reply.status === 405 ? undefined : `${method} ${at}: ${reply.status}`)
      }
    }
    return undefined
  }),
  row(
    'S11',
    'no disguise of an address reaches an administrator’s route',
    ['sample', 't1', 'b'],
    async (count, desk) => {
      for (const inside of ADMIN)
        for (const disguise of DISGUISES) {
          const at = disguise(inside)
          const replies = await Promise.all(
            ['GET', 'POST', 'DELETE'].map((method) => send(desk.address, at, { method, headers: JSON_TYPE })),
          )
          count.add(replies.map((reply) => refused(at, reply)).find(Boolean))
        }
      return 'this desk has no such routes (S10): all are unknown addresses'
    },
  ),
  row(
    'S10',
    'every route is meant for everybody, but the figures, which no proxy passes on',
    ['sample', 't1', 'b'],
    async (count, desk) => {
      const routes = createApp({
        engine: () => undefined,
        figures: { metrics: NO_FIGURES, readers: 'local' },
      }).routes
      const served = new Set(
        routes.filter(({ method }) => method !== 'ALL').map(({ method, path }) => `${method} ${path}`),
      )
      for (const one of served)
        count.add(one === 'GET /metrics' || OPEN.includes(one) ? undefined : `${one} is new`)
      count.add(
        (await send(desk.address, '/metrics')).status === 200 ? undefined : 'no figures for this machine',
      )
      for (const [name, value] of FORWARDED)
        for (const at of [
          '/metrics',
          '/metrics?x=1',
          '//metrics',
          '/metrics/',
          '/METRICS',
          '/x/../metrics',
          '/%6detrics',
        ]) {
          const reply = await send(desk.address, at, { headers: { [name]: value } })
          count.add(reply.body.includes('cewen_') ? `${at} with ${name}: ${value}` : refused(at, reply))
        }
      return `${served.size} routes`
    },
  ),
  row(
    'S12',
    'no address leads to a file of the machine',
    ['sample', 't1', 'b'],
    async (count, desk, folder) => {
      const canary = path.join(folder, `${CANARY}.txt`)
      writeFileSync(canary, CANARY)
      // A name of one piece, as a route takes it, and a path.
      for (const step of STEPS)
        for (const behind of BEHIND)
          for (const slash of ['%2f', '/']) {
            const at = behind(step.repeat(UP) + canary.slice(1).replaceAll('/', slash))
            const reply = await send(desk.address, at)
            const told = reply.body.replaceAll(`${CANARY}.txt`, '').includes(CANARY)
            count.add(told ? `${at} served the canary` : refused(at, reply))
          }
      for (const at of [
        '/assets/package.json',
        '/package.json',
        '/src/bin.ts',
        '/assets/',
        '/documents/',
        '/.git/config',
      ])
        count.add(refused(at, await send(desk.address, at)))
      return undefined
    },
  ),
  row('S30', 'nothing that comes in changes what objects inherit', ['t1', 'b'], async (count, desk) => {
    const ask = async () => JSON.parse((await post(desk.address, '/api/ask', { question: QUESTION })).body)
    const shown = (await send(desk.address, '/openapi.json')).body
    const { text } = await ask()
    for (const name of POLLUTING) {
      const bodies = [
        `{"question":"${QUESTION}","${name}":{"limit":1,"text":"x"}}`,
        `{"question":"${QUESTION}","filters":{"${name}":{"area":"x"}}}`,
        `{"question":"${QUESTION}","filters":{"${name}":"x"}}`,
        `{"question":"${QUESTION}","filters":{"area":["x",{"${name}":{"b":1}}]}}`,
      ]
      for (const body of bodies) {
        const reply = await send(desk.address, '/api/ask', { method: 'POST', headers: JSON_TYPE, body })
        count.add(reply.status === 400 ? undefined : `${body}: ${reply.status}`)
      }
      // What a message of the conversation has besides is ignored.
      const message = `{"role":"user","content":"税","${name}":{"limit":1}}`
      const body = `{"question":"${QUESTION}","history":[${message}]}`
      const heard = await send(desk.address, '/api/ask', { method: 'POST', headers: JSON_TYPE, body })
      count.add(heard.status === 200 ? undefined : `${body}: ${heard.status}`)
      for (const query of [`${name}[x]=1`, `${name}.x=1`, `filters[${name}]=1`, `q=税&${name}=1`]) {
        const reply = await send(desk.address, `/api/records?${encodeURI(query)}`)
        count.add(reply.status === 400 ? undefined : `${query}: ${reply.status}`)
      }
      for (const at of [
        `/api/documents/${name}`,
        `/api/records/${name}/1`,
        `/assets/${name}`,
        `/documents/${name}`,
      ]) {
        const reply = await send(desk.address, at)
        count.add(reply.status === 404 ? undefined : `${at}: ${reply.status}`)
      }
    }
    count.add((await ask()).text === text ? undefined : 'an answer has changed')
    count.add(
      (await send(desk.address, '/openapi.json')).body === shown ? undefined : '/openapi.json has changed',
    )
    return undefined
  }),
  row(
    'S32',
    'no link and no redirection comes from the Host header',
    ['sample', 't1', 'b'],
    async (count, desk) => {
      for (const host of HOSTS)
        for (const at of [
          '/',
          '/embed',
          '/api/documents',
          '/openapi.json',
          '/docs',
          '/nope',
          '/documents/fj-2017-b5',
        ]) {
          const headers = { Host: host, 'X-Forwarded-Host': 'evil.example', Forwarded: 'host=evil.example' }
          const reply = await send(desk.address, at, { headers })
          const said = `${reply.body}${JSON.stringify(reply.headers)}`.toLowerCase()
          const told = said.includes('evil') || reply.headers.location !== undefined
          count.add(told || reply.status >= 500 ? `${host} at ${at}: ${reply.status}` : undefined)
        }
      return undefined
    },
  ),
]
