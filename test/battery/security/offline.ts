// S34 and F23: with no network but the machine's own, everything works, and nothing is even tried. The system calls that
// could reach out are listed as they are made.

import { execFile } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { ROOT } from '../../../src/config.ts'
import { type Case, Count, need, needRoot } from '../case.ts'
import { countTests } from '../tests.ts'

const CALLS = 'connect,sendto,sendmsg,sendmmsg'
/** To an address of the internet that is not this machine's own. */
const OUTBOUND =
  /sin6?_port=htons\((?<port>\d+)\).*(?:inet_addr\("(?!127\.|0\.0\.0\.0)[^"]+"\)|inet_pton\(AF_INET6, "(?!::1"|::"|::ffff:127\.)[^"]+")/u

/** A look-up of a name asks a resolver, which may have an address of this machine. */
const LOOKUP = /sin6?_port=htons\(53\)|nscd|systemd\/resolve/u
/** What is asked of itself: a trace without any has seen nothing. */
const WITHIN = /inet_addr\("127\.|inet_pton\(AF_INET6, "(?:::1|::ffff:127\.)/u

/** Starts a program in a namespace with a loopback of its own, its calls and those of all its children traced. */
const offline = (trace: string): string[] => [
  'unshare', '-n', 'sh', '-c', 'ip link set lo up && exec "$@"', 'sh',
  'strace', '-f', '-qq', '--seccomp-bpf', '-e', `trace=${CALLS}`, '-o', trace,
] // biome-ignore format: a command line

export const OFFLINE: readonly Case[] = [
  {
    id: 'S34',
    what: 'without a network a desk starts and answers, and tries to call nobody',
    tiers: ['t1', 'b'],
    run: () =>
      traced(async (through) => {
        const count = new Count()
        const [program, ...rest] = through
        const visit = path.join(import.meta.dirname, 'visit.ts')
        const { stdout } = await promisify(execFile)(
          program!,
          [...rest, process.execPath, '--import', 'tsx', visit],
          {
            cwd: ROOT,
          },
        )
        for (const outcome of JSON.parse(stdout) as string[])
          count.add(/^(?:answered|partial)$/u.test(outcome) ? undefined : outcome)
        return count
      }),
  },
  {
    id: 'F23',
    what: 'without a network all tests pass, and nothing tries to call anybody',
    tiers: ['b'],
    run: () => traced((through) => countTests([], { through })),
  },
]

async function traced(use: (through: string[]) => Promise<Count>) {
  for (const [program, origin] of [
    ['unshare', 'util-linux'],
    ['ip', 'iproute2'],
    ['strace', 'strace'],
  ] as const)
    need(program, origin)
  needRoot()
  const folder = mkdtempSync(path.join(tmpdir(), 'cewen-offline-'))
  const trace = path.join(folder, 'calls')
  try {
    const count = await use(offline(trace))
    if (!existsSync(trace)) throw new Error('nothing was traced')
    const calls = readFileSync(trace, 'utf8').split('\n')
    count.add(calls.some((call) => WITHIN.test(call)) ? undefined : 'not even a call to itself was seen')
    const reached = calls.filter((call) => OUTBOUND.test(call) || LOOKUP.test(call))
    count.add(reached.length === 0 ? undefined : reached.slice(0, 3).join('\n'))
    return count.tally(`${calls.length} calls seen, ${reached.length} of them outbound`)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
