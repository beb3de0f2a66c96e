// One real engine over the documents that ship with the product: real model, real index. The first run builds the
// index (about ten seconds); later test files and runs find it, as long as nothing that shapes a build has changed.

import { createHash } from 'node:crypto'
import {
  cpSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll } from 'vitest'
import { ROOT, readSettings, type Settings } from '../../src/config.ts'
import { type Engine, openEngine, rebuild } from '../../src/engine.ts'
import { topicVectors } from '../../src/gate/topics.ts'

/** All the code that has a say in what a build holds; documents and model are checked by the engine itself. */
const SHAPING = [
  'config.ts',
  'corpus',
  'text',
  'stores',
  'builds/files.ts',
  'builds/builds.ts',
  'ingest.ts',
  'seeds.ts',
]
/** The code that has a say in the vectors. */
const EMBEDDING = ['embedders']
const KEPT = path.join(tmpdir(), `cewen-test-${process.getuid?.() ?? 0}`)
const DAY_MS = 86_400_000

/** Environment in which this machine's own settings do not show; for spawned processes too. Questions leave no trace. */
export function bareEnvironment(more: Record<string, string> = {}): Record<string, string> {
  const { PATH = '', HOME = '' } = process.env
  return { PATH, HOME, NO_COLOR: '1', GAPS: 'off', ...more }
}

let folder: Promise<string> | undefined

/** An INDEX_DIR with a build of the shipped documents. Tests that write or damage builds work on a copy. */
export function deskIndex(): Promise<string> {
  folder ??= builtIndex()
  return folder
}

/** A copy of `deskIndex` for one server, which locks its folder; its files are links: whoever damages them makes a real copy. */
export async function ownIndex(): Promise<string> {
  const from = await deskIndex()
  const own = mkdtempSync(path.join(tmpdir(), 'cewen-own-'))
  owned.push(own)
  for (const entry of readdirSync(from, { recursive: true, withFileTypes: true })) {
    const at = path.join(own, path.relative(from, path.join(entry.parentPath, entry.name)))
    if (entry.isDirectory()) mkdirSync(at)
    else linkSync(path.join(entry.parentPath, entry.name), at)
  }
  return own
}

const owned: string[] = []

/** The settings under which the desk is open; the port is a free one. */
export async function deskSettings(more: Record<string, string> = {}): Promise<Settings> {
  return readSettings({ INDEX_DIR: await deskIndex(), PORT: '0', GAPS: 'off', ...more })
}

let desk: Promise<Engine> | undefined

/**
 * The engine, opened once for all tests of a file and closed after them: tests must not close it.
 * Call it in `beforeAll`, which waits long enough for a first build. Throws where the model did not start.
 */
export function openDesk(): Promise<Engine> {
  desk ??= deskSettings().then(async (settings) => {
    const engine = await openEngine(settings)
    if (engine.degraded.length > 0) throw new Error(engine.degraded.join('\n'))
    // What a first question would wait for, and do without on a busy machine.
    if (engine.dense) await topicVectors(engine.dense.embedder)
    return engine
  })
  return desk
}

// The battery runs without vitest, and opens no desk in its own process.
if (process.env.VITEST !== undefined)
  afterAll(async () => {
    const opened = await desk?.catch(() => undefined)
    await opened?.close()
    for (const own of owned) rmSync(own, { recursive: true, force: true })
  })

async function builtIndex(): Promise<string> {
  const vectors = digestOf(EMBEDDING)
  const place = path.join(KEPT, `${vectors}-${digestOf(SHAPING)}`)
  if (exists(place)) return place
  mkdirSync(KEPT, { recursive: true })
  const others = readdirSync(KEPT).map((name) => path.join(KEPT, name))
  for (const old of others) if (ageOf(old) > DAY_MS) rmSync(old, { recursive: true, force: true })
  // Built beside its place and moved there whole: test files that start at once do not meet in one folder.
  const own = mkdtempSync(path.join(KEPT, 'building-'))
  try {
    // Vectors of passages that stayed the same are taken over from a build of the same embedding code.
    const akin = others.find((other) => path.basename(other).startsWith(`${vectors}-`) && exists(other))
    if (akin) cpSync(akin, own, { recursive: true })
    await rebuild(readSettings({ INDEX_DIR: own }))
    renameSync(own, place)
  } catch (error) {
    rmSync(own, { recursive: true, force: true })
    if (!exists(place)) throw error
  }
  return place
}

function digestOf(sources: readonly string[]): string {
  const hash = createHash('sha256')
  for (const source of sources) {
    const at = path.join(ROOT, 'src', source)
    const files = statSync(at).isDirectory()
      ? readdirSync(at, { recursive: true, encoding: 'utf8' })
          .filter((file) => file.endsWith('.ts'))
          .sort()
      : ['']
    for (const file of files) hash.update(`${source}/${file}\0`).update(readFileSync(path.join(at, file)))
  }
  return hash.digest('hex').slice(0, 12)
}

/** Milliseconds since a folder was made; nothing for one that another process has just moved. */
function ageOf(file: string): number {
  const stat = statSync(file, { throwIfNoEntry: false })
  return stat ? Date.now() - stat.mtimeMs : 0
}

function exists(file: string): boolean {
  return statSync(file, { throwIfNoEntry: false }) !== undefined
}
