// Folders that cannot be written, and limits of files: what is there is served, what cannot be done is said plainly.

import { execFileSync } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { type Case, Count, need, needRoot } from '../case.ts'
import { faultTold, type RunningDesk, startDesk } from '../running.ts'
import { isPlain, NEXT, OLD, type SmallDesk, smallDesk } from './small-desk.ts'

/** The user that has no rights. */
const NOBODY = 65_534

const F6: Case = {
  id: 'F6',
  what: 'folders that cannot be written: served as they are, ingest refuses',
  tiers: ['t1', 'b'],
  async run() {
    needRoot()
    need('setpriv', 'util-linux')
    const count = new Count()
    count.add(await readOnlyMount())
    count.add(await withoutRights())
    return count.tally('read-only mount, user without rights')
  },
}

async function readOnlyMount(): Promise<string | undefined> {
  const desk = await smallDesk(OLD)
  const place = mkdtempSync(path.join(tmpdir(), 'cewen-read-only-'))
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=8m', 'tmpfs', place])
  try {
    execFileSync('cp', ['-r', desk.index, place])
    mkdirSync(path.join(place, 'gaps'))
    desk.index = path.join(place, 'builds')
    execFileSync('mount', ['-o', 'remount,ro', place])
    return await servesOnly(desk, { GAPS: 'on', GAPS_DIR: path.join(place, 'gaps') })
  } finally {
    execFileSync('umount', ['-l', place])
    rmSync(place, { recursive: true, force: true })
    desk.remove()
  }
}

/** Node itself may ask for nothing but to read the program, whose folder everybody can read. */
async function withoutRights(): Promise<string | undefined> {
  const desk = await smallDesk(OLD)
  const gaps = path.join(desk.folder, 'gaps')
  mkdirSync(gaps)
  for (const name of readdirSync(desk.folder, { recursive: true, encoding: 'utf8' })) {
    const at = path.join(desk.folder, name)
    chmodSync(at, statSync(at).isDirectory() ? 0o755 : 0o644)
  }
  chmodSync(desk.folder, 0o755)
  const as = ['setpriv', `--reuid=${NOBODY}`, `--regid=${NOBODY}`, '--clear-groups']
  try {
    return await servesOnly(desk, { GAPS: 'on', GAPS_DIR: gaps }, as)
  } finally {
    desk.remove()
  }
}

async function servesOnly(
  desk: SmallDesk,
  gaps: Record<string, string>,
  through: readonly string[] = [],
): Promise<string | undefined> {
  const serving = await startDesk({ ...desk.env, ...gaps }, through)
  try {
    if (!/INDEX_DIR 不能写入/u.test(serving.said())) return `no warning: ${serving.said()}`
    desk.holds(NEXT)
    const ended = await desk.ingest({}, through)
    if (ended.code !== 1 || !isPlain(ended, /只读或没有权限/u)) return `ingest: ${ended.code} ${ended.said}`
    // The last of these has no answer, and the journal that would keep it cannot be written.
    for (const question of ['引航收费吗', '第99批有哪些创新成果'])
      if ((await asked(serving, question)) !== 200) return `no answer: ${serving.said()}`
    return await desk.fault(OLD)
  } finally {
    await serving.stop()
  }
}

async function asked({ address }: RunningDesk, question: string): Promise<number> {
  const body = JSON.stringify({ question })
  const headers = { 'Content-Type': 'application/json' }
  const signal = AbortSignal.timeout(10_000)
  const response = await fetch(`${address}/api/ask`, { method: 'POST', headers, body, signal })
  // Read to its end, so that the connection can be used again.
  await response.arrayBuffer()
  return response.status
}

/** Open connections that send nothing. */
const IDLE = 100
/** Below the size of the vectors of the small desk, above that of its dictionary. */
const FILE_BYTES = 4_096

const F7: Case = {
  id: 'F7',
  what: 'a limit of file size, and of 64 open files: said plainly, and well again afterwards',
  tiers: ['t1', 'b'],
  async run() {
    need('prlimit', 'util-linux')
    const count = new Count()
    count.add(await smallFiles())
    count.add(await fewFiles())
    return count.tally(`files of ${FILE_BYTES} bytes; ${FEW} open files and ${IDLE} connections`)
  },
}

async function smallFiles(): Promise<string | undefined> {
  const desk = await smallDesk({ ...NEXT, 'dictionary.txt': '申报\n' })
  try {
    const ended = await desk.ingest({}, ['prlimit', `--fsize=${FILE_BYTES}`])
    if (ended.code !== 1 || !isPlain(ended, /文件超过限额/u)) return `fsize: ${ended.code} ${ended.said}`
    const left = await desk.fault(OLD)
    if (left || desk.strays().length > 0) return `fsize left ${left ?? desk.strays()}`
    const again = await desk.ingest()
    return again.code === 0 ? await desk.fault(NEXT) : again.said
  } finally {
    desk.remove()
  }
}

/** Node opens most of the program's files at once: with fewer than this it cannot load it. */
const ENOUGH_TO_LOAD = 256
const FEW = 64

async function fewFiles(): Promise<string | undefined> {
  const desk = await smallDesk(OLD)
  try {
    const serving = await startDesk(desk.env)
    const statuses = [await asked(serving, '引航收费吗')]
    try {
      execFileSync('prlimit', [`--pid=${serving.process.pid}`, `--nofile=${FEW}:${FEW}`])
      const idle = Array.from({ length: IDLE }, () => {
        const socket = connect(Number(new URL(serving.address).port), '127.0.0.1')
        return socket.on('error', () => {})
      })
      await pause(1_000)
      // On the connection that is open already: others wait until there is room for them.
      statuses.push(await asked(serving, '引航收费吗'))
      for (const socket of idle) socket.destroy()
      await pause(500)
      statuses.push(await asked(serving, '引航收费吗'))
    } finally {
      await serving.stop()
    }
    const well = statuses.every((status) => status === 200) && !faultTold(serving.said())
    if (!well || serving.process.exitCode !== 0) return `nofile: ${statuses} ${serving.said()}`
    desk.holds(NEXT)
    const refused = await desk.ingest({}, ['prlimit', `--nofile=${FEW}:${FEW}`])
    const left = await desk.fault(OLD)
    if (refused.code !== 1 || !isPlain(refused, /只允许打开 64 个文件/u) || left)
      return `nofile: ${refused.code} ${refused.said} ${left}`
    const ended = await desk.ingest({}, ['prlimit', `--nofile=${ENOUGH_TO_LOAD}:${ENOUGH_TO_LOAD}`])
    return ended.code === 0 ? await desk.fault(NEXT) : `nofile: ${ended.said}`
  } finally {
    desk.remove()
  }
}

export const LIMITS: readonly Case[] = [F6, F7]
