// A folder of documents with its builds, and beside it what ought to be true of them. Commands change both; none of them
// knows which came before.

import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import path from 'node:path'
import type { AsyncCommand } from 'fast-check'
import { type Build, currentBuild, newestBuild, openBuild, verifyBuilds } from '../../../src/builds/builds.ts'
import { openStore, readDocumentsFile, readLexical, readPassages } from '../../../src/builds/files.ts'
import { sweepBuilds } from '../../../src/builds/sweep.ts'
import { ingest, inputsOf } from '../../../src/ingest.ts'
import { readSeeds } from '../../../src/seeds.ts'
import { openTokenizer, type Tokenizer } from '../../../src/text/tokenize.ts'
import { fakeEmbedder } from '../../support/fake-embedder.ts'

/** Documents by name, each with the number of its version. */
type Documents = ReadonlyMap<string, number>

/** What ought to be. */
export interface Oracle {
  /** In the folder of documents. */
  lying: Map<string, number>
  /** Of the last ingest that was acknowledged; none before the first. */
  acknowledged: Documents | undefined
}

export interface World {
  /** Documents in `seeds`, builds in `builds`. */
  folder: string
  readonly tokenizer: Tokenizer
}

/** In memory: what a disk does to builds is tried elsewhere. */
export const openWorld = (): World => ({
  folder: mkdtempSync('/dev/shm/cewen-world-'),
  tokenizer: openTokenizer(),
})

const seedsOf = ({ folder }: World) => path.join(folder, 'seeds')
const buildsOf = ({ folder }: World) => path.join(folder, 'builds')

/** No two documents and no two versions have a sentence in common. */
const sentence = (name: string, version: number) =>
  `第一条 ${name}的第${version}版规定船舶${version * 7 + 3}日内申报。`
const textOf = (name: string, version: number) => `${sentence(name, version)}\n第二条 ${name}的引航不收费。\n`

export class Put implements AsyncCommand<Oracle, World> {
  constructor(
    readonly name: string,
    readonly version: number,
  ) {}
  check = () => true
  async run(oracle: Oracle, world: World): Promise<void> {
    mkdirSync(seedsOf(world), { recursive: true })
    writeFileSync(path.join(seedsOf(world), `${this.name}.md`), textOf(this.name, this.version))
    oracle.lying.set(this.name, this.version)
  }
  toString = () => `put ${this.name} ${this.version}`
}

export class Remove implements AsyncCommand<Oracle, World> {
  constructor(readonly name: string) {}
  check = ({ lying }: Readonly<Oracle>) => lying.has(this.name)
  async run(oracle: Oracle, world: World): Promise<void> {
    rmSync(path.join(seedsOf(world), `${this.name}.md`))
    oracle.lying.delete(this.name)
  }
  toString = () => `remove ${this.name}`
}

export class Ingest implements AsyncCommand<Oracle, World> {
  check = ({ lying }: Readonly<Oracle>) => lying.size > 0
  async run(oracle: Oracle, world: World): Promise<void> {
    const { tokenizer } = world
    await ingest(await readSeeds(seedsOf(world)), {
      dir: buildsOf(world),
      tokenizer,
      embedder: fakeEmbedder(),
    })
    oracle.acknowledged = new Map(oracle.lying)
  }
  toString = () => 'ingest'
}

/** Where an ingest is when it is killed: before its first file, or with all files but the vectors. */
export type Moment = 'words' | 'vectors'

/** The ids of processes end below this number. */
const NOBODY = '4194399'

/** An ingest that is killed: the world goes on with what lay in the folder at that moment, of a process that is no more. */
export class KilledIngest implements AsyncCommand<Oracle, World> {
  constructor(readonly moment: Moment) {}
  check = ({ lying }: Readonly<Oracle>) => lying.size > 0
  async run(_: Oracle, world: World): Promise<void> {
    let left: string | undefined
    const die = () => {
      left ??= leftBehind(world.folder)
      throw new Error('killed')
    }
    const tokenizer = this.moment === 'words' ? { ...world.tokenizer, words: die } : world.tokenizer
    const embedder = {
      ...fakeEmbedder(),
      ...(this.moment === 'vectors' && { embedPassages: async () => die() }),
    }
    const seeds = await readSeeds(seedsOf(world))
    const died = await ingest(seeds, { dir: buildsOf(world), tokenizer, embedder }).catch((error) => error)
    if (left === undefined) throw new Error(`the ingest came to an end of its own: ${died}`)
    rmSync(world.folder, { recursive: true })
    world.folder = left
  }
  toString = () => `kill at ${this.moment}`
}

function leftBehind(folder: string): string {
  const copy = mkdtempSync('/dev/shm/cewen-world-')
  cpSync(folder, copy, { recursive: true })
  const own = String(process.pid)
  for (const name of readdirSync(copy, { recursive: true, encoding: 'utf8' }).reverse()) {
    const file = path.join(copy, name)
    const base = path.basename(name)
    if (base.endsWith('.lock')) writeFileSync(file, readFileSync(file, 'utf8').replaceAll(own, NOBODY))
    if (base.endsWith('.tmp'))
      renameSync(file, path.join(path.dirname(file), base.replace(`.${own}`, `.${NOBODY}`)))
  }
  return copy
}

/**
 * A server that starts: it sweeps, finds every build whole and the acknowledged one in use, and opens a build only of the
 * documents that lie there.
 */
export class Restart implements AsyncCommand<Oracle, World> {
  check = () => true
  async run({ lying, acknowledged }: Oracle, world: World): Promise<void> {
    const dir = buildsOf(world)
    await sweepBuilds(dir)
    const rows = await verifyBuilds(dir)
    const faulty = rows.find(({ faults }) => faults.length > 0)
    if (faulty) throw new Error(`${faulty.id}: ${faulty.faults.join(' ')}`)
    if (rows.filter(({ current }) => current).length !== (acknowledged ? 1 : 0))
      throw new Error('which build is current?')
    await holds(world, acknowledged)
    if (lying.size === 0) return
    const { build } = await openBuild(dir, inputsOf(await readSeeds(seedsOf(world)), fakeEmbedder()))
    if (build) await isOf(world, build, lying)
    else if (acknowledged && isSame(lying, acknowledged)) throw new Error('no build of these documents')
  }
  toString = () => 'restart'
}

export class Search implements AsyncCommand<Oracle, World> {
  check = () => true
  run = ({ acknowledged }: Oracle, world: World) => holds(world, acknowledged)
  toString = () => 'search'
}

/** The build in use is of the documents that were acknowledged. */
async function holds(world: World, acknowledged: Documents | undefined): Promise<void> {
  const dir = buildsOf(world)
  const build = acknowledged ? await currentBuild(dir) : await newestBuild(dir)
  if ((build === undefined) !== (acknowledged === undefined))
    throw new Error(`a build: ${build?.manifest.id}`)
  if (build && acknowledged) await isOf(world, build, acknowledged)
}

const isSame = (one: Documents, other: Documents) =>
  one.size === other.size && [...one].every(([name, version]) => other.get(name) === version)

/** The build has these documents, whole, found by words and by vectors alike, and no other. */
async function isOf(world: World, build: Build, expected: Documents): Promise<void> {
  const documents = await readDocumentsFile(build.folder)
  const names = documents.map(({ summary }) => summary.id).sort()
  if (names.join() !== [...expected.keys()].sort().join()) throw new Error(`documents: ${names.join()}`)
  for (const [name, version] of expected) {
    const document = documents.find(({ summary }) => summary.id === name)!
    const { start, end } = document.records[0]!
    if (!document.text.slice(start, end).includes(sentence(name, version).slice(4)))
      throw new Error(`${name} is not version ${version}: ${document.text}`)
    await found(world, build, name, version)
  }
}

async function found({ tokenizer }: World, { folder }: Build, name: string, version: number): Promise<void> {
  const passages = await readPassages(folder)
  const embedder = fakeEmbedder()
  const store = await openStore(folder, embedder.profile.dimensions)
  try {
    const [nearest] = await store.search(await embedder.embedQuestion(sentence(name, version)), 1)
    const byVector = passages[nearest!.label]!.recordId
    const characters = await readLexical(folder, 'characters')
    const scores = characters.score(tokenizer.characters(sentence(name, version)))
    const searched = passages.filter(({ kind }) => kind === 'passage')
    const byWords = searched[scores.indexOf(Math.max(...scores))]!.recordId
    if (byVector !== `${name}/1` || byWords !== `${name}/1`)
      throw new Error(`${name}/1 was asked for; by vectors ${byVector}, by words ${byWords}`)
  } finally {
    store.close()
  }
}
