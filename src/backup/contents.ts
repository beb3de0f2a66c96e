// What a backup consists of, and whether it is whole: the same three folders that a desk has, the settings that shaped it,
// and a list of all files with their digests.
//
//   backup.json              the list
//   builds/<id>/, current    one build: the folder could be an INDEX_DIR
//   seeds/                   the documents, manifest, dictionary and synonyms
//   gaps/                    the questions kept
//   settings.env             settings that are not as they come, without secrets and folders

import { lstat, readFile } from 'node:fs/promises'
import path from 'node:path'
import { z } from 'zod'
import { BUILD_ID } from '../builds/current.ts'
import { measure } from '../builds/disk.ts'
import { sealed } from '../builds/seal.ts'
import { AppError } from '../errors.ts'

export const LIST = 'backup.json'
export const PARTS = { builds: 'builds', seeds: 'seeds', gaps: 'gaps' } as const
export const SETTINGS_FILE = 'settings.env'

/** At most two folders deep, and leading nowhere else. */
const isInside = (name: string) =>
  /^[^/\0]+(?:\/[^/\0]+){0,2}$/u.test(name) &&
  name.split(/[\\/]/u).every((step) => !['', '.', '..'].includes(step))

export const Contents = z.strictObject({
  format: z.literal(1),
  createdAt: z.iso.datetime(),
  build: z.string().regex(BUILD_ID),
  files: z.record(
    z.string().refine(isInside),
    z.strictObject({ bytes: z.int().min(0), sha256: z.string().regex(/^[0-9a-f]{64}$/u) }),
  ),
})
export type Contents = z.infer<typeof Contents>

const Sealed = Contents.extend({ seal: z.string() })

/** Files of one part: their names in it, with their digests. */
export function filesOf(contents: Contents, part: keyof typeof PARTS): Map<string, string> {
  const prefix = `${PARTS[part]}/`
  return new Map(
    Object.entries(contents.files)
      .filter(([name]) => name.startsWith(prefix))
      .map(([name, { sha256 }]) => [name.slice(prefix.length), sha256]),
  )
}

/**
 * Reads the list of a backup and checks every file against it.
 * @throws AppError `invalid_request` naming what is missing or damaged, or is a link or a device
 */
export async function checkedContents(folder: string): Promise<Contents> {
  const contents = await readList(folder)
  const faults: string[] = []
  for (const [name, expected] of Object.entries(contents.files)) {
    const fault = await faultOf(folder, name, expected)
    if (fault !== undefined) faults.push(`${name} ${fault}`)
  }
  if (faults.length > 0)
    throw new AppError('invalid_request', `这份备份不完整，没有恢复任何内容：${faults.join('；')}。`)
  return contents
}

async function readList(folder: string): Promise<Contents> {
  const refused = (why: string, cause?: unknown) =>
    new AppError('invalid_request', `${folder} 不是可用的备份：${why}。`, { cause })
  const strange = await linkOrDevice(folder, LIST).catch((cause: unknown) => {
    throw refused(`读不到 ${LIST}`, cause)
  })
  if (strange) throw refused(strange)
  try {
    const text = await readFile(path.join(folder, LIST), 'utf8')
    const { seal: _, ...contents } = Sealed.parse(JSON.parse(text))
    if (sealed(contents) === text) return contents
  } catch (cause) {
    throw refused(`${LIST} 读不出来，或由其他版本的程序写成`, cause)
  }
  throw refused(`${LIST} 的内容被改动过`)
}

async function faultOf(
  folder: string,
  name: string,
  expected: { bytes: number; sha256: string },
): Promise<string | undefined> {
  try {
    const strange = await linkOrDevice(folder, name)
    if (strange) return strange
    const { bytes, sha256 } = await measure(path.join(folder, name))
    if (bytes !== expected.bytes) return `有 ${bytes} 字节，应为 ${expected.bytes} 字节`
    return sha256 === expected.sha256 ? undefined : '的校验值不符'
  } catch (error) {
    return `缺失或无法读取（${(error as NodeJS.ErrnoException).code}）`
  }
}

/** Why a file is not one of this folder's own: it or a folder on the way to it is a link or a device. */
async function linkOrDevice(folder: string, name: string): Promise<string | undefined> {
  const steps = name.split('/')
  const folders = steps.map((_, i) => path.join(folder, ...steps.slice(0, i)))
  for (const one of folders) if (!(await lstat(one)).isDirectory()) return '所在的文件夹是符号链接'
  return (await lstat(path.join(folder, name))).isFile() ? undefined : '不是普通文件'
}
