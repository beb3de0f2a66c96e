// Inputs of formats that the desk does not take: there is no way in for them. A row of its own, so that the day they are
// taken is the day this fails.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { readSeeds } from '../../../src/seeds.ts'
import { type Case, Count } from '../case.ts'
import { faultWith, withDesk } from './sent.ts'

const FORMATS = ['docx', 'doc', 'pdf', 'xlsx', 'html', 'zip', 'odt', 'rtf']
const UPLOADS = ['/api/admin/documents', '/api/documents', '/api/upload', '/upload']

export const absent: Case = {
  id: 'I8',
  what: 'Word, PDF, sheets and archives: not taken, neither from the folder nor over HTTP',
  tiers: ['t1', 'b'],
  run: () =>
    withDesk(async ({ address }) => {
      const count = new Count()
      for (const format of FORMATS) count.add(await readFrom(format))
      for (const at of UPLOADS) {
        const headers = { 'Content-Type': 'multipart/form-data; boundary=x' }
        const body =
          '--x\r\nContent-Disposition: form-data; name="file"; filename="a.docx"\r\n\r\nPK\r\n--x--\r\n'
        count.add(
          await faultWith(address, {
            what: at,
            path: at,
            method: 'POST',
            headers,
            body,
            expected: 'refused',
          }),
        )
      }
      return count.tally('the feature is absent: files are named as not read, uploads are 404 or 405')
    }),
}

/** A file of the format beside a document is named as not read. */
async function readFrom(format: string): Promise<string | undefined> {
  const folder = mkdtempSync(path.join(tmpdir(), 'cewen-absent-'))
  try {
    writeFileSync(path.join(folder, '通知.txt'), '第一条 船舶可以提前申报。\n')
    writeFileSync(path.join(folder, `a.${format}`), 'PK')
    const { files, unread } = await readSeeds(folder)
    const fine = unread.join() === `a.${format}` && files.length === 1
    return fine
      ? undefined
      : `${format}: unread ${unread.join()}, read ${files.map(({ name }) => name).join()}`
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
