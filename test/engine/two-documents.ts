// Two short documents and whatever is needed to open a desk over them: with the shipped model, without, with another one.

import { cp, mkdir, mkdtemp, readdir, readFile, symlink, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach } from 'vitest'
import { ROOT, readSettings } from '../../src/config.ts'
import { type Engine, openEngine } from '../../src/engine.ts'
import { SearchRequest } from '../../src/schema.ts'
import { search } from '../../src/search.ts'
import { HARBOUR, NOTICE } from '../support/short-documents.ts'

export const MODEL = path.join(ROOT, 'index', 'model')

export interface Opening {
  engine: Engine
  warnings: string[]
  /** How many passages had to be embedded; undefined where no build was made. */
  embedded: number | undefined
}

/** A folder of the two, made anew for each test; all that is opened in it is closed after the test. */
export class TwoDocuments {
  folder = ''
  index = ''
  readonly #opened: Engine[] = []

  constructor() {
    beforeEach(async () => {
      this.folder = await mkdtemp(path.join(os.tmpdir(), 'cewen-desk-'))
      this.index = path.join(this.folder, 'index')
      await mkdir(path.join(this.folder, 'seeds'))
      await this.write('港口办法.txt', HARBOUR)
      await this.write('通知.txt', NOTICE)
    })
    afterEach(async () => {
      for (const engine of this.#opened.splice(0)) await engine.close()
    })
  }

  write(name: string, content: string) {
    return writeFile(path.join(this.folder, 'seeds', name), content)
  }

  settings(more: Record<string, string> = {}) {
    return readSettings({ SEEDS_DIR: path.join(this.folder, 'seeds'), INDEX_DIR: this.index, ...more })
  }

  /** Without a model the desk opens at once: for what has nothing to do with vectors. */
  withoutModel() {
    return { MODEL_DIR: path.join(this.folder, 'no-model') }
  }

  /** Settings for a model of its own fingerprint that gives the same vectors. */
  async otherModel(): Promise<Record<string, string>> {
    const config = await readFile(path.join(MODEL, 'embed', 'config.json'), 'utf8')
    const change = (model: string) => writeFile(path.join(model, 'config.json'), `${config} `)
    return { MODEL_DIR: await this.modelFolder('mine', change, false), MODEL_NAME: 'mine' }
  }

  async open(more: Record<string, string> = {}): Promise<Opening> {
    const warnings: string[] = []
    let embedded: number | undefined
    const engine = await openEngine(this.settings(more), {
      onWarning: (line) => warnings.push(line),
      onProgress: (_, total) => {
        embedded = total
      },
    })
    this.#opened.push(engine)
    return { engine, warnings, embedded }
  }

  async builds() {
    return (await readdir(this.index)).filter((name) => /^\d{8}T/.test(name) && !name.endsWith('.tmp'))
  }

  /** A folder of models whose files are links to the shipped ones; `change` may replace some. */
  async modelFolder(name: string, change: (model: string) => Promise<void>, checksums = true) {
    const models = path.join(this.folder, 'models')
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

  async damage(build: string, file = 'words.bm25') {
    const place = path.join(this.index, build, file)
    const bytes = await readFile(place)
    bytes[bytes.length >> 1]! ^= 0xff
    await writeFile(place, bytes)
  }
}

export const first = async (engine: Engine, query: string) =>
  (await search(engine, SearchRequest.parse({ query }))).hits[0]!.id

/** The warnings of one kind. */
export const about = (warnings: readonly string[], what: RegExp) => warnings.filter((line) => what.test(line))
