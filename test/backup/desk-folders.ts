// A desk's three folders, small and without a model, and what is in a folder afterwards.

import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { readSettings, type Settings } from '../../src/config.ts'
import { openJournal } from '../../src/gaps/journal.ts'
import { writeSmall } from '../builds/folders.ts'
import { entry } from '../gaps/entries.ts'

export const NOTICE = '关于先放行后缴税的通知\n\n对进口货物实行先放行、后缴税。\n'

/** Settings for folders below one; nothing is in them yet. */
export function foldersIn(root: string, more: Record<string, string> = {}): Settings {
  const at = (name: string) => path.join(root, name)
  return readSettings({
    INDEX_DIR: at('builds'),
    SEEDS_DIR: at('seeds'),
    GAPS_DIR: at('gaps'),
    ...more,
  })
}

export const tempRoot = () => mkdtempSync(path.join(os.tmpdir(), 'cewen-backup-'))

/** A desk with one document, one build and two questions. */
export async function filledDesk(root: string, more: Record<string, string> = {}): Promise<Settings> {
  const settings = foldersIn(root, more)
  mkdirSync(settings.SEEDS_DIR)
  writeFileSync(path.join(settings.SEEDS_DIR, '通知.txt'), NOTICE)
  await writeSmall(settings.INDEX_DIR, 'inputs-1')
  const journal = openJournal(settings.GAPS_DIR)
  for (const question of ['能不能落户？', '收费多少？']) await journal.write(entry(question))
  return settings
}

/** Every file below a folder with its content, by name; empty folders end with a slash. */
export function contentsOf(folder: string): Record<string, string> {
  if (!existsSync(folder)) return {}
  return Object.fromEntries(
    readdirSync(folder, { recursive: true, withFileTypes: true }).map((one) => {
      const at = path.join(one.parentPath, one.name)
      const name = path.relative(folder, at)
      return one.isFile() ? [name, readFileSync(at, 'latin1')] : [`${name}/`, '']
    }),
  )
}
