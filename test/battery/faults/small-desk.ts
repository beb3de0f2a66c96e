// A folder of three short documents with an index, for faults that need many runs of `cewen ingest`: one takes about two
// seconds. It tells whether what is there afterwards is one version of the documents, whole. It knows no fault.

import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { type Build, currentBuild, verifyBuilds } from '../../../src/builds/builds.ts'
import { readDocumentsFile } from '../../../src/builds/files.ts'
import { BUILT, type Ended, endOf, startCommand } from '../../support/command.ts'

/** What a document says, by the name of its file. */
export type Version = Readonly<Record<string, string>>

const article = (what: string) => `第一条 ${what}。\n第二条 本办法自公布之日起施行。\n`
export const OLD: Version = {
  'harbour.txt': article('船舶可以提前申报靠泊'),
  'notice.txt': article('周六上午照常办理，午间不休息'),
  'repealed.txt': article('引航按次收费'),
}
/** What was there before `OLD`: an ingest of anything else takes this build away. */
const OLDER: Version = { 'notice.txt': OLD['notice.txt']! }
/** One document changed, one deleted, one added. */
export const NEXT: Version = {
  'harbour.txt': OLD['harbour.txt']!,
  'notice.txt': article('周六全天照常办理，节假日另行通知'),
  'added.txt': article('退货可以进入保税仓'),
}
export const version = (number: number): Version => ({
  ...OLD,
  'notice.txt': article(`第${number}号窗口照常办理`),
  [`extra-${number % 3}.txt`]: article(`第${number}号仓库可以退货`),
})

export class SmallDesk {
  readonly folder = mkdtempSync(path.join(tmpdir(), 'cewen-small-desk-'))
  readonly seeds = path.join(this.folder, 'seeds')
  index = path.join(this.folder, 'builds')

  get env(): Record<string, string> {
    return { SEEDS_DIR: this.seeds, INDEX_DIR: this.index }
  }

  holds(documents: Version): this {
    rmSync(this.seeds, { recursive: true, force: true })
    mkdirSync(this.seeds)
    for (const [name, text] of Object.entries(documents)) writeFileSync(path.join(this.seeds, name), text)
    return this
  }

  /** Another desk with the same index. */
  copy(): SmallDesk {
    const other = new SmallDesk()
    cpSync(this.index, other.index, { recursive: true })
    return other
  }

  start(args: readonly string[], env: Record<string, string> = {}, through: readonly string[] = []) {
    const child = startCommand(BUILT, args, { PORT: '0', ...this.env, ...env }, through)
    return { child, ended: endOf(child) }
  }

  ingest(env: Record<string, string> = {}, through: readonly string[] = []): Promise<Ended> {
    return this.start(['ingest'], env, through).ended
  }

  /** Why what is there is none of these versions, whole; undefined when it is one. */
  async fault(...allowed: readonly Version[]): Promise<string | undefined> {
    const damaged = (await verifyBuilds(this.index)).flatMap(({ faults }) => faults)
    if (damaged.length > 0) return damaged.join(' ')
    const found = await versionOf(await currentBuild(this.index))
    return allowed.some((one) => isSame(found, one)) ? undefined : `holds ${JSON.stringify(found)}`
  }

  strays(): string[] {
    return readdirSync(this.index).filter((name) => /\.(tmp|lock)$/u.test(name))
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true })
  }
}

/** The wording of each document of a build, by its file. */
export async function versionOf(build: Build): Promise<Version> {
  const documents = await readDocumentsFile(build.folder)
  return Object.fromEntries(documents.map(({ summary, text }) => [summary.sourceFile, text]))
}

export function isSame(one: Version, other: Version): boolean {
  const flat = (texts: Version) =>
    JSON.stringify(
      Object.entries(texts)
        .map(([name, text]) => [name, text.replace(/\s/gu, '')])
        .sort(),
    )
  return flat(one) === flat(other)
}

/** One line for people, no stack: what a failed command may say besides its progress. */
export const isPlain = ({ said }: Pick<Ended, 'said'>, what: RegExp) =>
  what.test(said) && !/\n\s+at |Error:|node_modules/u.test(said)

let old: Promise<SmallDesk> | undefined

/** A desk of its own with an index of `OLD` and one before it, holding `documents`: its next ingest takes the oldest away. */
export async function smallDesk(documents: Version = NEXT): Promise<SmallDesk> {
  old ??= made()
  return (await old).copy().holds(documents)
}

async function made(): Promise<SmallDesk> {
  const desk = new SmallDesk()
  process.once('exit', () => desk.remove())
  for (const documents of [OLDER, OLD]) {
    const { code, said } = await desk.holds(documents).ingest()
    if (code !== 0) throw new Error(`no index to begin with: ${said}`)
  }
  return desk
}

/** Two at a time: as many as there are cores where the battery runs. */
export async function inTwos<T>(all: readonly T[], work: (one: T) => Promise<void>): Promise<void> {
  const left = [...all]
  const worker = async () => {
    for (let one = left.shift(); one !== undefined; one = left.shift()) await work(one)
  }
  await Promise.all([worker(), worker()])
}

/** `count` of a list, spread evenly over it, the first and the last among them. */
export function spread<T>(all: readonly T[], count: number): T[] {
  if (count >= all.length) return [...all]
  return Array.from({ length: count }, (_, i) => all[Math.round((i * (all.length - 1)) / (count - 1))]!)
}
