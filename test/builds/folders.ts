// Real folders with small builds in them, and the means to fill, lock and look at them.

import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmdirSync } from 'node:fs'
import { mkdtemp, readFile, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { type BuildManifest, writeBuild } from '../../src/builds/builds.ts'

export const tempFolder = () => mkdtemp(path.join(os.tmpdir(), 'cewen-builds-'))

/** A build of two files whose content follows from `text`. */
export function writeSmall(
  dir: string,
  inputs: string,
  text = inputs,
  bytes = 5000,
  then: (folder: string) => Promise<void> = async () => {},
): Promise<BuildManifest> {
  return writeBuild(dir, {
    inputs,
    meta: { model: 'plain', passages: 3 },
    write: async (folder) => {
      await writeFile(path.join(folder, 'words.json'), JSON.stringify({ text }))
      await writeFile(path.join(folder, 'vectors.bin'), Buffer.alloc(bytes, text))
    },
    check: then,
  })
}

export const textOf = async (build: { folder: string } | undefined) =>
  build && JSON.parse(await readFile(path.join(build.folder, 'words.json'), 'utf8')).text

/** A file system of its own of 1 MB, or undefined without the right to mount one. */
export function mountSmall():
  | { folder: string; remount: (mode: 'ro' | 'rw') => void; unmount: () => void }
  | undefined {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'cewen-small-'))
  const mount = (...args: string[]) => execFileSync('mount', args, { stdio: 'ignore' })
  try {
    mount('-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', folder)
  } catch {
    rmdirSync(folder)
    return undefined
  }
  return {
    folder,
    remount: (mode) => mount('-o', `remount,${mode}`, folder),
    unmount: () => {
      execFileSync('umount', [folder])
      rmdirSync(folder)
    },
  }
}
