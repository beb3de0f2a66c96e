// Rows about documents: commands in any order beside an oracle, and documents with bytes that were changed.

import { readdirSync, readFileSync, rmSync } from 'node:fs'
import path from 'node:path'
import fc from 'fast-check'
import { ROOT } from '../../../src/config.ts'
import { seeded } from '../../support/random.ts'
import { type Case, Count, type Tier } from '../case.ts'
import { boundedReader } from './bounded.ts'
import { cycles } from './cycles.ts'
import type { Reading } from './reading.ts'
import { Ingest, KilledIngest, type Moment, openWorld, Put, Remove, Restart, Search } from './world.ts'

const SEQUENCES: Readonly<Record<Tier, number>> = { sample: 20, t1: 200, a: 200, b: 5_000 }
const MUTATED: Readonly<Record<Tier, number>> = { sample: 300, t1: 3_000, a: 3_000, b: 100_000 }

const name = fc.constantFrom('港口办法', '关税通知', '登记条例', '窗口指南')
const commands = fc.commands(
  [
    fc.tuple(name, fc.integer({ min: 1, max: 9 })).map(([name, version]) => new Put(name, version)),
    name.map((name) => new Remove(name)),
    fc.constant(new Ingest()),
    fc.constantFrom<Moment>('words', 'vectors').map((moment) => new KilledIngest(moment)),
    fc.constant(new Restart()),
    fc.constant(new Search()),
  ],
  { maxCommands: 20, size: 'max' },
)

const sequences: Case = {
  id: 'M1',
  what: 'put, remove, ingest, kill, restart and search in any order, beside an oracle',
  tiers: ['t1', 'b'],
  beside: true,
  async run(tier) {
    const seed = Date.now() % 2 ** 31
    const details = await fc.check(
      fc.asyncProperty(commands, async (sequence) => {
        const world = openWorld()
        try {
          await fc.asyncModelRun(
            () => ({ model: { lying: new Map(), acknowledged: undefined }, real: world }),
            sequence,
          )
        } finally {
          rmSync(world.folder, { recursive: true, force: true })
        }
      }),
      { numRuns: SEQUENCES[tier], seed, endOnFailure: true },
    )
    const count = new Count()
    count.many(details.numRuns - (details.failed ? 1 : 0), 0, '')
    if (details.failed) {
      count.lost++
      count.add(`${details.counterexample?.[0]} at ${details.counterexamplePath}: ${details.errorInstance}`)
    }
    return count.tally(`${details.numRuns} sequences, seed ${seed}`)
  },
}

/** Where documents of all kinds lie: with the manifest's description, laws, and what stands beside them. */
const SOURCES = ['seeds', 'test/eval/regulations/seeds', 'test/corpus/fixtures']
/** Some of them as other encodings have them. */
const IN_UTF16 = 8
const DOCUMENTS = 30

/** @throws Error when there are fewer than thirty */
function originals(): Reading[] {
  const manifest = readFileSync(path.join(ROOT, 'seeds/manifest.json'), 'utf8')
  const readings = SOURCES.flatMap((source) =>
    readdirSync(path.join(ROOT, source)).map((name): Reading => {
      const bytes = readFileSync(path.join(ROOT, source, name))
      return { name, bytes, ...(source === 'seeds' && name.endsWith('.txt') && { manifest }) }
    }),
  )
  const laws = readings.filter(({ name }) => name.endsWith('.md')).slice(0, IN_UTF16)
  const all = [
    ...readings,
    ...laws.map(({ name, bytes }) => ({
      name: `utf16-${name}`,
      bytes: Buffer.from(`\ufeff${Buffer.from(bytes).toString('utf8')}`, 'utf16le'),
    })),
  ]
  if (all.length < DOCUMENTS) throw new Error(`only ${all.length} documents`)
  return all.slice(0, DOCUMENTS)
}

/** Of those whose bytes change anywhere nearly all stop being text; the others keep their characters whole. */
const ANYWHERE = 0.25
/** Doubled eight times, a whole document would be another kind of test. */
const LONGEST_DOUBLED = 5_000

/** A few stretches of it taken out, doubled or moved, pieces put in, bytes and bits turned; some end too early. */
function mutated(bytes: Uint8Array, random: () => number): Uint8Array {
  const at = (length: number) => Math.floor(random() * length)
  const anywhere = random() < ANYWHERE
  let changed = Uint8Array.from(bytes)
  /** The beginning of a character, or any byte. */
  const place = (length: number) => {
    let here = at(length)
    while (!anywhere && here < changed.length && (changed[here]! & 0xc0) === 0x80) here++
    return here
  }
  for (let times = 1 + at(8); times > 0 && changed.length > 0; times--) {
    const [from, to] = [place(changed.length), place(changed.length)].sort((a, b) => a - b) as [
      number,
      number,
    ]
    const [before, middle, after] = [
      changed.subarray(0, from),
      changed.subarray(from, to),
      changed.subarray(to),
    ]
    const joined = (...parts: Uint8Array[]) => new Uint8Array(Buffer.concat(parts))
    switch (at(anywhere ? 6 : 4)) {
      case 0:
        changed = joined(before, after)
        break
      case 1:
        changed = middle.length > LONGEST_DOUBLED ? changed : joined(before, middle, middle, after)
        break
      case 2:
        changed = joined(after, middle, before)
        break
      case 3:
        changed = joined(before, Buffer.from(PIECES[at(PIECES.length)]!), middle, after)
        break
      case 4:
        changed[from] = at(256)
        break
      case 5:
        changed[from]! ^= 1 << at(8)
    }
  }
  return random() < 0.05 ? changed.subarray(0, place(changed.length)) : changed
}

/** What means something to a reader. */
const PIECES = [
  '\n',
  '\t',
  '|',
  '<table>',
  '</td>',
  '<!--',
  '第一条 ',
  '（一）',
  '附件',
  '\u3000\u3000',
  '# ',
  '---\n',
  '\ufeff',
  '“',
  '{',
  '"',
]

const VALUES = [null, 5, '', [], [null], {}, true, '../x', '2026-13-45', '\ud800']

/** A manifest that is still JSON, with another value in it: changed bytes alone hardly ever leave it that. */
function revalued(bytes: Uint8Array, random: () => number): Uint8Array {
  const pick = <T>(list: readonly T[]) => list[Math.floor(random() * list.length)]!
  const manifest = JSON.parse(Buffer.from(bytes).toString('utf8')) as { documents: Record<string, unknown>[] }
  const entry = pick(manifest.documents)
  entry[pick([...Object.keys(entry), 'names', 'domains', 'colour'])] = pick(VALUES)
  return Buffer.from(JSON.stringify(manifest))
}

/** Each death costs as long as a document may take, or a new process: more of them would tell no more. */
const DEATHS_MAX = 10
/** What is refused tells nothing of the readers: of all, such a share must be read. */
const READ_LEAST = 0.3

const mutation: Case = {
  id: 'M2',
  what: '30 documents with bytes changed, through every reader, in a process of its own',
  tiers: ['t1', 'b'],
  beside: true,
  async run(tier) {
    const documents = originals()
    const seed = Date.now() % 2 ** 31
    const random = seeded(seed)
    const reader = boundedReader()
    const count = new Count()
    const [outcomes, slowest] = [{ read: 0, refused: 0 }, { ms: 0 }]
    try {
      for (let i = 0; i < MUTATED[tier]; i++) {
        const original = documents[i % documents.length]!
        const change = original.name === 'manifest.json' && random() < 0.5 ? revalued : mutated
        const reading = { ...original, bytes: change(original.bytes, random) }
        const outcome = await reader.read(reading).catch((error) => ({ died: String(error) }))
        if ('died' in outcome) {
          count.lost++
          count.add(`number ${i}, ${original.name}: ${outcome.died}`)
          if (count.lost === DEATHS_MAX) break
          continue
        }
        slowest.ms = Math.max(slowest.ms, outcome.ms)
        outcomes['refused' in outcome ? 'refused' : 'read']++
        count.add(
          'read' in outcome && outcome.fault ? `number ${i}, ${original.name}: ${outcome.fault}` : undefined,
        )
      }
    } finally {
      reader.stop()
    }
    const least = READ_LEAST * count.tried
    count.add(outcomes.read >= least ? undefined : `only ${outcomes.read} were read, the others refused`)
    return count.tally(
      `${outcomes.read} read, ${outcomes.refused} refused by name, slowest ${slowest.ms.toFixed(0)} ms, seed ${seed}`,
    )
  },
}

export const DOCUMENT_ROWS: readonly Case[] = [sequences, mutation, cycles]
