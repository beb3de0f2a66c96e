// Names of files that no office gives its documents: each is a document that can be opened, is passed over as other files
// are, or is refused by name.

import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { AppError } from '../../../src/errors.ts'
import { parseSeeds, readSeeds } from '../../../src/seeds.ts'
import { type Case, Count } from '../case.ts'
import { withDesk } from './sent.ts'

const text = (what: string) => `第一条 ${what}由窗口受理，不收取费用。\n第二条 本通知自公布之日起施行。\n`

/** Each a document whose id is its name without the ending, composed. */
const READABLE = [
  'a b', ' ', '税', '😀', 'CON', 'a.', 'a.txt', '-rf', '__proto__', 'constructor', 'a#b', 'a?b', 'a%2e%2e', '%00', 'a&b;c=d',
  'a\\b', 'a\nb', 'a\tb', '<img src=x onerror=alert(1)>', `"quoted'`, '{{7*7}}', '\u202etxt.exe', 'cafe\u0301',
  'a'.repeat(251), '税'.repeat(83),
] // biome-ignore format: one list, read as one

/** Beside a proper document. */
const OTHERS: readonly [what: string, put: (folder: string) => void, refused: RegExp | undefined][] = [
  ['a hidden file', (folder) => writeFileSync(path.join(folder, '.hidden.txt'), text('甲')), undefined],
  ['a dot behind the ending', (folder) => writeFileSync(path.join(folder, 'a.txt.'), text('甲')), undefined],
  ['no ending', (folder) => writeFileSync(path.join(folder, 'notes'), text('甲')), undefined],
  ['a Word file', (folder) => writeFileSync(path.join(folder, 'a.docx'), 'PK'), undefined],
  ['an ending in capitals', (folder) => writeFileSync(path.join(folder, 'B.TXT'), text('甲')), undefined],
  ['a folder', (folder) => mkdirSync(path.join(folder, 'folder.txt')), /folder\.txt/u],
  ['a link', (folder) => symlinkSync('/etc/passwd', path.join(folder, 'link.txt')), /link\.txt/u],
  ['a link to nowhere', (folder) => symlinkSync('/nowhere', path.join(folder, 'lost.txt')), /lost\.txt/u],
  ['a device', (folder) => symlinkSync('/dev/zero', path.join(folder, 'zero.txt')), /zero\.txt/u],
  ['a pipe', (folder) => execFileSync('mkfifo', [path.join(folder, 'pipe.txt')]), /pipe\.txt/u],
  ['bytes that are no name', (folder) => writeFileSync(Buffer.from(`${folder}/\xb9.txt`, 'latin1'), text('甲')), /\.txt/u],
  ['the same name, composed and not', (folder) => {
    for (const name of ['caf\u00e9.txt', 'cafe\u0301.txt']) writeFileSync(path.join(folder, name), text('甲'))
  }, /café/u],
  ['the same name with two endings', (folder) => {
    for (const name of ['twice.txt', 'twice.md']) writeFileSync(path.join(folder, name), text('甲'))
  }, /twice/u],
] // biome-ignore format: a table

export const names: Case = {
  id: 'I6b',
  what: 'names of files that no office gives',
  tiers: ['t1', 'b'],
  async run() {
    const count = new Count()
    for (const [what, put, refused] of OTHERS) count.add(await beside(what, put, refused))
    await withFolder(async (folder) => {
      for (const name of READABLE) writeFileSync(path.join(folder, `${name}.txt`), text(name.slice(0, 5)))
      await withDesk(
        async ({ address }) => {
          for (const name of READABLE) count.add(await opened(address, name.normalize('NFC')))
        },
        { SEEDS_DIR: folder },
      )
    })
    return count.tally(`${READABLE.length} names of documents, ${OTHERS.length} of other files`)
  },
}

async function withFolder<T>(act: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(path.join(tmpdir(), 'cewen-names-'))
  try {
    return await act(folder)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function beside(what: string, put: (folder: string) => void, refused: RegExp | undefined) {
  return withFolder(async (folder) => {
    writeFileSync(path.join(folder, '通知.txt'), text('通知'))
    put(folder)
    try {
      const ids = parseSeeds(await readSeeds(folder)).map(({ summary }) => summary.id)
      if (refused) return `${what}: read as ${JSON.stringify(ids)}`
      return ids.includes('通知') ? undefined : `${what}: the document beside it is gone`
    } catch (error) {
      const told =
        error instanceof AppError && error.code === 'invalid_request' && refused?.test(error.message)
      return told ? undefined : `${what}: ${error}`
    }
  })
}

/** Whether a document of this id can be read over HTTP, with its records, and has a page. */
async function opened(address: string, id: string): Promise<string | undefined> {
  const at = encodeURIComponent(id)
  const response = await fetch(`${address}/api/documents/${at}`)
  if (response.status !== 200) return `${JSON.stringify(id)}: ${response.status}`
  const { records } = (await response.json()) as { records: { id: string }[] }
  const number = records[0]!.id.slice(id.length + 1)
  for (const part of [`${address}/api/records/${at}/${number}`, `${address}/documents/${at}`]) {
    const page = await fetch(part)
    await page.body?.cancel()
    if (page.status !== 200) return `${JSON.stringify(id)}: ${page.status} for ${part.slice(address.length)}`
  }
  return undefined
}
