// What goes into a build comes out again, whatever it is; what is changed behind our back does not.

import { readFile, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { newestBuild, openBuild, writeBuild } from '../../src/builds/builds.ts'
import { tempFolder } from './folders.ts'

let dir: string
beforeEach(async () => {
  dir = await tempFolder()
})
afterEach(() => rm(dir, { recursive: true }))

const meta = fc.dictionary(
  fc.string({ minLength: 1 }).filter((key) => key !== '__proto__'),
  // A number that JSON has no sign for does not come back as it was.
  fc.jsonValue({ maxDepth: 2 }).map((value) => JSON.parse(JSON.stringify(value))),
  { maxKeys: 4 },
)
const inputs = fc.stringMatching(/^[\w-]{8,20}$/u)
const files = fc.dictionary(
  fc.stringMatching(/^[A-Za-z0-9][\w-]{0,8}\.[a-z]{1,3}$/u),
  fc.uint8Array({ maxLength: 60 }),
  {
    maxKeys: 3,
  },
)
const build = fc.record({ inputs, meta, files })
type Made = typeof build extends fc.Arbitrary<infer T> ? T : never

const write = (made: Made) =>
  writeBuild(dir, {
    inputs: made.inputs,
    meta: made.meta,
    write: async (folder) => {
      for (const [name, bytes] of Object.entries(made.files)) await writeFile(path.join(folder, name), bytes)
    },
    check: async () => {},
  })

describe('a build', () => {
  it('is read with the manifest and the files it was written with', async () => {
    await fc.assert(
      fc.asyncProperty(build, async (made) => {
        const manifest = await write(made)
        const { build: opened, faults } = await openBuild(dir, made.inputs)
        expect(faults).toEqual([])
        expect(opened!.manifest).toEqual(manifest)
        expect(opened!.manifest.meta).toEqual(made.meta)
        for (const [name, bytes] of Object.entries(made.files))
          expect(new Uint8Array(await readFile(path.join(opened!.folder, name)))).toEqual(bytes)
        await rm(path.join(dir, manifest.id), { recursive: true })
      }),
    )
  })
  it('whose manifest has one bit turned is not read', async () => {
    await fc.assert(
      fc.asyncProperty(build, fc.nat(), fc.nat(7), async (made, at, bit) => {
        const { id } = await write(made)
        const file = path.join(dir, id, 'manifest.json')
        const bytes = await readFile(file)
        bytes[at % bytes.length]! ^= 1 << bit
        await writeFile(file, bytes)
        expect(await newestBuild(dir)).toBeUndefined()
        await rm(path.join(dir, id), { recursive: true })
      }),
    )
  })
})
