// The journal on disk: lines are appended, the file is set aside when it is large, and all that can be read is read.
// It keeps what it is given: that the words are redacted is the caller's business (gaps.ts).

import { statSync } from 'node:fs'
import { mkdir, open, readFile, rename } from 'node:fs/promises'
import path from 'node:path'
import { makeFolder, unless } from '../builds/disk.ts'
import { AppError } from '../errors.ts'
import { Entry } from './schema.ts'

/** The file that is written to, and the one that was full before it. */
const CURRENT = 'gaps.jsonl'
const OLDER = 'gaps.older.jsonl'
/** A file of this size is full: about ten thousand lines. */
const FULL_BYTES = 4 * 1024 * 1024
/** More lines than this do not wait: a disk that hangs must not fill the memory. */
const WAITING_MAX = 1000
const NEWLINE = 10

export interface Journal {
  /** Appends a line. @returns whether the system has taken it; it never throws, and the operator is told. */
  write(entry: Entry): Promise<boolean>
  /** What is the matter, where the last line could not be written. */
  failure(): string | undefined
  /** Waits for all lines that are being written. */
  settled(): Promise<void>
}

/**
 * A journal in a folder, which is made with the first line. Several processes may write to one.
 * @param onWarning hears of a failure once, and again after a line could be written in between
 * @param fullBytes for tests
 */
export function openJournal(
  folder: string,
  onWarning: (line: string) => void = () => {},
  fullBytes = FULL_BYTES,
): Journal {
  let failure: string | undefined
  let waiting = 0
  let last: Promise<unknown> = Promise.resolve()
  const succeeded = () => {
    failure = undefined
    return true
  }
  const failed = ({ code = 'ERROR' }: NodeJS.ErrnoException) => {
    const before = failure
    failure = `问题和评价没有记下（${code}），回答不受影响。请检查 GAPS_DIR 的磁盘空间和权限；不需要记录时设 GAPS=off。`
    if (before === undefined) onWarning(failure)
    return false
  }
  return {
    write: (entry) => {
      if (waiting >= WAITING_MAX) return Promise.resolve(failed({ code: 'EBUSY' } as NodeJS.ErrnoException))
      waiting += 1
      const written = last
        .then(() => append(folder, Buffer.from(`${JSON.stringify(entry)}\n`), fullBytes))
        .then(succeeded, failed)
        .finally(() => {
          waiting -= 1
        })
      last = written
      return written
    },
    failure: () => failure,
    settled: async () => void (await last),
  }
}

/**
 * All whole lines, oldest first; torn and foreign ones are passed over. Nothing where there is no journal.
 * @throws AppError `internal` for a journal that cannot be read
 */
export async function readJournal(folder: string): Promise<Entry[]> {
  const texts = await Promise.all([OLDER, CURRENT].map((name) => textOf(path.join(folder, name))))
  return texts.join('\n').split('\n').flatMap(entryOf)
}

/**
 * The files of the journal with their whole lines, as they stand at one moment, whoever writes to them meanwhile. None
 * where there is no journal.
 * @throws AppError `internal` for a journal that cannot be read
 */
export async function journalFiles(folder: string): Promise<{ name: string; bytes: Buffer }[]> {
  const file = path.join(folder, CURRENT)
  for (;;) {
    const before = statSync(file, { throwIfNoEntry: false })?.ino
    const texts = await Promise.all([OLDER, CURRENT].map((name) => textOf(path.join(folder, name))))
    // Set aside in between, the same lines would have been read twice or not at all.
    if (statSync(file, { throwIfNoEntry: false })?.ino !== before) continue
    return [OLDER, CURRENT].flatMap((name, i) => {
      const whole = texts[i]!.slice(0, texts[i]!.lastIndexOf('\n') + 1)
      return whole === '' ? [] : [{ name, bytes: Buffer.from(whole) }]
    })
  }
}

/** One write to a file opened for appending: lines of several processes follow each other, whole. */
async function append(folder: string, line: Buffer, fullBytes: number): Promise<void> {
  await makeFolder(path.dirname(folder))
  await mkdir(folder, { mode: 0o700 }).catch(unless('EEXIST'))
  const file = path.join(folder, CURRENT)
  await setAside(file, path.join(folder, OLDER), fullBytes)
  const handle = await open(file, 'a+', 0o600)
  try {
    // What a full disk or a crash has torn stays a line of its own. A line that another process is just writing can look
    // torn too: it is whole before ours follows, and only an empty line stands between them.
    const bytes = (await endsWhole(handle)) ? line : Buffer.concat([Buffer.of(NEWLINE), line])
    const { bytesWritten } = await handle.write(bytes)
    if (bytesWritten < bytes.length) throw Object.assign(new Error('short write'), { code: 'ENOSPC' })
  } finally {
    await handle.close()
  }
}

async function endsWhole(handle: Awaited<ReturnType<typeof open>>): Promise<boolean> {
  const { size } = await handle.stat()
  if (size === 0) return true
  const { buffer } = await handle.read(Buffer.alloc(1), 0, 1, size - 1)
  return buffer[0] === NEWLINE
}

/** Looked at and renamed in one breath, so that two processes hardly do it twice; the slower one finds no file. */
async function setAside(file: string, older: string, fullBytes: number): Promise<void> {
  const stat = statSync(file, { throwIfNoEntry: false })
  if (stat && stat.size >= fullBytes) await rename(file, older).catch(unless('ENOENT'))
}

async function textOf(file: string): Promise<string> {
  const absent = unless('ENOENT', 'ENOTDIR')
  return (await readFile(file, 'utf8').catch(absent).catch(unreadable)) ?? ''
}

function unreadable(cause: unknown): never {
  throw new AppError('internal', '读不了问题记录，请检查 GAPS_DIR 的权限。', { cause })
}

function entryOf(line: string): Entry[] {
  if (line.trim() === '') return []
  const { data } = Entry.safeParse(parsed(line))
  return data ? [data] : []
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}
