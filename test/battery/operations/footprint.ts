// What the desk touches on the machine, as strace sees it: run by a user without rights, from its first start, through an
// ingest, questions and ratings, to its end.

import {
  chmodSync,
  chownSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { type Case, Count, need, needRoot } from '../case.ts'
import { startDesk } from '../running.ts'
import { ask, post } from './asking.ts'

const NOBODY = 65_534
const CHANGING =
  'openat,open,creat,mkdir,mkdirat,rename,renameat,renameat2,unlink,unlinkat,rmdir,link,linkat,symlink,symlinkat,mknod,mknodat,truncate,chmod,fchmodat,chown,lchown,fchownat'

const S35: Case = {
  id: 'S35',
  what: 'as a user without rights: folders for their owner alone, nothing written outside them',
  tiers: ['sample', 't1', 'b'],
  async run() {
    needRoot()
    need('strace', 'strace')
    need('setpriv', 'util-linux')
    const count = new Count()
    const root = mkdtempSync(path.join(tmpdir(), 'cewen-footprint-'))
    chmodSync(root, 0o755)
    const own = (name: string) => {
      const folder = path.join(root, name)
      mkdirSync(folder)
      chownSync(folder, NOBODY, NOBODY)
      return folder
    }
    const [state, temporary, trace] = [own('state'), own('tmp'), path.join(root, 'trace')]
    const seeds = path.join(root, 'seeds')
    mkdirSync(seeds)
    writeFileSync(
      path.join(seeds, 'notice.txt'),
      '第一条 进口货物先放行、后缴税。\n第二条 本办法自公布之日起施行。\n',
    )
    const env = {
      SEEDS_DIR: seeds,
      INDEX_DIR: path.join(state, 'index/builds'),
      GAPS: 'on',
      GAPS_DIR: path.join(state, 'gaps'),
      TMPDIR: temporary,
      HOME: '/nonexistent',
    }
    const through = [
      'strace',
      '-D',
      '-f',
      '--seccomp-bpf',
      '-y',
      '-s',
      '4096',
      '-o',
      trace,
      '-e',
      `trace=${CHANGING}`,
    ]
    const asNobody = ['setpriv', `--reuid=${NOBODY}`, `--regid=${NOBODY}`, '--clear-groups']
    const desk = await startDesk(env, [...through, ...asNobody])
    try {
      const uids = /^Uid:\s+(.+)$/mu.exec(readFileSync(`/proc/${desk.process.pid}/status`, 'utf8'))?.[1]
      count.add(
        new Set(uids?.split('\t')).size === 1 && Number(uids?.split('\t')[0]) === NOBODY
          ? undefined
          : `runs as ${uids}`,
      )
      const answer = (await (await ask(desk.address, '引航要交多少钱？')).json()) as Record<string, string>
      const { answerId } = answer
      const rated = await post(desk.address, '/api/feedback', { answerId, rating: -1, comment: '没有' })
      count.add(rated.status === 204 ? undefined : `not asked and rated: ${JSON.stringify(answer)}`)
      await fetch(desk.address)
    } finally {
      await desk.stop()
    }
    for (const folder of [
      path.join(state, 'index'),
      env.INDEX_DIR,
      env.GAPS_DIR,
      ...buildsIn(env.INDEX_DIR),
    ]) {
      const { mode, uid } = statSync(folder)
      count.add(
        (mode & 0o777) === 0o700 && uid === NOBODY ? undefined : `${folder} is ${mode.toString(8)} of ${uid}`,
      )
    }
    count.add(
      (statSync(path.join(env.GAPS_DIR, 'gaps.jsonl')).mode & 0o777) === 0o600
        ? undefined
        : 'gaps.jsonl is not private',
    )
    count.add(readdirSync(temporary).length === 0 ? undefined : `left in TMPDIR: ${readdirSync(temporary)}`)
    const written = changes(readFileSync(trace, 'utf8'))
    const outside = written.filter(
      (file) => ![state, temporary].some((folder) => file.startsWith(`${folder}/`)) && file !== '/dev/null',
    )
    for (const file of new Set(outside)) count.add(`written outside: ${file}`)
    count.add(
      written.some((file) => file.startsWith(`${env.GAPS_DIR}/`)) ? undefined : 'the trace saw nothing',
    )
    rmSync(root, { recursive: true, force: true })
    return count.tally(`${written.length} changes traced`)
  },
}

const buildsIn = (folder: string) =>
  readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => path.join(folder, name))

/** Every path that a call made, changed or took away, or that was opened to be written; failed calls too. */
export function changes(trace: string): string[] {
  return trace.split('\n').flatMap((line) => {
    const call = /^\d+\s+(?<name>\w+)\((?<rest>.*)$/u.exec(line)?.groups
    if (!call) return []
    const { name = '', rest = '' } = call
    if (/^(?:open|openat)$/u.test(name) && !/\bO_(?:WRONLY|RDWR|CREAT|TRUNC|APPEND)\b/u.test(rest)) return []
    const folder = /^AT_FDCWD<(?<at>[^>]*)>/u.exec(rest)?.groups?.at ?? '?'
    return [...rest.matchAll(/"((?:[^"\\]|\\.)*)"/gu)].map(([, file]) => path.resolve(folder, file!))
  })
}

export const FOOTPRINT: readonly Case[] = [S35]
