// Reading over HTTP: records, documents, health, the interface's description of itself, and the pages.

import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readSettings } from '../../src/config.ts'
import { type Engine, openEngine } from '../../src/engine.ts'
import { Health } from '../../src/health.ts'
import { DocumentDetail, DocumentsPage, PolicyRecord, RecordsPage } from '../../src/schema.ts'
import { openDesk } from '../support/desk.ts'
import { type Client, clientOf, expectRefusal } from './client.ts'

let engine: Engine
let client: Client
beforeAll(async () => {
  engine = await openDesk()
  client = clientOf(engine)
})

async function page(query: string) {
  const response = await client.get(`/api/records${query}`)
  expect(response.status).toBe(200)
  return RecordsPage.strict().parse(await response.json())
}
const ids = ({ items }: { items: PolicyRecord[] }) => items.map(({ id }) => id)

describe('records', () => {
  it('come fifty at a time, all of them in the order of the documents', async () => {
    const all = ids(await page('?limit=500'))
    expect(all).toEqual(engine.library.records.map(({ id }) => id))
    const pages = []
    for (let offset = 0; offset < all.length; offset += 50) pages.push(await page(`?offset=${offset}`))
    expect(pages.flatMap(ids)).toEqual(all)
    expect(new Set(pages.map(({ total }) => total))).toEqual(new Set([all.length]))
    expect(await page('?offset=9999')).toMatchObject({ total: all.length, items: [] })
    expect(ids(await page('?limit=1&offset=1'))).toEqual(all.slice(1, 2))
  })
  it('count the notices’ own text when nothing is filtered, and leave it out when something is', async () => {
    expect((await page('?limit=500')).items.filter(({ kind }) => kind === 'body')).toHaveLength(5)
    expect(ids(await page('?document=fj-2017-b5'))).toContain('fj-2017-b5/body')
    expect((await page('?batch=5')).items.map(({ kind }) => kind)).not.toContain('body')
    expect(ids(await page('?batch=5&kind=body'))).toEqual(['fj-2017-b5/body'])
  })
  it('satisfy any of the values of a key and all of the keys', async () => {
    const one = await page('?area=厦门片区&limit=500')
    const any = await page('?area=厦门片区&area=平潭片区&limit=500')
    expect(any.items.every(({ implementedIn = [] }) => /厦门片区|平潭片区/u.test(`${implementedIn}`))).toBe(
      true,
    )
    expect(any.total).toBeGreaterThan(one.total)
    const both = await page('?area=厦门片区&unit=厦门海关')
    expect(both.total).toBeGreaterThan(0)
    for (const { implementedIn, leadUnits } of both.items) {
      expect(implementedIn).toContain('厦门片区')
      expect(leadUnits).toContain('厦门海关')
    }
    expect(await page('?area=月球')).toMatchObject({ total: 0, items: [] })
  })
  it('hold all words of q, however they are written', async () => {
    const { total, items } = await page('?q=保函')
    expect(total).toBe(items.length)
    expect(ids({ items })).toContain('fj-2017-b5/13')
    for (const { title, content, innovationPoint } of items)
      expect(`${title}${content}${innovationPoint}`).toContain('保函')
    expect(ids(await page('?q=匯總徵稅%20保函&kind=measure'))).toEqual(['fj-2017-b5/13'])
    const quoted = ids(await page('?q=“一件事一次办”'))
    expect(quoted).toContain('fj-2024-c1/10')
    for (const q of ['《一件事一次办》', '一件“事”一次办', '登记一件事一次办'])
      expect(ids(await page(`?q=${q}`))).toContain('fj-2024-c1/10')
    expect(await page('?q=保函&document=fj-cbec')).toMatchObject({ total: 0, items: [] })
    expect((await page('?q=保函&limit=1')).total).toBe(total)
  })
  it('are read one by one, each with a place in its document', async () => {
    for (const { id, documentId, kind } of engine.library.records.filter((_, i) => i % 20 === 0)) {
      const response = await client.get(`/api/records/${id}`)
      const record = PolicyRecord.strict().parse(await response.json())
      expect(record).toMatchObject({ id, documentId, kind })
      const { text } = engine.library.document(documentId)!
      const content = record.spans.filter(({ field }) => field === 'content')
      expect(content.map(({ start, end }) => text.slice(start, end)).join('')).toBe(record.content)
      expect((await client.get(record.url)).headers.get('Content-Type')).toMatch(/^text\/html/u)
    }
  })
})

describe('documents', () => {
  it('are listed with how many records each has', async () => {
    const { items } = DocumentsPage.strict().parse(await (await client.get('/api/documents')).json())
    expect(items.map(({ id }) => id)).toEqual([
      'fj-2017-b5', 'fj-2022-b19', 'fj-2024-c1', 'fj-cbec', 'gd-2020-b6', 'cn-2020-b6',
    ]) // biome-ignore format: one list
    for (const { id, records } of items) expect((await page(`?document=${id}`)).total).toBe(records)
  })
  it('give their text, sections and the places of their records', async () => {
    for (const { summary } of engine.library.documents) {
      const response = await client.get(`/api/documents/${summary.id}`)
      const document = DocumentDetail.strict().parse(await response.json())
      const { text, sections, records, ...rest } = document
      expect({ ...rest, records: records.length }).toEqual(summary)
      for (const { start, end } of [...sections, ...records]) {
        expect(text.slice(start, end).trim()).not.toBe('')
        expect(end).toBeLessThanOrEqual(text.length)
      }
      for (const { id } of records) expect(id.startsWith(`${summary.id}/`)).toBe(true)
    }
  })
})

describe('a document with an awkward file name', () => {
  const id = '关于 A&B 100%“提前”放行?#（试行）+v1.0'
  let folder: string
  let small: Engine
  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'cewen-names-'))
    const text = '关于提前放行的通知\n\n各有关单位：\n\n进口水果可以提前放行，先放行后查验。\n'
    await writeFile(path.join(folder, `${id}.txt`), text)
    // Without a model, as a desk whose model was lost: nothing here needs vectors.
    const settings = { SEEDS_DIR: folder, INDEX_DIR: path.join(folder, 'builds'), MODEL_DIR: folder }
    small = await openEngine(readSettings(settings))
  })
  afterAll(async () => {
    await small?.close()
    await rm(folder, { recursive: true })
  })
  it('is found under its encoded name, and its records’ addresses lead back to it', async () => {
    const desk = clientOf(small)
    const response = await desk.get(`/api/documents/${encodeURIComponent(id)}`)
    const document = DocumentDetail.parse(await response.json())
    expect(document).toMatchObject({ id, sourceFile: `${id}.txt` })
    const [first] = document.records
    const number = first!.id.slice(id.length + 1)
    const read = await desk.get(`/api/records/${encodeURIComponent(id)}/${encodeURIComponent(number)}`)
    const record = PolicyRecord.parse(await read.json())
    expect(record).toMatchObject({ id: first!.id, documentId: id })
    const place = new URL(record.url, 'http://desk')
    expect(decodeURIComponent(place.pathname)).toBe(`/documents/${id}`)
    expect(decodeURIComponent(place.hash)).toBe(`#${number}`)
    expect((await desk.get(place.pathname)).status).toBe(200)
    expect((await desk.get(`/api/records?document=${encodeURIComponent(id)}`)).status).toBe(200)
    const asked = await desk.post('/api/ask', { question: '进口水果可以提前放行吗？' })
    const { citations } = (await asked.json()) as { citations: { url: string; start: number }[] }
    const cited = new URL(citations[0]!.url, 'http://desk')
    expect(decodeURIComponent(cited.pathname)).toBe(`/documents/${id}`)
    expect(cited.searchParams.get('start')).toBe(String(citations[0]!.start))
  })
  it('is served by a desk that says it has only keywords', async () => {
    const response = await clientOf(small).get('/api/health')
    expect(response.status).toBe(200)
    const health = Health.strict().parse(await response.json())
    expect(health).toMatchObject({
      status: 'degraded',
      documents: 1,
      degraded: [expect.stringContaining('关键词')],
    })
    expect(health.model).toBeUndefined()
    expect(JSON.stringify(health)).not.toContain(folder)
  })
})

describe('health', () => {
  it('counts what is open', async () => {
    const response = await client.get('/api/health')
    expect(response.status).toBe(200)
    expect(Health.strict().parse(await response.json())).toEqual({
      status: 'ok',
      build: engine.build,
      builtAt: engine.builtAt,
      model: engine.model,
      documents: engine.library.documents.length,
      records: engine.library.records.length,
      passages: engine.library.passages.length,
    })
  })
  it('is “starting” until the engine is open, and all questions wait', async () => {
    const early = clientOf(undefined)
    const response = await early.get('/api/health')
    expect(response.status).toBe(503)
    expect(Health.strict().parse(await response.json()).status).toBe('starting')
    for (const path of ['/api/documents', '/api/documents/fj-2017-b5', '/api/records', '/api/records/a/1'])
      await expectRefusal(await early.get(path), 'index_missing')
    await expectRefusal(await early.post('/api/search', { query: '税' }), 'index_missing')
    await expectRefusal(
      await early.post('/api/ask', { question: '税' }, { Accept: 'text/event-stream' }),
      'index_missing',
    )
    for (const path of ['/', '/docs', '/openapi.json']) expect((await early.get(path)).status).toBe(200)
  })
})

describe('the description of the interface', () => {
  interface Described {
    openapi: string
    paths: Record<string, Record<string, { responses: Record<string, unknown>; summary?: string }>>
    components: { schemas: Record<string, unknown> }
  }
  const described = async () => (await (await client.get('/openapi.json')).json()) as Described

  it('names every route under /api', async () => {
    const { openapi, paths } = await described()
    expect(openapi).toBe('3.1.0')
    const routes = Object.entries(paths).flatMap(([at, methods]) =>
      Object.keys(methods).map((m) => `${m} ${at}`),
    )
    expect(routes.sort()).toEqual([
      'get /api/documents', 'get /api/documents/{id}', 'get /api/health', 'get /api/records',
      'get /api/records/{document}/{number}', 'post /api/ask', 'post /api/feedback', 'post /api/match',
      'post /api/search',
    ]) // biome-ignore format: one list
    for (const operation of Object.values(paths).flatMap((methods) => Object.values(methods))) {
      expect(operation.summary).toBeTruthy()
      expect(Object.keys(operation.responses).join()).toMatch(/^20[04],/u)
    }
  })
  it('has no reference that leads nowhere', async () => {
    const document = await described()
    const references = [...JSON.stringify(document).matchAll(/"\$ref":"#\/components\/schemas\/([^"]+)"/gu)]
    expect(references.length).toBeGreaterThan(10)
    const named = Object.keys(document.components.schemas)
    for (const [, name] of references) expect(named).toContain(name)
    expect(JSON.stringify(document).match(/"\$ref"/gu)).toHaveLength(references.length)
    expect(named).toEqual(expect.arrayContaining(['Answer', 'Error', 'Hit', 'Record', 'SearchRequest']))
  })
  it('is a page too, without scripts of its own', async () => {
    const response = await client.get('/docs')
    expect(response.headers.get('Content-Type')).toMatch(/^text\/html; charset=utf-8$/iu)
    const html = await response.text()
    for (const at of Object.keys((await described()).paths)) expect(html).toContain(at)
    expect(html).not.toMatch(/<script|style=|onclick/u)
  })
})

describe('the pages', () => {
  it.each(['/', '/records', '/embed', '/documents/fj-2017-b5'])(
    'at %s need nothing from elsewhere, and all they name is there',
    async (at) => {
      const response = await client.get(at)
      expect(response.headers.get('Content-Type')).toMatch(/^text\/html/u)
      const html = await response.text()
      const named = [...html.matchAll(/(?:src|href)="([^"]+)"/gu)].map(([, address]) => address!)
      const assets = named.filter((address) => /^\/(?:assets\/|widget\.js$)/u.test(address))
      expect(assets.length).toBeGreaterThan(0)
      expect(named.filter((address) => /^(?:https?:)?\/\//u.test(address))).toEqual([])
      for (const asset of assets) expect((await client.get(asset)).status).toBe(200)
      expect(html).not.toMatch(/<script(?![^>]*src=)|style=|\son\w+=/u)
      const again = await client.get(at, { 'If-None-Match': response.headers.get('ETag')! })
      expect(again.status).toBe(304)
    },
  )
})
