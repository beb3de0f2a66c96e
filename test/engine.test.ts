// Opening the desk, with the shipped model over a folder of two documents: what is built, what is reused, and what
// it does when model or index are not as they should be.

import { cp, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { newestBuild, writeBuild } from '../src/builds/builds.ts'
import { metaOf } from '../src/builds/files.ts'
import { ROOT, readSettings } from '../src/config.ts'
import { type Engine, openEngine, rebuild } from '../src/engine.ts'
import { ingest } from '../src/ingest.ts'
import { SearchRequest } from '../src/schema.ts'
import { search } from '../src/search.ts'
import { readSeeds } from '../src/seeds.ts'
import { buildBm25 } from '../src/text/bm25.ts'
import { childrenOf } from './support/processes.ts'

const HARBOUR = '第一条 船舶可以提前申报靠泊。\n第二条 引航不收费。\n第三条 本办法自公布之日起施行。\n'
const NOTICE = '为方便群众，现就窗口服务通知如下。\n\n周六上午照常办理，午间不休息，节假日另行通知。\n'
const MODEL = path.join(ROOT, 'index', 'model')

let folder: string
let index: string
beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'cewen-desk-'))
  index = path.join(folder, 'index')
  await mkdir(path.join(folder, 'seeds'))
  await write('港口办法.txt', HARBOUR)
  await write('通知.txt', NOTICE)
})

const write = (name: string, content: string) => writeFile(path.join(folder, 'seeds', name), content)
const settings = (more: Record<string, string> = {}) =>
  readSettings({ SEEDS_DIR: path.join(folder, 'seeds'), INDEX_DIR: index, ...more })

/** Without a model the desk opens at once: for what has nothing to do with vectors. */
const withoutModel = () => ({ MODEL_DIR: path.join(folder, 'no-model') })
const about = (warnings: readonly string[], what: RegExp) => warnings.filter((line) => what.test(line))

const opened: Engine[] = []
afterEach(async () => {
  for (const engine of opened.splice(0)) await engine.close()
})

interface Opening {
  engine: Engine
  warnings: string[]
  /** How many passages had to be embedded; undefined where no build was made. */
  embedded: number | undefined
}

async function open(more: Record<string, string> = {}): Promise<Opening> {
  const warnings: string[] = []
  let embedded: number | undefined
  const engine = await openEngine(settings(more), {
    onWarning: (line) => warnings.push(line),
    onProgress: (_, total) => {
      embedded = total
    },
  })
  opened.push(engine)
  return { engine, warnings, embedded }
}

const first = async (engine: Engine, query: string) =>
  (await search(engine, SearchRequest.parse({ query }))).hits[0]!.id
const builds = async () =>
  (await readdir(index)).filter((name) => /^\d{8}T/.test(name) && !name.endsWith('.tmp'))

async function damage(build: string, file = 'words.bm25') {
  const place = path.join(index, build, file)
  const bytes = await readFile(place)
  bytes[bytes.length >> 1]! ^= 0xff
  await writeFile(place, bytes)
}

/** A folder of models whose files are links to the shipped ones; `change` may replace some. */
async function modelFolder(name: string, change: (model: string) => Promise<void>, checksums = true) {
  const models = path.join(folder, 'models')
  await cp(path.join(MODEL, 'embed'), path.join(models, name), {
    recursive: true,
    filter: (source) => !source.endsWith('.onnx'),
  })
  await mkdir(path.join(models, name, 'onnx'), { recursive: true })
  await symlink(
    path.join(MODEL, 'embed', 'onnx', 'model_quantized.onnx'),
    path.join(models, name, 'onnx', 'model_quantized.onnx'),
  )
  if (checksums) await cp(path.join(MODEL, 'checksums.json'), path.join(models, 'checksums.json'))
  await change(path.join(models, name))
  return models
}

describe('the first opening', () => {
  it('builds, and the next one uses the build without embedding', async () => {
    const one = await open()
    expect(one.embedded).toBeGreaterThan(0)
    expect(one.engine.degraded).toEqual([])
    expect(one.engine.model).toMatch(/^[0-9a-f]{64}$/)
    const two = await open()
    expect(two.embedded).toBeUndefined()
    expect(two.engine.build).toBe(one.engine.build)
    expect(await first(two.engine, '引航要钱吗')).toBe('港口办法/2')
    await two.engine.close()
    await expect(two.engine.close()).resolves.toBeUndefined()
  })

  it('names files that it does not read, and is not the worse for it', async () => {
    await write('说明.docx', 'PK')
    const { engine, warnings } = await open(withoutModel())
    expect(about(warnings, /说明\.docx/)).toHaveLength(1)
    expect(about(engine.degraded, /说明\.docx/)).toEqual([])
  })

  it('of a bad folder fails with one clear line', async () => {
    await expect(open({ ...withoutModel(), SEEDS_DIR: path.join(folder, 'nowhere') })).rejects.toMatchObject({
      code: 'invalid_request',
      message: expect.stringMatching(/^SEEDS_DIR [^\n]+$/),
    })
    await write('manifest.json', '{')
    await expect(open()).rejects.toMatchObject({
      code: 'invalid_request',
      message: expect.stringMatching(/^manifest\.json[^\n]+$/),
    })
  })

  it('of a manifest that went bad fails, though there is a build', async () => {
    await open(withoutModel())
    const named = { id: 'a', file: '无.txt', title: '无' }
    await write('manifest.json', JSON.stringify({ documents: [named] }))
    await expect(open(withoutModel())).rejects.toMatchObject({ code: 'invalid_request' })
  })

  it('with an unknown profile of the model fails, and nothing else does besides', async () => {
    await expect(open({ MODEL_PROFILE: 'unheard-of' })).rejects.toMatchObject({
      code: 'invalid_request',
      message: expect.stringContaining('unheard-of'),
    })
    expect(await readdir(folder)).not.toContain('index')
  })
})

describe('a changed document', () => {
  it('makes a new build, in which only what changed is embedded', async () => {
    const one = await open()
    await write('通知.txt', NOTICE.replace('午间不休息', '午间休息一小时'))
    const two = await open()
    expect(two.engine.build).not.toBe(one.engine.build)
    expect(two.embedded).toBeGreaterThan(0)
    expect(two.embedded).toBeLessThan(one.embedded!)
    expect(two.engine.library.record('通知/s2')!.content).toContain('午间休息一小时')
    // The one that is open goes on with what it opened.
    expect(one.engine.library.record('通知/s2')!.content).toContain('午间不休息')
    expect(await first(one.engine, '引航要钱吗')).toBe('港口办法/2')
  })
})

describe('a model that is missing or damaged', () => {
  it('leaves keywords over the build there is, and comes back', async () => {
    const whole = await open()
    const without = await open(withoutModel())
    expect(without.engine.build).toBe(whole.engine.build)
    expect(without.engine).not.toHaveProperty('dense')
    expect(without.engine).not.toHaveProperty('model')
    expect(without.engine.degraded).toHaveLength(1)
    expect(without.warnings).toEqual(without.engine.degraded)
    expect(without.engine.degraded[0]).toMatch(/关键词/)
    expect(without.engine.degraded[0]).not.toContain(folder)
    const found = await search(without.engine, SearchRequest.parse({ query: '引航不收费' }))
    expect(found.hits[0]!.id).toBe('港口办法/2')
    expect(found.notice).toBeTruthy()

    const again = await open()
    expect(again).toMatchObject({ embedded: undefined, warnings: [] })
    expect(again.engine.build).toBe(whole.engine.build)
    expect(again.engine.dense).toBeDefined()
  })

  it('whose files were changed counts as damaged', async () => {
    await open()
    const models = await modelFolder('embed', (model) => writeFile(path.join(model, 'config.json'), '{}'))
    const { engine } = await open({ MODEL_DIR: models })
    expect(engine.dense).toBeUndefined()
    expect(engine.degraded[0]).toContain('config.json')
    expect(await first(engine, '引航不收费')).toBe('港口办法/2')
  })

  it('from the start leaves a build for keywords, replaced when the model comes', async () => {
    const without = await open(withoutModel())
    expect(await first(without.engine, '引航不收费')).toBe('港口办法/2')
    const still = await open(withoutModel())
    expect(still.engine.build).toBe(without.engine.build)
    const whole = await open()
    expect(whole.embedded).toBeGreaterThan(0)
    expect(whole.engine.degraded).toEqual([])
    expect(whole.engine.build).not.toBe(without.engine.build)
  })
})

describe('a model whose process dies', () => {
  it('makes the desk degraded until there is another, and is told once', async () => {
    const { engine, warnings } = await open()
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
    const { engine } = await open(withoutModel())
    await expect(rebuild(settings())).rejects.toMatchObject({
      code: 'embedder_failed',
      message: expect.stringMatching(/《港口办法》.*“[^”]*引航不收费/),
    })
    expect(await builds()).toEqual([engine.build])
  }, 90_000)

  it('does not keep the desk from opening: it searches by keywords, and names the text', async () => {
    const { engine } = await open()
    expect(engine).not.toHaveProperty('dense')
    expect(engine.degraded).toEqual([expect.stringMatching(/关键词.*《港口办法》.*引航不收费/)])
    expect(await first(engine, '引航不收费')).toBe('港口办法/2')
    expect(childrenOf(process.pid, 'local-child')).toEqual([])
    // The words of that build do for the next time.
    expect((await open()).engine.build).toBe(engine.build)
  }, 180_000)
})

describe('a list of words that cannot be used', () => {
  it('is left aside: the desk opens without it, names file and line, and takes it when it is mended', async () => {
    const plain = await open(withoutModel())
    await write('dictionary.txt', '引航站\n引航 站 n n\n')
    const refused = await open(withoutModel())
    expect(about(refused.warnings, /词典/)).toEqual([
      expect.stringMatching(/dictionary\.txt 第 2 行.*词语 \[词频\] \[词性\]/),
    ])
    expect(refused.engine.degraded).toEqual(refused.warnings)
    // As if it were not there: also the build is that of a folder without it.
    expect(refused.engine.build).toBe(plain.engine.build)
    expect(await first(refused.engine, '引航不收费')).toBe('港口办法/2')
    await write('dictionary.txt', '引航站\n')
    const mended = await open(withoutModel())
    expect(about(mended.warnings, /词典/)).toEqual([])
    expect(mended.engine.build).not.toBe(plain.engine.build)
  })

  it('is refused where a build is ordered', async () => {
    await write('dictionary.txt', '引航 0\n')
    await expect(rebuild(settings())).rejects.toMatchObject({
      code: 'invalid_request',
      message: expect.stringContaining('dictionary.txt 第 1 行'),
    })
  })
})

describe('another model', () => {
  it('gets a build of its own, and the first one is there when it comes back', async () => {
    const one = await open()
    const config = await readFile(path.join(MODEL, 'embed', 'config.json'), 'utf8')
    const models = await modelFolder(
      'mine',
      (model) => writeFile(path.join(model, 'config.json'), `${config} `),
      false,
    )
    const other = await open({ MODEL_DIR: models, MODEL_NAME: 'mine' })
    expect(other.engine.model).not.toBe(one.engine.model)
    expect(other.engine.build).not.toBe(one.engine.build)
    expect(other.embedded).toBe(one.embedded)
    const back = await open()
    expect(back.engine.build).toBe(one.engine.build)
    expect(back.embedded).toBeUndefined()
  })
})

describe('a damaged build', () => {
  it('is passed over for the previous good one, told once', async () => {
    const one = await open()
    const { manifest } = await rebuild(settings())
    await damage(manifest.id)
    const { engine, warnings, embedded } = await open()
    expect(engine.build).toBe(one.engine.build)
    expect(embedded).toBeUndefined()
    expect(warnings).toHaveLength(1)
    expect(warnings[0]).toMatch(/损坏.*words\.bm25/)
    expect(engine.degraded).toEqual(warnings)
    expect(await first(engine, '引航要钱吗')).toBe('港口办法/2')
  })

  it('with no other is replaced by a new one, for which everything is embedded', async () => {
    const one = await open()
    await damage(one.engine.build, 'vectors.f32')
    const two = await open()
    expect(two.engine.build).not.toBe(one.engine.build)
    expect(two.embedded).toBe(one.embedded)
    expect(two.warnings).toHaveLength(1)
    expect(two.engine.degraded).toEqual(two.warnings)
    expect((await open()).warnings).toEqual([])
  })

  it.each(['words.bm25', 'documents.json', 'manifest.json'])(
    'is seen whatever is damaged, without a model as well: %s',
    async (file) => {
      const one = await open(withoutModel())
      await damage(one.engine.build, file)
      const two = await open(withoutModel())
      expect(two.engine.build).not.toBe(one.engine.build)
      expect(about(two.warnings, /损坏/)).toHaveLength(1)
      expect(await first(two.engine, '引航不收费')).toBe('港口办法/2')
      expect(about((await open(withoutModel())).warnings, /损坏/)).toEqual([])
    },
  )

  it('or a pointer to none is overcome', async () => {
    const one = await open(withoutModel())
    await writeFile(path.join(index, 'current'), 'nonsense\n')
    const { engine, warnings } = await open(withoutModel())
    expect(engine.build).toBe(one.engine.build)
    expect(about(warnings, /current/)).toHaveLength(1)
  })
})

describe('a build whose files do not belong together', () => {
  /** The build again as it is, but for one file; the newest and the current one after this. */
  async function forged(id: string, file: string, change: (bytes: Buffer) => Uint8Array, inputs?: string) {
    const { manifest } = (await newestBuild(index, (build) => build.manifest.id === id))!
    return writeBuild(index, {
      inputs: inputs ?? manifest.inputs,
      meta: manifest.meta,
      write: async (to) => {
        for (const name of Object.keys(manifest.files)) {
          const bytes = await readFile(path.join(index, id, name))
          await writeFile(path.join(to, name), name === file ? change(bytes) : bytes)
        }
      },
      check: async () => {},
    })
  }

  it.each(['words.bm25', 'characters.bm25'])('is replaced by one that does: %s', async (file) => {
    const one = await open(withoutModel())
    const { id } = await forged(one.engine.build, file, () => buildBm25([['引航']]).toBytes())
    const two = await open(withoutModel())
    expect(two.engine.build > id).toBe(true)
    expect(about(two.warnings, /损坏.*关键词索引/)).toHaveLength(1)
    expect(await first(two.engine, '引航不收费')).toBe('港口办法/2')
    expect(about((await open(withoutModel())).warnings, /损坏/)).toEqual([])
  })

  it('is replaced when it is the vectors, none of which are taken over', async () => {
    const one = await open()
    await forged(one.engine.build, 'vectors.f32', (bytes) => bytes.subarray(384 * 4))
    const two = await open()
    expect(about(two.warnings, /损坏.*向量索引/)).toHaveLength(1)
    expect(two.embedded).toBe(one.embedded)
    expect(await first(two.engine, '引航要钱吗')).toBe('港口办法/2')
  })
})

describe('without a model', () => {
  const metaFile = async (id: string) => (await newestBuild(index, (build) => build.manifest.id === id))!
  /** The build again as another program would have written it, newer than all. */
  async function copied(id: string, meta: Record<string, unknown>, inputs: string) {
    const { manifest, folder: from } = await metaFile(id)
    return writeBuild(index, {
      inputs,
      meta: { ...manifest.meta, ...meta },
      write: (to) => cp(from, to, { recursive: true, filter: (name) => !name.endsWith('manifest.json') }),
      check: async () => {},
    })
  }

  it('a build of an older format is not used', async () => {
    const { engine } = await open()
    await engine.close()
    await copied(engine.build, { format: 2 }, 'inputs-of-old')
    const { format: _, ...meta } = (await metaFile(engine.build)).manifest.meta
    await copied(engine.build, { ...meta, format: undefined }, 'inputs-of-older')
    await rm(path.join(index, engine.build), { recursive: true })
    const without = await open(withoutModel())
    expect(metaOf(await metaFile(without.engine.build))).not.toHaveProperty('model')
  })

  it('the build of these documents is found behind newer ones of others', async () => {
    const { engine } = await open()
    await copied(engine.build, { seeds: 'other' }, 'inputs-of-other')
    expect((await open(withoutModel())).engine.build).toBe(engine.build)
  })

  it('builds for keywords do not push out the one with vectors', async () => {
    const whole = await open()
    for (const text of ['一', '二', '三']) {
      await write('通知.txt', NOTICE.replace('午间', `${text}楼午间`))
      await open(withoutModel())
    }
    await write('通知.txt', NOTICE)
    const back = await open()
    expect(back.engine.build).toBe(whole.engine.build)
    expect(back.embedded).toBeUndefined()
  })
})

describe('two desks on one index', () => {
  it('that open an empty one at once both answer', async () => {
    const both = await Promise.all([open(), open()])
    for (const { engine } of both) expect(await first(engine, '引航要钱吗')).toBe('港口办法/2')
    expect(await open()).toMatchObject({ embedded: undefined, warnings: [] })
  })

  it('go on when one makes new builds and old ones are cleared away', async () => {
    const one = await open(withoutModel())
    const seeds = await readSeeds(path.join(folder, 'seeds'))
    for (let i = 0; i < 3; i++) await ingest(seeds, { dir: index, tokenizer: one.engine.tokenizer })
    expect(await builds()).not.toContain(one.engine.build)
    expect(await first(one.engine, '引航不收费')).toBe('港口办法/2')
  })
})

describe('rebuilding by order', () => {
  it('makes a new build and embeds nothing again', async () => {
    const { engine } = await open()
    const report = await rebuild(settings())
    expect(report.embedded).toBe(0)
    expect(report.reused).toBe(metaOf(report).counts.passages)
    expect((await newestBuild(index))!.manifest.id).toBe(report.manifest.id)
    expect((await open()).engine.build).toBe(report.manifest.id)
    expect(report.manifest.id).not.toBe(engine.build)
  })

  it('without a model is refused: a build for keywords only is no replacement', async () => {
    const { engine } = await open(withoutModel())
    await expect(rebuild(settings(withoutModel()))).rejects.toMatchObject({ code: 'embedder_failed' })
    expect(await builds()).toEqual([engine.build])
  })
})
