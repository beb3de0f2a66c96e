// Opening the desk over two documents: what is built and what is reused, with all as it should be and with bad input.

import { readdir } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { newestBuild } from '../../src/builds/builds.ts'
import { metaOf } from '../../src/builds/files.ts'
import { rebuild } from '../../src/engine.ts'
import { ingest } from '../../src/ingest.ts'
import { readSeeds } from '../../src/seeds.ts'
import { NOTICE } from '../support/short-documents.ts'
import { about, first, TwoDocuments } from './two-documents.ts'

const desk = new TwoDocuments()

describe('the first opening', () => {
  it('builds, and the next one uses the build without embedding', async () => {
    const one = await desk.open()
    expect(one.embedded).toBeGreaterThan(0)
    expect(one.engine.degraded).toEqual([])
    expect(one.engine.model).toMatch(/^[0-9a-f]{64}$/)
    const two = await desk.open()
    expect(two.embedded).toBeUndefined()
    expect(two.engine.build).toBe(one.engine.build)
    expect(await first(two.engine, '引航要钱吗')).toBe('港口办法/2')
    await two.engine.close()
    await expect(two.engine.close()).resolves.toBeUndefined()
  })

  it('names files that it does not read, and is not the worse for it', async () => {
    await desk.write('说明.docx', 'PK')
    const { engine, warnings } = await desk.open(desk.withoutModel())
    expect(about(warnings, /说明\.docx/)).toHaveLength(1)
    expect(about(engine.degraded, /说明\.docx/)).toEqual([])
  })

  it('of a bad folder fails with one clear line', async () => {
    await expect(
      desk.open({ ...desk.withoutModel(), SEEDS_DIR: path.join(desk.folder, 'nowhere') }),
    ).rejects.toMatchObject({
      code: 'invalid_request',
      message: expect.stringMatching(/^SEEDS_DIR [^\n]+$/),
    })
    await desk.write('manifest.json', '{')
    await expect(desk.open()).rejects.toMatchObject({
      code: 'invalid_request',
      message: expect.stringMatching(/^manifest\.json[^\n]+$/),
    })
  })

  it('of a manifest that went bad fails, though there is a build', async () => {
    await desk.open(desk.withoutModel())
    const named = { id: 'a', file: '无.txt', title: '无' }
    await desk.write('manifest.json', JSON.stringify({ documents: [named] }))
    await expect(desk.open(desk.withoutModel())).rejects.toMatchObject({ code: 'invalid_request' })
  })

  it('with an unknown profile of the model fails, and nothing else does besides', async () => {
    await expect(desk.open({ MODEL_PROFILE: 'unheard-of' })).rejects.toMatchObject({
      code: 'invalid_request',
      message: expect.stringContaining('unheard-of'),
    })
    expect(await readdir(desk.folder)).not.toContain('index')
  })
})

describe('a changed document', () => {
  it('makes a new build, in which only what changed is embedded', async () => {
    const one = await desk.open()
    await desk.write('通知.txt', NOTICE.replace('午间不休息', '午间休息一小时'))
    const two = await desk.open()
    expect(two.engine.build).not.toBe(one.engine.build)
    expect(two.embedded).toBeGreaterThan(0)
    expect(two.embedded).toBeLessThan(one.embedded!)
    expect(two.engine.library.record('通知/s2')!.content).toContain('午间休息一小时')
    // The one that is open goes on with what it opened.
    expect(one.engine.library.record('通知/s2')!.content).toContain('午间不休息')
    expect(await first(one.engine, '引航要钱吗')).toBe('港口办法/2')
  })
})

describe('a list of words that cannot be used', () => {
  it('is left aside: the desk opens without it, names file and line, and takes it when it is mended', async () => {
    const plain = await desk.open(desk.withoutModel())
    await desk.write('dictionary.txt', '引航站\n引航 站 n n\n')
    const refused = await desk.open(desk.withoutModel())
    expect(about(refused.warnings, /词典/)).toEqual([
      expect.stringMatching(/dictionary\.txt 第 2 行.*词语 \[词频\] \[词性\]/),
    ])
    expect(refused.engine.degraded).toEqual(refused.warnings)
    // As if it were not there: also the build is that of a folder without it.
    expect(refused.engine.build).toBe(plain.engine.build)
    expect(await first(refused.engine, '引航不收费')).toBe('港口办法/2')
    await desk.write('dictionary.txt', '引航站\n')
    const mended = await desk.open(desk.withoutModel())
    expect(about(mended.warnings, /词典/)).toEqual([])
    expect(mended.engine.build).not.toBe(plain.engine.build)
  })

  it('is refused where a build is ordered', async () => {
    await desk.write('dictionary.txt', '引航 0\n')
    await expect(rebuild(desk.settings())).rejects.toMatchObject({
      code: 'invalid_request',
      message: expect.stringContaining('dictionary.txt 第 1 行'),
    })
  })
})

describe('two desks on one index', () => {
  it('that open an empty one at once both answer', async () => {
    const both = await Promise.all([desk.open(), desk.open()])
    for (const { engine } of both) expect(await first(engine, '引航要钱吗')).toBe('港口办法/2')
    expect(await desk.open()).toMatchObject({ embedded: undefined, warnings: [] })
  })

  it('go on when one makes new builds and old ones are cleared away', async () => {
    const one = await desk.open(desk.withoutModel())
    const seeds = await readSeeds(path.join(desk.folder, 'seeds'))
    for (let i = 0; i < 3; i++) await ingest(seeds, { dir: desk.index, tokenizer: one.engine.tokenizer })
    expect(await desk.builds()).not.toContain(one.engine.build)
    expect(await first(one.engine, '引航不收费')).toBe('港口办法/2')
  })
})

describe('rebuilding by order', () => {
  it('makes a new build and embeds nothing again', async () => {
    const { engine } = await desk.open()
    const report = await rebuild(desk.settings())
    expect(report.embedded).toBe(0)
    expect(report.reused).toBe(metaOf(report).counts.passages)
    expect((await newestBuild(desk.index))!.manifest.id).toBe(report.manifest.id)
    expect((await desk.open()).engine.build).toBe(report.manifest.id)
    expect(report.manifest.id).not.toBe(engine.build)
  })

  it('without a model is refused: a build for keywords only is no replacement', async () => {
    const { engine } = await desk.open(desk.withoutModel())
    await expect(rebuild(desk.settings(desk.withoutModel()))).rejects.toMatchObject({
      code: 'embedder_failed',
    })
    expect(await desk.builds()).toEqual([engine.build])
  })
})
