// Folders, files and errors of the disk as builds use them.

import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { inPlainWords, makeFolder } from '../../src/builds/disk.ts'
import { AppError, type ErrorCode } from '../../src/errors.ts'

const own = mkdtempSync(path.join(tmpdir(), 'cewen-disk-'))
afterAll(() => rmSync(own, { recursive: true, force: true }))

describe('a folder', () => {
  it('is made with its parents, also by several at once, and is no fault when it is there', async () => {
    const deep = path.join(own, 'a', 'b', 'c')
    await Promise.all([makeFolder(deep), makeFolder(deep), makeFolder(path.join(own, 'a', 'd'))])
    await makeFolder(deep)
    expect(statSync(deep).isDirectory()).toBe(true)
  })
  it('is not made inside a file', async () => {
    const file = path.join(own, 'file')
    writeFileSync(file, '')
    await expect(makeFolder(path.join(file, 'inside'))).rejects.toMatchObject({ code: 'ENOTDIR' })
  })
  it('is refused where the system takes none, and does not wait', async () => {
    await expect(makeFolder('/proc/cewen/builds')).rejects.toMatchObject({ syscall: 'mkdir' })
  })
})

describe('an error of the disk', () => {
  const failed = (code: string) => Object.assign(new Error('write'), { code, syscall: 'write' })

  it.each<[string, ErrorCode, RegExp]>([
    ['ENOSPC', 'storage_full', /空间不足/u],
    ['EDQUOT', 'storage_full', /空间不足/u],
    ['EROFS', 'read_only', /只读或没有权限/u],
    ['EACCES', 'read_only', /只读或没有权限/u],
    ['EPERM', 'read_only', /只读或没有权限/u],
    ['EIO', 'internal', /EIO/u],
  ])('%s is told as %s', (code, told, words) => {
    const cause = failed(code)
    const error = inPlainWords(cause) as AppError
    expect(error).toBeInstanceOf(AppError)
    expect([error.code, error.cause]).toEqual([told, cause])
    expect(error.message).toMatch(words)
  })
  it.each([new Error('ours'), Object.assign(new Error('no call'), { code: 'ENOSPC' }), 'ENOSPC', undefined])(
    'is not what %s is',
    (thrown) => {
      expect(inPlainWords(thrown)).toBe(thrown)
    },
  )
})
