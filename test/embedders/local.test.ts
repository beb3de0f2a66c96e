// The local embedder with the shipped model: the port's contract, the golden vectors, and a child that can be lost.

import { execFileSync, spawn } from 'node:child_process'
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ROOT } from '../../src/config.ts'
import { type LocalEmbedder, openLocalEmbedder } from '../../src/embedders/local.ts'
import { dot, embedderContract } from './embedder.contract.ts'

const modelDir = path.join(ROOT, 'index/model')
const SHIPPED = { modelDir, name: 'embed', profile: 'cewen-embed' }
const QUESTION = '进口的货能不能先提走再交关税？'
const PASSAGE = '对进口货物实行先放行、后缴税，企业可先提货再汇总缴纳关税。'

embedderContract('the local embedder', () => openLocalEmbedder(SHIPPED))

let embedder: LocalEmbedder
beforeAll(async () => {
  embedder = await openLocalEmbedder(SHIPPED)
})
afterAll(() => embedder.close())

describe('the golden vectors of the shipped model', () => {
  const golden = JSON.parse(readFileSync(path.join(modelDir, 'embed/golden.json'), 'utf8')) as {
    recipe: object
    items: { text: string; vector: number[] }[]
  }

  it('were made with the recipe of the profile', () => {
    const { normalize, ...recipe } = golden.recipe as { normalize: boolean }
    expect(normalize).toBe(true)
    expect(embedder.profile).toEqual({ name: 'cewen-embed', ...recipe })
  })

  // The items carry their prefix. Here it is taken off, so that the product has to put it back.
  it.each(golden.items)('are met for “$text”', async ({ text, vector }) => {
    const prefix = /^(query|passage): /.exec(text)!
    const bare = text.slice(prefix[0].length)
    const [found] =
      prefix[1] === 'query' ? [await embedder.embedQuestion(bare)] : await embedder.embedPassages([bare])
    expect(dot(found!, Float32Array.from(vector))).toBeGreaterThanOrEqual(0.9999)
  })
})

describe('long text', () => {
  it('counts up to the declared number of tokens and not beyond', async () => {
    const long = PASSAGE.repeat(40)
    const [whole, longer, huge, shorter] = await embedder.embedPassages([
      long,
      `${long}不动产登记`,
      PASSAGE.repeat(4000),
      PASSAGE.repeat(5),
    ])
    expect(longer).toEqual(whole)
    expect(huge).toEqual(whole)
    expect(shorter).not.toEqual(whole)
  })

  it('is cut before it is split into tokens, and never inside a character', async () => {
    const spaces = ' '.repeat(3998)
    const [beyond, across, within] = await embedder.embedPassages([
      `甲${spaces} 乙`,
      `甲${spaces}𠀀乙`,
      `甲${spaces}丙`,
    ])
    expect(across).toEqual(beyond)
    expect(within).not.toEqual(beyond)
  })
})

describe('the process of the embedder', () => {
  it('gives way to this one', () => {
    expect(os.getPriority(embedder.pid!)).toBeGreaterThan(os.getPriority())
  })

  // onnxruntime binds each thread of its own to a core, and has it spin there.
  it('computes in one thread', () => {
    const coresOf = (of: string) =>
      /^Cpus_allowed:\s*(\S+)/mu.exec(readFileSync(`/proc/${of}/status`, 'utf8'))![1]
    const threads = readdirSync(`/proc/${embedder.pid}/task`)
    expect(threads.map((thread) => coresOf(thread))).toEqual(threads.map(() => coresOf(`${embedder.pid}`)))
  })

  it('stays free while passages are embedded', async () => {
    const before = performance.eventLoopUtilization()
    await embedder.embedPassages(Array<string>(30).fill(PASSAGE))
    expect(performance.eventLoopUtilization(before).utilization).toBeLessThan(0.5)
  })

  it.each(['SIGKILL', 'SIGSEGV', 'SIGABRT'] as const)(
    'fails a question at once while the child is away after %s, says why, and recovers by itself',
    async (signal) => {
      const before = await embedder.embedQuestion(QUESTION)
      const { pid } = embedder
      const call = embedder.embedQuestion(PASSAGE.repeat(9))
      process.kill(pid!, signal)
      await expect(call).rejects.toMatchObject({ code: 'embedder_failed', message: /意外退出/ })
      expect(embedder.failure()).toMatch(/意外退出/)
      await expect(embedder.embedQuestion(QUESTION)).rejects.toMatchObject({ code: 'embedder_failed' })
      await expect.poll(() => embedder.failure(), { timeout: 60_000 }).toBeUndefined()
      expect(await embedder.embedQuestion(QUESTION)).toEqual(before)
      expect(embedder.pid).not.toBe(pid)
    },
  )

  it('embeds all passages though the child is killed on the way', async () => {
    const { pid } = embedder
    const passages = Array.from({ length: 40 }, (_, i) => `${PASSAGE}${i}`)
    const vectors = await embedder.embedPassages(passages, (done) => {
      if (done === 11) process.kill(pid!, 'SIGKILL')
    })
    expect(vectors).toEqual(await embedder.embedPassages(passages))
    expect(embedder.pid).not.toBe(pid)
  })

  it('is shared until the last who has it closes; whoever has closed gets nothing more', async () => {
    const first = await openLocalEmbedder(SHIPPED)
    const second = first.share()!
    await first.close()
    await first.close()
    await expect(first.embedQuestion(QUESTION)).rejects.toMatchObject({ code: 'embedder_failed' })
    await expect(first.embedPassages([PASSAGE])).rejects.toMatchObject({ code: 'embedder_failed' })
    expect(await second.embedQuestion(QUESTION)).toEqual(await embedder.embedQuestion(QUESTION))
    const { pid } = second
    await second.close()
    expect(() => process.kill(pid!, 0)).toThrow('ESRCH')
    expect(first.share()).toBeUndefined()
  })

  it('waits for a frozen child once, then fails at once, replaces it and recovers', async () => {
    const told: string[] = []
    const impatient = await openLocalEmbedder({
      ...SHIPPED,
      questionTimeoutMs: 700,
      onFailure: (message) => told.push(message),
    })
    try {
      const { pid } = impatient
      process.kill(pid!, 'SIGSTOP')
      await expect(impatient.embedQuestion(QUESTION)).rejects.toMatchObject({ message: /没有及时响应/ })
      const asked = performance.now()
      for (let i = 0; i < 5; i++)
        await expect(impatient.embedQuestion(QUESTION)).rejects.toMatchObject({ code: 'embedder_failed' })
      expect(performance.now() - asked).toBeLessThan(2000)
      await expect.poll(() => impatient.failure(), { timeout: 60_000 }).toBeUndefined()
      expect(impatient.pid).not.toBe(pid)
      expect(told).toEqual([expect.stringMatching(/没有及时响应/)])
    } finally {
      await impatient.close()
    }
  })

  it('does not leave the child behind when it dies itself', async () => {
    const script = `
      import { openLocalEmbedder } from ${JSON.stringify(path.join(ROOT, 'src/embedders/local.ts'))}
      const embedder = await openLocalEmbedder(${JSON.stringify(SHIPPED)})
      console.log(embedder.pid)
      void embedder.embedPassages(Array(200).fill('${PASSAGE}'))`
    const parent = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '--eval', script], {
      cwd: ROOT,
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const pid = await new Promise<string>((resolve) =>
      parent.stdout.once('data', (pid) => resolve(`${pid}`.trim())),
    )
    expect(isRunning(pid)).toBe(true)
    parent.kill('SIGKILL')
    await expect.poll(() => isRunning(pid), { timeout: 10_000 }).toBe(false)
  })
})

describe('a model that changes or does not fit', () => {
  it('is not mixed with the one that was opened', async () => {
    const own = mkdtempSync(path.join(os.tmpdir(), 'cewen-own-'))
    cpSync(path.join(modelDir, 'embed'), path.join(own, 'mine'), { recursive: true })
    const mine = await openLocalEmbedder({ ...SHIPPED, modelDir: own, name: 'mine' })
    try {
      expect(mine.fingerprint).toBe(embedder.fingerprint)
      expect(await mine.embedQuestion(QUESTION)).toEqual(await embedder.embedQuestion(QUESTION))
      cpSync(path.join(own, 'mine/tokenizer_config.json'), path.join(own, 'mine/config.json'))
      process.kill(mine.pid!, 'SIGKILL')
      await expect
        .poll(() => mine.embedQuestion(QUESTION).catch(String), { timeout: 10_000 })
        .toContain('被换过')
    } finally {
      await mine.close()
      rmSync(own, { recursive: true })
    }
  })

  it('is refused when its vectors have other dimensions than the profile says', async () => {
    const opening = openLocalEmbedder({ ...SHIPPED, profile: 'bge-small-zh-v1.5' })
    await expect(opening).rejects.toMatchObject({
      code: 'embedder_failed',
      cause: { why: 'unstartable', cause: { cause: { message: expect.stringContaining('512') } } },
    })
  })
})

describe('a model from a hub', () => {
  const requested: string[] = []
  const server = createServer((request, response) => {
    const file = /^\/models\/cewen\/embed\/resolve\/main\/([\w./]+)$/.exec(request.url ?? '')?.[1]
    requested.push(file ?? request.url ?? '')
    if (!file) return void response.writeHead(404).end()
    const content = readFileSync(path.join(modelDir, 'embed', file))
    // As many models do, this one states no usable limit: the profile has to set it.
    if (file !== 'tokenizer_config.json') return void response.end(content)
    response.end(JSON.stringify({ ...JSON.parse(content.toString()), model_max_length: 1e30 }))
  })
  let hub: string
  beforeAll(async () => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    hub = `http://127.0.0.1:${(server.address() as AddressInfo).port}/models/`
  })
  afterAll(() => new Promise((resolve) => server.close(resolve)))

  it('is loaded from there, gives the same vectors and has another fingerprint', async () => {
    const remote = await openLocalEmbedder({ ...SHIPPED, modelDir: '/nowhere', name: 'cewen/embed', hub })
    try {
      const passages = [PASSAGE, PASSAGE.repeat(40)]
      expect(await remote.embedPassages(passages)).toEqual(await embedder.embedPassages(passages))
      expect(remote.fingerprint).not.toBe(embedder.fingerprint)
      expect(requested.sort()).toEqual([
        'config.json',
        'onnx/model_quantized.onnx',
        'tokenizer.json',
        'tokenizer_config.json',
      ])
    } finally {
      await remote.close()
    }
  })

  it('is refused when the hub does not have it, though a folder of that name exists', async () => {
    await expect(openLocalEmbedder({ ...SHIPPED, hub })).rejects.toMatchObject({ code: 'embedder_failed' })
  })
})

/** Whether a process still works; one that has ended but was not collected by its parent does not. */
function isRunning(pid: string): boolean {
  try {
    return !execFileSync('ps', ['-o', 'stat=', '-p', pid], { encoding: 'utf8' }).startsWith('Z')
  } catch {
    return false
  }
}
