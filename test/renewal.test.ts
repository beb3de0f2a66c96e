// A running desk takes up the build that another process makes current: whole, or not at all.

import { mkdir, mkdtemp, readFile, rename, rm, symlink, unlink, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createApp } from '../src/app.ts'
import { ask } from '../src/ask.ts'
import { makeCurrent } from '../src/builds/current.ts'
import { readSettings } from '../src/config.ts'
import { rebuild } from '../src/engine.ts'
import { ingest } from '../src/ingest.ts'
import { openRenewed, type Renewal } from '../src/renewal.ts'
import { AskRequest } from '../src/schema.ts'
import { readSeeds } from '../src/seeds.ts'
import { openTokenizer } from '../src/text/tokenize.ts'
import { unused, using } from '../src/uses.ts'
import { says, startModel } from './support/fake-model.ts'
import { HARBOUR, NOTICE } from './support/short-documents.ts'

const LOOK_MS = 20

let folder: string
let index: string
let warnings: string[]
let desk: Renewal | undefined
beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'cewen-renewal-'))
  index = path.join(folder, 'index')
  warnings = []
  await mkdir(path.join(folder, 'seeds'))
  await write('港口办法.txt', HARBOUR)
  await write('通知.txt', NOTICE)
})
afterEach(async () => {
  await desk?.close()
  await rm(folder, { recursive: true })
})

const write = (name: string, content: string) => writeFile(path.join(folder, 'seeds', name), content)
const settings = (more: Record<string, string> = {}) =>
  readSettings({ SEEDS_DIR: path.join(folder, 'seeds'), INDEX_DIR: index, ...more })
const withoutModel = () => settings({ MODEL_DIR: path.join(folder, 'no-model') })
const open = async (under = withoutModel()) => {
  desk = await openRenewed(under, { onWarning: (line) => warnings.push(line) }, LOOK_MS)
  return desk
}
/** What `cewen ingest` beside the server does, but for the model. */
const made = async (dir = index) => {
  const seeds = await readSeeds(path.join(folder, 'seeds'))
  const { manifest } = await ingest(seeds, { dir, tokenizer: openTokenizer(seeds) })
  return manifest.id
}
const takenUp = (id: string) =>
  vi.waitFor(() => expect(desk!.engine().build).toBe(id), { timeout: 20_000, interval: 10 })
const refused = () =>
  vi.waitFor(() => expect(desk!.failure()).toBeDefined(), { timeout: 20_000, interval: 10 })
const aboutRenewal = () => warnings.filter((line) => line.includes('没有启用'))

describe('a build that became current', () => {
  it('is taken up: what was deleted is gone, what was changed is there', async () => {
    const { engine } = await open()
    await unlink(path.join(folder, 'seeds', '港口办法.txt'))
    await write('通知.txt', NOTICE.replace('午间不休息', '午间休息一小时'))
    await takenUp(await made())
    expect(engine().library.documents.map(({ summary }) => summary.id)).toEqual(['通知'])
    expect(engine().library.record('港口办法/2')).toBeUndefined()
    expect(engine().library.record('通知/s2')!.content).toContain('午间休息一小时')
    expect(engine().degraded).toEqual([expect.stringContaining('向量模型不可用')])
    expect(desk!.failure()).toBeUndefined()
  })
  it('is taken up also when the documents have changed again since', async () => {
    await open()
    await unlink(path.join(folder, 'seeds', '港口办法.txt'))
    const id = await made()
    await write('通知.txt', `${NOTICE}\n又改了。\n`)
    await takenUp(id)
  })
  it('may be an older one', async () => {
    const { engine } = await open()
    const first = engine().build
    await write('通知.txt', `${NOTICE}\n新的一段。\n`)
    await takenUp(await made())
    await makeCurrent(index, first)
    await takenUp(first)
  })
  it('with vectors is searched by them, by the same process, which outlives the one before it', {
    timeout: 60_000,
  }, async () => {
    await open(settings())
    const old = desk!.engine()
    const { pid } = old.modelProcess!
    await write('通知.txt', `${NOTICE}\n新的一段，说明原因。\n`)
    await takenUp((await rebuild(settings())).manifest.id)
    await vi.waitFor(() => expect(old.dense!.embedder.embedQuestion('午间休息吗')).rejects.toThrow(), 5000)
    await expect(desk!.engine().dense!.embedder.embedQuestion('午间休息吗')).resolves.toBeDefined()
    expect(desk!.engine().modelProcess!.pid).toBe(pid)
    await desk!.close()
    expect(() => process.kill(pid!, 0)).toThrow('ESRCH')
  })
  it('gets another process where that of the one before it was given up', { timeout: 60_000 }, async () => {
    await open(settings())
    await desk!.engine().modelProcess!.close()
    await write('通知.txt', `${NOTICE}\n新的一段，说明原因。\n`)
    await takenUp((await rebuild(settings())).manifest.id)
    await expect(desk!.engine().dense!.embedder.embedQuestion('午间休息吗')).resolves.toBeDefined()
  })
  it('with another dictionary is cut with that one, also by the last questions of the one before it', async () => {
    const { engine } = await open()
    const old = engine()
    expect(old.tokenizer.words('窗口服务')).not.toContain('窗口服务')
    await write('dictionary.txt', '窗口服务\n')
    await takenUp(await made())
    expect(engine().tokenizer.words('窗口服务')).toContain('窗口服务')
    expect(old.tokenizer.words('窗口服务')).toContain('窗口服务')
  })
})

describe('a question that has begun', () => {
  it('is finished by the engine it began with, which is closed only then', async () => {
    const { engine } = await open()
    const old = engine()
    const close = vi.spyOn(old, 'close')
    let finish = () => {}
    const asking = using(old, async ({ library }) => {
      await new Promise<void>((resolve) => {
        finish = resolve
      })
      return library.record('港口办法/2')!.content
    })
    await unlink(path.join(folder, 'seeds', '港口办法.txt'))
    await takenUp(await made())
    expect(close).not.toHaveBeenCalled()
    finish()
    expect(await asking).toContain('引航不收费')
    await vi.waitFor(() => expect(close).toHaveBeenCalledOnce())
  })
  it.each(['search', 'ask', 'match'])('over HTTP holds its engine: %s', async (route) => {
    await open()
    const old = desk!.engine()
    let reached = () => {}
    let finish = () => {}
    const inside = new Promise<void>((resolve) => {
      reached = resolve
    })
    const held = new Promise<void>((resolve) => {
      finish = resolve
    })
    const embedder = {
      fingerprint: 'slow',
      profile: { dimensions: 1 },
      embedPassages: async () => [],
      close: async () => {},
      embedQuestion: async () => {
        reached()
        await held
        throw new Error('too late')
      },
    }
    const slow = { ...old, dense: { embedder, store: {} } } as unknown as typeof old
    const app = createApp({ engine: () => slow })
    const body = {
      search: { query: '引航' },
      ask: { question: '引航' },
      match: { profile: { text: '引航' } },
    }[route]
    const answered = app.request(`/api/${route}`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
    })
    await inside
    let free = false
    const freed = unused(slow).then(() => {
      free = true
    })
    await new Promise((resolve) => setImmediate(resolve))
    expect(free).toBe(false)
    finish()
    await answered
    await freed
  })
})

describe('a build that cannot be opened', () => {
  it('is left, told once, and the next one is taken up', async () => {
    const { engine, failure } = await open()
    const first = engine().build
    await write('通知.txt', `${NOTICE}\n新的一段。\n`)
    // Damaged before it becomes current, as on a disk that loses pages.
    const elsewhere = path.join(folder, 'elsewhere')
    const second = await made(elsewhere)
    await rename(path.join(elsewhere, second), path.join(index, second))
    const file = path.join(index, second, 'words.bm25')
    const bytes = await readFile(file)
    bytes[bytes.length >> 1]! ^= 1
    await writeFile(file, bytes)
    await makeCurrent(index, second)
    await refused()
    expect(failure()).toMatch(/没有启用.*words\.bm25/u)
    await new Promise((resolve) => setTimeout(resolve, 5 * LOOK_MS))
    expect(aboutRenewal()).toEqual([failure()])
    expect(engine().build).toBe(first)
    expect(engine().library.record('港口办法/2')!.content).toContain('引航不收费')
    await takenUp(await made())
    expect(failure()).toBeUndefined()
  })
  it('makes the desk degraded, which says so', async () => {
    const { engine, failure } = await open()
    const app = createApp({ engine, troubles: () => [failure() ?? []].flat() })
    await writeFile(path.join(index, 'current'), '20200101T000000000Z-abcdefgh-1\n')
    await refused()
    const health = await (await app.request('/api/health')).json()
    expect(health).toMatchObject({ status: 'degraded', degraded: expect.arrayContaining([failure()]) })
  })
  it('because nobody may read which one it is is told, and forgotten when it can be read', async () => {
    await open()
    const pointer = path.join(index, 'current')
    await rename(pointer, `${pointer}.aside`)
    await mkdir(pointer)
    await refused()
    expect(aboutRenewal()).toEqual([expect.stringMatching(/current（EISDIR）/u)])
    // Anybody may read it.
    expect(desk!.failure()).not.toContain(folder)
    await rm(pointer, { recursive: true })
    await rename(`${pointer}.aside`, pointer)
    await vi.waitFor(() => expect(desk!.failure()).toBeUndefined())
  })
  it('because it is for keywords only is left as well, and so is its dictionary: they alone would be less', {
    timeout: 60_000,
  }, async () => {
    await write('dictionary.txt', '窗口服务\n')
    const models = path.join(folder, 'models')
    await symlink(path.join(settings().MODEL_DIR), models)
    await open(settings({ MODEL_DIR: models }))
    const first = desk!.engine().build
    await write('通知.txt', `${NOTICE}\n新的一段，说明原因。\n`)
    await write('dictionary.txt', '港口服务\n')
    await unlink(models)
    await made()
    await refused()
    const { words } = desk!.engine().tokenizer
    expect(words('窗口服务')).toContain('窗口服务')
    expect(words('港口服务')).not.toContain('港口服务')
    expect(desk!.engine().build).toBe(first)
    expect(desk!.failure()).toMatch(/没有启用.*模型/u)
    expect(warnings).toEqual([desk!.failure()])
    await expect(desk!.engine().dense!.embedder.embedQuestion('午间休息吗')).resolves.toBeDefined()
  })
  it('because the folder of documents is bad is left as well', async () => {
    await open()
    await unlink(path.join(folder, 'seeds', '港口办法.txt'))
    const id = await made()
    expect(id).toBeDefined()
    await takenUp(id)
    await write('manifest.json', '{')
    await writeFile(path.join(index, 'current'), 'x\n')
    await refused()
    expect(desk!.engine().build).toBe(id)
  })
  it('because the folder of documents is gone is left, and nobody is told where that was', async () => {
    await open()
    await write('通知.txt', `${NOTICE}\n新的一段。\n`)
    await rename(path.join(folder, 'seeds'), path.join(folder, 'elsewhere'))
    const seeds = await readSeeds(path.join(folder, 'elsewhere'))
    await ingest(seeds, { dir: index, tokenizer: openTokenizer(seeds) })
    await refused()
    expect(desk!.failure()).toMatch(/SEEDS_DIR.*ENOENT/u)
    expect(desk!.failure()).not.toContain(folder)
  })
  it('because of a fault of ours says no more than that, and the operator hears which', async () => {
    const under = withoutModel()
    const failing = { ...under }
    await open(failing)
    Object.defineProperty(failing, 'SEEDS_DIR', {
      get: () => {
        throw new TypeError(`a fault in ${folder}`)
      },
    })
    await write('通知.txt', `${NOTICE}\n新的一段。\n`)
    await made()
    await refused()
    expect(desk!.failure()).toMatch(/没有启用.*程序出错/u)
    expect(desk!.failure()).not.toContain(folder)
    expect(aboutRenewal()).toEqual([expect.stringContaining('a fault in')])
  })
})

it('a build taken up leaves the language model no further calls that day', async () => {
  const model = await startModel(says('引航不收费[1]。'))
  const under = { LLM_BASE_URL: model.address, LLM_MODEL: 'fake-1', LLM_DAILY_CALLS: '1' }
  try {
    await open(settings({ MODEL_DIR: path.join(folder, 'no-model'), ...under }))
    const question = () => ask(desk!.engine(), AskRequest.parse({ question: '引航收费吗？' }))
    expect((await question()).answeredBy).toBe('llm')
    await write('通知.txt', `${NOTICE}\n新的一段。\n`)
    await takenUp(await made())
    expect((await question()).answeredBy).toBe('extractive')
    expect(model.asked).toHaveLength(1)
  } finally {
    await model.close()
  }
})

it('a desk that closes while it opens another build closes both', async () => {
  await open()
  const first = vi.spyOn(desk!.engine(), 'close')
  await write('通知.txt', `${NOTICE}\n新的一段。\n`)
  await made()
  await new Promise((resolve) => setTimeout(resolve, 2 * LOOK_MS))
  await desk!.close()
  expect(first).toHaveBeenCalledOnce()
})
