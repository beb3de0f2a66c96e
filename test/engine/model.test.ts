// What the desk does where the model is missing, damaged, another one or dies.

import { cp, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { newestBuild, writeBuild } from '../../src/builds/builds.ts'
import { metaOf } from '../../src/builds/files.ts'
import { ROOT } from '../../src/config.ts'
import { rebuild } from '../../src/engine.ts'
import { SearchRequest } from '../../src/schema.ts'
import { search } from '../../src/search.ts'
import { childrenOf } from '../support/processes.ts'
import { NOTICE } from '../support/short-documents.ts'
import { first, TwoDocuments } from './two-documents.ts'

const desk = new TwoDocuments()

describe('a model that is missing or damaged', () => {
  it('leaves keywords over the build there is, and comes back', async () => {
    const whole = await desk.open()
    const without = await desk.open(desk.withoutModel())
    expect(without.engine.build).toBe(whole.engine.build)
    expect(without.engine).not.toHaveProperty('dense')
    expect(without.engine).not.toHaveProperty('model')
    expect(without.engine.degraded).toHaveLength(1)
    expect(without.warnings).toEqual(without.engine.degraded)
    expect(without.engine.degraded[0]).toMatch(/关键词/)
    expect(without.engine.degraded[0]).not.toContain(desk.folder)
    const found = await search(without.engine, SearchRequest.parse({ query: '引航不收费' }))
    expect(found.hits[0]!.id).toBe('港口办法/2')
    expect(found.notice).toBeTruthy()

    const again = await desk.open()
    expect(again).toMatchObject({ embedded: undefined, warnings: [] })
    expect(again.engine.build).toBe(whole.engine.build)
    expect(again.engine.dense).toBeDefined()
  })

  it('whose files were changed counts as damaged', async () => {
    await desk.open()
    const models = await desk.modelFolder('embed', (model) =>
      writeFile(path.join(model, 'config.json'), '{}'),
    )
    const { engine } = await desk.open({ MODEL_DIR: models })
    expect(engine.dense).toBeUndefined()
    expect(engine.degraded[0]).toContain('config.json')
    expect(await first(engine, '引航不收费')).toBe('港口办法/2')
  })

  it('from the start leaves a build for keywords, replaced when the model comes', async () => {
    const without = await desk.open(desk.withoutModel())
    expect(await first(without.engine, '引航不收费')).toBe('港口办法/2')
    const still = await desk.open(desk.withoutModel())
    expect(still.engine.build).toBe(without.engine.build)
    const whole = await desk.open()
    expect(whole.embedded).toBeGreaterThan(0)
    expect(whole.engine.degraded).toEqual([])
    expect(whole.engine.build).not.toBe(without.engine.build)
  })
})

describe('a model whose process dies', () => {
  it('makes the desk degraded until there is another, and is told once', async () => {
    const { engine, warnings } = await desk.open()
    process.kill(childrenOf(process.pid, 'local-child')[0]!, 'SIGSEGV')
    await expect.poll(() => engine.degraded).toEqual([expect.stringMatching(/关键词.*意外退出/)])
    const found = await search(engine, SearchRequest.parse({ query: '引航不收费' }))
    expect([found.hits[0]!.id, found.notice]).toEqual(['港口办法/2', expect.any(String)])
    await expect.poll(() => engine.degraded, { timeout: 60_000 }).toEqual([])
    expect(warnings).toEqual([expect.stringMatching(/关键词.*意外退出/)])
    expect(await search(engine, SearchRequest.parse({ query: '引航要钱吗' }))).not.toHaveProperty('notice')
  }, 90_000)
})

describe('a text that the model’s process dies of', () => {
  beforeEach(() => {
    process.env.NODE_OPTIONS = `--require ${path.join(ROOT, 'test', 'support', 'deadly-text.cjs')}`
    process.env.DEADLY_TEXT = '引航不收费'
    return () => {
      delete process.env.NODE_OPTIONS
      delete process.env.DEADLY_TEXT
    }
  })

  it('is named by whoever orders a build, and leaves the build in use as it was', async () => {
    const { engine } = await desk.open(desk.withoutModel())
    await expect(rebuild(desk.settings())).rejects.toMatchObject({
      code: 'embedder_failed',
      message: expect.stringMatching(/《港口办法》.*“[^”]*引航不收费/),
    })
    expect(await desk.builds()).toEqual([engine.build])
  }, 90_000)

  it('does not keep the desk from opening: it searches by keywords, and names the text', async () => {
    const { engine } = await desk.open()
    expect(engine).not.toHaveProperty('dense')
    expect(engine.degraded).toEqual([expect.stringMatching(/关键词.*《港口办法》.*引航不收费/)])
    expect(await first(engine, '引航不收费')).toBe('港口办法/2')
    expect(childrenOf(process.pid, 'local-child')).toEqual([])
    // The words of that build do for the next time.
    expect((await desk.open()).engine.build).toBe(engine.build)
  }, 180_000)

  it('leaves keywords alone also over a build with the vectors of another model', async () => {
    process.env.DEADLY_TEXT = '没有这样的文字'
    const { engine } = await desk.open()
    process.env.DEADLY_TEXT = '引航不收费'
    const other = await desk.open(await desk.otherModel())
    expect(other.engine.build).toBe(engine.build)
    expect(other.engine).not.toHaveProperty('dense')
    expect(other.engine).not.toHaveProperty('model')
    expect(other.engine.degraded).toEqual([expect.stringMatching(/关键词/)])
  }, 180_000)
})

describe('another model', () => {
  it('gets a build of its own, and the first one is there when it comes back', async () => {
    const one = await desk.open()
    const other = await desk.open(await desk.otherModel())
    expect(other.engine.model).not.toBe(one.engine.model)
    expect(other.engine.build).not.toBe(one.engine.build)
    expect(other.embedded).toBe(one.embedded)
    const back = await desk.open()
    expect(back.engine.build).toBe(one.engine.build)
    expect(back.embedded).toBeUndefined()
  })
})

describe('without a model', () => {
  const metaFile = async (id: string) => (await newestBuild(desk.index, (build) => build.manifest.id === id))!
  /** The build again as another program would have written it, newer than all. */
  async function copied(id: string, meta: Record<string, unknown>, inputs: string) {
    const { manifest, folder: from } = await metaFile(id)
    return writeBuild(desk.index, {
      inputs,
      meta: { ...manifest.meta, ...meta },
      write: (to) => cp(from, to, { recursive: true, filter: (name) => !name.endsWith('manifest.json') }),
      check: async () => {},
    })
  }

  it('a build of an older format is not used', async () => {
    const { engine } = await desk.open()
    await engine.close()
    await copied(engine.build, { format: 2 }, 'inputs-of-old')
    const { format: _, ...meta } = (await metaFile(engine.build)).manifest.meta
    await copied(engine.build, { ...meta, format: undefined }, 'inputs-of-older')
    await rm(path.join(desk.index, engine.build), { recursive: true })
    const without = await desk.open(desk.withoutModel())
    expect(metaOf(await metaFile(without.engine.build))).not.toHaveProperty('model')
  })

  it('the build of these documents is found behind newer ones of others', async () => {
    const { engine } = await desk.open()
    await copied(engine.build, { seeds: 'other' }, 'inputs-of-other')
    expect((await desk.open(desk.withoutModel())).engine.build).toBe(engine.build)
  })

  it('builds for keywords do not push out the one with vectors', async () => {
    const whole = await desk.open()
    for (const text of ['一', '二', '三']) {
      await desk.write('通知.txt', NOTICE.replace('午间', `${text}楼午间`))
      await desk.open(desk.withoutModel())
    }
    await desk.write('通知.txt', NOTICE)
    const back = await desk.open()
    expect(back.engine.build).toBe(whole.engine.build)
    expect(back.embedded).toBeUndefined()
  })
})
