// S14: a folder of documents in which something is no file: it is refused in one line, and nothing waits for it.

import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { cewen } from '../../support/command.ts'
import { type Case, Count, need, needRoot } from '../case.ts'

/** What a start that waits for nothing takes, many times over. */
const WITHIN_MS = 30_000

const THINGS: Readonly<Record<string, (at: string) => unknown>> = {
  'a link to a file': (at) => symlinkSync('/etc/passwd', at),
  'a link to a folder': (at) => symlinkSync('/etc', at),
  'a link to itself': (at) => symlinkSync(at, at),
  'a link to nowhere': (at) => symlinkSync('/nowhere', at),
  'a pipe': (at) => execFileSync('mkfifo', [at]),
  'an endless device': (at) => execFileSync('mknod', [at, 'c', '1', '5']),
  'a silent device': (at) => execFileSync('mknod', [at, 'c', '1', '3']),
  'a folder': (at) => mkdirSync(at),
  'a socket': (at) =>
    new Promise<void>((resolve) =>
      createServer()
        .unref()
        .listen(at, () => resolve()),
    ),
}
const NAMES = ['b.txt', 'b.md', 'manifest.json', 'dictionary.txt', 'synonyms.txt']

export const FOLDERS: readonly Case[] = [
  {
    id: 'S14',
    what: 'what is no regular file among the documents is refused at once, by its name',
    tiers: ['t1', 'b'],
    beside: true,
    async run(tier) {
      need('mkfifo', 'coreutils')
      needRoot()
      const count = new Count()
      for (const name of tier === 'b' ? NAMES : NAMES.slice(0, 1))
        for (const [what, make] of Object.entries(THINGS)) {
          const folder = mkdtempSync(path.join(tmpdir(), 'cewen-folder-'))
          try {
            const seeds = path.join(folder, 'seeds')
            mkdirSync(seeds)
            writeFileSync(path.join(seeds, 'a.txt'), '某市人民政府关于渔船的通知\n\n渔船每艘补助50万元。\n')
            await make(path.join(seeds, name))
            count.add(await ingest(`${what} called ${name}`, name, seeds, path.join(folder, 'builds')))
          } finally {
            rmSync(folder, { recursive: true, force: true })
          }
        }
      return count.tally()
    },
  },
]

async function ingest(what: string, name: string, seeds: string, index: string): Promise<string | undefined> {
  const { code, said } = await cewen(['ingest'], { SEEDS_DIR: seeds, INDEX_DIR: index }, WITHIN_MS)
  if (code === null) return `${what}: it waits`
  if (code !== 1) return `${what}: ended with ${code}`
  if (!said.includes(name)) return `${what}: ${said}`
  return /root:|\n\s+at /u.test(said) ? `${what}: told too much: ${said}` : undefined
}
