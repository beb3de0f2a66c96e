// Files of a build that were cut, flipped, emptied or exchanged behind its back: each is told from a whole one by its hash
// before anything reads what is in it, and the build before it answers.

import { copyFileSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import path from 'node:path'
import { currentBuild, openBuild, verifyBuilds, writeBuild } from '../../../src/builds/builds.ts'
import { FILES } from '../../../src/builds/files.ts'
import { writeGraph } from '../../../src/stores/graph-writing.ts'
import { seeded } from '../../support/random.ts'
import { type Case, Count, type Tier } from '../case.ts'
import { startDesk } from '../running.ts'
import { NEXT, OLD, type SmallDesk, smallDesk } from './small-desk.ts'

const SEED = 9_260
const INPUTS = 'inputs-of-damaged'
const PAGE = 4_096
/** The beginning of a graph: thirteen fields. */
const HEADER = 96
/** Enough for a graph of some pages. */
const VECTORS = 300
const DIMENSIONS = 32

/** Two builds with every kind of file, a graph among them, the second one current; and how to make a file of it whole again. */
interface Pair {
  desk: SmallDesk
  first: string
  second: string
  names: string[]
  file(name: string): string
}

async function pair(): Promise<Pair> {
  const desk = await smallDesk(OLD)
  const { folder } = await currentBuild(desk.index)
  const random = seeded(SEED)
  const made = async () => {
    const vectors = new Float32Array(VECTORS * DIMENSIONS).map(() => random() - 0.5)
    for (let from = 0; from < vectors.length; from += DIMENSIONS) {
      const vector = vectors.subarray(from, from + DIMENSIONS)
      const length = Math.hypot(...vector)
      vector.forEach((value, i) => {
        vector[i] = value / length
      })
    }
    const { id } = await writeBuild(desk.index, {
      inputs: INPUTS,
      meta: { dimensions: DIMENSIONS },
      write: async (to) => {
        for (const name of await readdir(folder))
          if (name !== 'manifest.json') copyFileSync(path.join(folder, name), path.join(to, name))
        writeFileSync(path.join(to, FILES.vectors), new Uint8Array(vectors.buffer))
        await writeGraph(vectors, DIMENSIONS, path.join(to, FILES.hnsw))
      },
      check: async () => {},
    })
    return id
  }
  const [first, second] = [await made(), await made()]
  const names = await readdir(path.join(desk.index, second))
  return { desk, first, second, names, file: (name) => path.join(desk.index, second, name) }
}

/** Whether damage to a file is seen, and its build passed over for the one before it. Puts the file back. */
async function isSeen(
  { desk, first, second, file }: Pair,
  name: string,
  damage: (bytes: Buffer) => Uint8Array | undefined,
): Promise<string | undefined> {
  const whole = readFileSync(file(name))
  const damaged = damage(Buffer.from(whole))
  if (damaged === undefined) rmSync(file(name))
  else writeFileSync(file(name), damaged)
  const { build, faults } = await openBuild(desk.index, INPUTS)
  writeFileSync(file(name), whole)
  if (build?.manifest.id === second) return 'was opened'
  if (build?.manifest.id !== first) return 'the one before was not opened'
  // Where a bit of its format is another, it is a whole one of another program.
  const names = name === 'manifest.json' ? [name, '由其他版本的程序写成'] : [name]
  const told = faults.some((fault) => fault.includes(second) && names.some((one) => fault.includes(one)))
  return told ? undefined : `says ${faults}`
}

const SHARE: Partial<Record<Tier, number>> = { sample: 0.02, t1: 0.1 }
const times = (tier: Tier, all: number) => Math.max(2, Math.round(all * (SHARE[tier] ?? 1)))

const F8: Case = {
  id: 'F8',
  what: 'each file cut short: told by its size and hash, the build before it answers',
  tiers: ['sample', 't1', 'b'],
  beside: true,
  async run(tier) {
    const count = new Count()
    const random = seeded(SEED)
    const both = await pair()
    for (const name of both.names) {
      const { size } = statSync(both.file(name))
      const points = [0, 1, Math.min(HEADER, size - 1), size >> 1, size - 1]
      for (let i = 0; i < times(tier, 50); i++) points.push(Math.floor(random() * size))
      for (const point of points) {
        const fault = await isSeen(both, name, (bytes) => bytes.subarray(0, point))
        count.add(fault && `${name} cut at ${point}: ${fault}`)
      }
    }
    both.desk.remove()
    if (tier !== 'sample') count.add(await servedBefore((bytes) => bytes.subarray(0, bytes.length >> 1)))
    return count.tally(`seed ${SEED}, ${both.names.length} files`)
  },
}

const F9: Case = {
  id: 'F9',
  what: 'bits flipped, pages emptied, headers flipped in each file: all seen before anything reads it',
  tiers: ['sample', 't1', 'b'],
  beside: true,
  async run(tier) {
    const count = new Count()
    const random = seeded(SEED)
    const both = await pair()
    const flipped = (below: number) => (bytes: Buffer) => {
      const at = Math.floor(random() * Math.min(below, bytes.length))
      bytes[at]! ^= 1 << Math.floor(random() * 8)
      return bytes
    }
    const emptied = (bytes: Buffer) => {
      const at = PAGE * Math.floor((random() * bytes.length) / PAGE)
      const page = bytes.subarray(at, at + PAGE)
      // A page that is empty already is no damage.
      if (page.every((byte) => byte === 0)) page[0] = 1
      else page.fill(0)
      return bytes
    }
    for (const name of both.names) {
      const damages = [
        [400, 'a bit', flipped(Number.POSITIVE_INFINITY)],
        [150, 'a page', emptied],
        [104, 'the header', flipped(HEADER)],
      ] as const
      for (const [all, what, damage] of damages)
        for (let i = 0; i < times(tier, all); i++) {
          const fault = await isSeen(both, name, damage)
          count.add(fault && `${what} of ${name}: ${fault}`)
        }
    }
    both.desk.remove()
    if (tier !== 'sample') count.add(await servedBefore(flipped(Number.POSITIVE_INFINITY)))
    return count.tally(`seed ${SEED}, ${both.names.length} files`)
  },
}

/** A real start over two generations of the same documents, the current one damaged in its vectors. */
async function servedBefore(damage: (bytes: Buffer) => Uint8Array): Promise<string | undefined> {
  const desk = await smallDesk(OLD)
  try {
    const before = (await currentBuild(desk.index)).manifest.id
    const { code, said } = await desk.ingest()
    if (code !== 0) return said
    const file = path.join((await currentBuild(desk.index)).folder, FILES.vectors)
    writeFileSync(file, damage(readFileSync(file)))
    const serving = await startDesk(desk.env)
    const health = (await (await fetch(`${serving.address}/api/health`)).json()) as {
      status: string
      build: string
    }
    await serving.stop()
    const told = serving.said().includes(FILES.vectors)
    return health.status === 'degraded' && health.build === before && told
      ? undefined
      : JSON.stringify(health)
  } finally {
    desk.remove()
  }
}

const F10: Case = {
  id: 'F10',
  what: 'files and manifests exchanged between generations, a build of another model: refused by name',
  tiers: ['t1', 'b'],
  async run() {
    const count = new Count()
    const both = await pair()
    const { desk, first, second, names } = both
    for (const name of names) {
      const other = path.join(desk.index, first, name)
      // Files that both have alike may be exchanged as much as one likes.
      if (readFileSync(other).equals(readFileSync(both.file(name)))) continue
      const fault = await isSeen(both, name, () => readFileSync(other))
      count.add(fault && `${name} of ${first} in ${second}: ${fault}`)
    }
    for (const [key, value] of [
      ['dimensions', 64],
      ['model', 'f'.repeat(64)],
      ['seeds', 'other'],
    ] as const) {
      const fault = await isSeen(both, 'manifest.json', (bytes) => {
        const manifest = JSON.parse(`${bytes}`) as { meta: Record<string, unknown> }
        manifest.meta[key] = value
        return Buffer.from(`${JSON.stringify(manifest, null, 2)}\n`)
      })
      count.add(fault && `another ${key}: ${fault}`)
    }
    desk.remove()
    count.add(await otherModel())
    return count.tally()
  },
}

/** A whole build that says of itself that its vectors are of another model becomes current: the running desk leaves it. */
async function otherModel(): Promise<string | undefined> {
  const desk = await smallDesk(OLD)
  const { manifest, folder } = await currentBuild(desk.index)
  const serving = await startDesk(desk.env)
  try {
    await writeBuild(desk.index, {
      inputs: manifest.inputs,
      meta: { ...manifest.meta, model: 'f'.repeat(64) },
      write: async (to) => {
        for (const name of Object.keys(manifest.files))
          copyFileSync(path.join(folder, name), path.join(to, name))
      },
      check: async () => {},
    })
    for (let waited = 0; !serving.said().includes('另一个模型') && waited < 30_000; waited += 100)
      await new Promise((resolve) => setTimeout(resolve, 100))
    const health = (await (await fetch(`${serving.address}/api/health`)).json()) as {
      status: string
      build: string
    }
    return health.status === 'degraded' && health.build === manifest.id ? undefined : serving.said()
  } finally {
    await serving.stop()
    desk.remove()
  }
}

const F11: Case = {
  id: 'F11',
  what: 'the manifest missing, empty, cut, of a future program or with a key twice: refused, the build before it answers',
  tiers: ['t1', 'b'],
  async run() {
    const count = new Count()
    const both = await pair()
    const text = (change: (text: string) => string) => (bytes: Buffer) => Buffer.from(change(`${bytes}`))
    const damages: [string, (bytes: Buffer) => Uint8Array | undefined][] = [
      ['missing', () => undefined],
      ['empty', () => Buffer.alloc(0)],
      ['a list', () => Buffer.from('[]')],
      ['cut', (bytes) => bytes.subarray(0, bytes.length - 3)],
      ['a key twice', text((whole) => whole.replace('"meta"', '"meta": {},\n  "meta"'))],
      ['an unknown key', text((whole) => whole.replace('"meta"', '"more": 1,\n  "meta"'))],
      ['another id', text((whole) => whole.replaceAll(both.second, both.first))],
    ]
    for (const [what, damage] of damages) {
      const fault = await isSeen(both, 'manifest.json', damage)
      count.add(fault && `${what}: ${fault}`)
    }
    const file = both.file('manifest.json')
    writeFileSync(file, readFileSync(file, 'utf8').replace('"format": 1', '"format": 2'))
    const rows = await verifyBuilds(both.desk.index)
    const said = rows.find(({ id }) => id === both.second)?.faults.join() ?? ''
    count.add(/其他版本的程序.*格式 2/u.test(said) ? undefined : `a future format: ${said}`)
    both.desk.remove()
    count.add(await alone())
    return count.tally()
  },
}

/** The only build without its manifest: the start makes another one. */
async function alone(): Promise<string | undefined> {
  const desk = await smallDesk(NEXT)
  try {
    const { folder } = await currentBuild(desk.index)
    rmSync(path.join(folder, 'manifest.json'))
    const serving = await startDesk(desk.env)
    const code = await serving.stop()
    if (code !== 0 || !serving.said().includes('manifest.json')) return serving.said()
    const current = await currentBuild(desk.index)
    return current.folder === folder ? 'the damaged one is current' : undefined
  } finally {
    desk.remove()
  }
}

export const DAMAGES: readonly Case[] = [F8, F9, F10, F11]
