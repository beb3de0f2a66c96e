// Builds that are damaged, or whose files do not belong together: passed over or made anew, before anything is read wrongly.

import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { newestBuild, writeBuild } from '../../src/builds/builds.ts'
import { rebuild } from '../../src/engine.ts'
import { buildBm25 } from '../../src/text/bm25.ts'
import { about, first, TwoDocuments } from './two-documents.ts'

const desk = new TwoDocuments()

describe('a damaged build', () => {
  it('is passed over for the previous good one, told once', async () => {
    const one = await desk.open()
    const { manifest } = await rebuild(desk.settings())
    await desk.damage(manifest.id)
    const { engine, warnings, embedded } = await desk.open()
    expect(engine.build).toBe(one.engine.build)
    expect(embedded).toBeUndefined()
    expect(warnings).toHaveLength(1)
    expect(warnings[0]).toMatch(/损坏.*words\.bm25/)
    expect(engine.degraded).toEqual(warnings)
    expect(await first(engine, '引航要钱吗')).toBe('港口办法/2')
  })

  it('with no other is replaced by a new one, for which everything is embedded', async () => {
    const one = await desk.open()
    await desk.damage(one.engine.build, 'vectors.f32')
    const two = await desk.open()
    expect(two.engine.build).not.toBe(one.engine.build)
    expect(two.embedded).toBe(one.embedded)
    expect(two.warnings).toHaveLength(1)
    expect(two.engine.degraded).toEqual(two.warnings)
    expect((await desk.open()).warnings).toEqual([])
  })

  it.each(['words.bm25', 'documents.json', 'manifest.json'])(
    'is seen whatever is damaged, without a model as well: %s',
    async (file) => {
      const one = await desk.open(desk.withoutModel())
      await desk.damage(one.engine.build, file)
      const two = await desk.open(desk.withoutModel())
      expect(two.engine.build).not.toBe(one.engine.build)
      expect(about(two.warnings, /损坏/)).toHaveLength(1)
      expect(await first(two.engine, '引航不收费')).toBe('港口办法/2')
      expect(about((await desk.open(desk.withoutModel())).warnings, /损坏/)).toEqual([])
    },
  )

  it('or a pointer to none is overcome', async () => {
    const one = await desk.open(desk.withoutModel())
    await writeFile(path.join(desk.index, 'current'), 'nonsense\n')
    const { engine, warnings } = await desk.open(desk.withoutModel())
    expect(engine.build).toBe(one.engine.build)
    expect(about(warnings, /current/)).toHaveLength(1)
  })
})

describe('a build whose files do not belong together', () => {
  /** The build again as it is, but for one file; the newest and the current one after this. */
  async function forged(id: string, file: string, change: (bytes: Buffer) => Uint8Array, inputs?: string) {
    const { manifest } = (await newestBuild(desk.index, (build) => build.manifest.id === id))!
    return writeBuild(desk.index, {
      inputs: inputs ?? manifest.inputs,
      meta: manifest.meta,
      write: async (to) => {
        for (const name of Object.keys(manifest.files)) {
          const bytes = await readFile(path.join(desk.index, id, name))
          await writeFile(path.join(to, name), name === file ? change(bytes) : bytes)
        }
      },
      check: async () => {},
    })
  }

  it.each(['words.bm25', 'characters.bm25'])('is replaced by one that does: %s', async (file) => {
    const one = await desk.open(desk.withoutModel())
    const { id } = await forged(one.engine.build, file, () => buildBm25([['引航']]).toBytes())
    const two = await desk.open(desk.withoutModel())
    expect(two.engine.build > id).toBe(true)
    expect(about(two.warnings, /损坏.*关键词索引/)).toHaveLength(1)
    expect(await first(two.engine, '引航不收费')).toBe('港口办法/2')
    expect(about((await desk.open(desk.withoutModel())).warnings, /损坏/)).toEqual([])
  })

  it('is replaced when it is the vectors, none of which are taken over', async () => {
    const one = await desk.open()
    await forged(one.engine.build, 'vectors.f32', (bytes) => bytes.subarray(384 * 4))
    const two = await desk.open()
    expect(about(two.warnings, /损坏.*向量索引/)).toHaveLength(1)
    expect(two.embedded).toBe(one.embedded)
    expect(await first(two.engine, '引航要钱吗')).toBe('港口办法/2')
  })
})
