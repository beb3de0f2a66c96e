// A process killed at every step of writing a build, and two that write at the same time.

import { spawn } from 'node:child_process'
import { cp, readdir, readFile, rm } from 'node:fs/promises'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { newestBuild, openBuild, verifyBuilds } from '../../src/builds/builds.ts'
import { sweepBuilds } from '../../src/builds/sweep.ts'
import { tempFolder, textOf, writeSmall } from './folders.ts'

const OLD = 'old-inputs'
const NEW = 'new-inputs'
const FIXTURE = fileURLToPath(new URL('write-then-die.ts', import.meta.url))

let root: string
let program: string
beforeEach(async () => {
  root = await tempFolder()
  // Compiled once: it is started some thirty times, and compiling would take most of that.
  program = path.join(root, 'write-then-die.mjs')
  await build({
    entryPoints: [FIXTURE],
    outfile: program,
    bundle: true,
    platform: 'node',
    format: 'esm',
    logLevel: 'error',
  })
})
afterEach(() => rm(root, { recursive: true }))

/** Runs the fixture to its end: the signal that ended it, and how many steps it printed. */
function run(dir: string, inputs: string, nth: number): Promise<{ signal: string | null; steps: number }> {
  const child = spawn(process.execPath, [program, dir, inputs, String(nth)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let printed = ''
  child.stdout.on('data', (piece) => {
    printed += piece
  })
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code, signal) => {
      if (code) reject(new Error(`exit ${code}`))
      else resolve({ signal, steps: Number(printed) })
    })
  })
}

it('killed at any step, it leaves the old build or the whole new one, and what can be swept', async () => {
  const template = path.join(root, 'template')
  const old = await writeSmall(template, OLD)
  const unharmed = path.join(root, 'unharmed')
  await cp(template, unharmed, { recursive: true })
  const { steps } = await run(unharmed, NEW, 0)
  expect(steps).toBeGreaterThan(20)

  const seen = { temporary: 0, switched: 0, unswitched: 0 }
  const tryAt = async (nth: number) => {
    const dir = path.join(root, `killed-${nth}`)
    await cp(template, dir, { recursive: true })
    expect((await run(dir, NEW, nth)).signal).toBe('SIGKILL')

    const names = await readdir(dir)
    const opened = await openBuild(dir, OLD)
    expect([await textOf(opened.build), opened.faults], `step ${nth}`).toEqual([OLD, []])
    expect((await verifyBuilds(dir)).flatMap((row) => row.faults)).toEqual([])
    const written = (await openBuild(dir, NEW)).build
    const isCurrent = (await readFile(path.join(dir, 'current'), 'utf8')).trim() !== old.id
    if (names.some((name) => name.endsWith('.tmp'))) seen.temporary++
    if (isCurrent) seen.switched++
    else if (written) seen.unswitched++
    if (isCurrent) expect(written).toBeDefined()

    await sweepBuilds(dir)
    expect((await readdir(dir)).filter((name) => name.endsWith('.tmp'))).toEqual([])
    expect((await openBuild(dir, OLD)).build).toBeDefined()
    await writeSmall(dir, NEW, 'after')
    expect(await textOf((await openBuild(dir, NEW)).build)).toBe('after')
  }
  const points = Array.from({ length: steps }, (_, i) => i + 1)
  await Promise.all(
    [0, 1, 2].map(async () => {
      for (let nth = points.shift(); nth !== undefined; nth = points.shift()) await tryAt(nth)
    }),
  )
  expect(seen.temporary).toBeGreaterThan(15)
  expect(seen.switched).toBeGreaterThan(0)
  expect(seen.unswitched).toBeGreaterThan(0)
})

it('two processes that write at once both finish, and the pointer names one of the two', async () => {
  const dir = path.join(root, 'shared')
  await Promise.all([run(dir, OLD, 0), run(dir, NEW, 0)])
  const rows = await verifyBuilds(dir)
  expect(rows.map((row) => row.faults)).toEqual([[], []])
  expect(rows.filter((row) => row.current)).toHaveLength(1)
  for (const inputs of [OLD, NEW]) expect((await openBuild(dir, inputs)).build).toBeDefined()
  expect(await newestBuild(dir)).toBeDefined()
})
