// A folder of documents as operators leave it: what is read, what is named as unread, what is refused and in which words.

import { mkdir, mkdtemp, symlink, truncate, unlink, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { AppError } from '../src/errors.ts'
import { parseSeeds, readSeeds } from '../src/seeds.ts'
import { HARBOUR, NOTICE } from './support/short-documents.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'cewen-seeds-'))
  await write('港口办法.txt', HARBOUR)
  await write('通知.txt', NOTICE)
})

const write = (name: string, content: string | Uint8Array) => writeFile(path.join(folder, name), content)

describe('a folder of documents', () => {
  const refused = async (pattern: RegExp) => {
    const error = await readSeeds(folder)
      .then(parseSeeds)
      .then(
        () => undefined,
        (reason: unknown) => reason,
      )
    expect(error).toBeInstanceOf(AppError)
    const { code, message } = error as AppError
    expect(code).toBe('invalid_request')
    expect(message).toMatch(pattern)
    expect(message).not.toContain('\n')
  }

  it('is listed by name, and names what it does not read', async () => {
    await write('图.png', new Uint8Array([1, 2, 3]))
    await write('synonyms.txt', '靠泊 停靠\n')
    const seeds = await readSeeds(folder)
    const { unread, synonyms } = seeds
    expect(parseSeeds(seeds).map(({ summary }) => summary.sourceFile)).toEqual(['港口办法.txt', '通知.txt'])
    expect(unread).toEqual(['图.png'])
    expect(synonyms).toBe(path.join(folder, 'synonyms.txt'))
  })

  it('that is missing or without a document is refused', async () => {
    await unlink(path.join(folder, '港口办法.txt'))
    await unlink(path.join(folder, '通知.txt'))
    await refused(/没有可读的文件/)
    await write('空.txt', '')
    await refused(/没有可读的文件/)
    folder = path.join(folder, 'nowhere')
    await refused(/SEEDS_DIR 读不到（ENOENT）/)
  })

  it('with a file that is no text is refused, by its name', async () => {
    await write('图片.txt', new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0, 0, 0, 13]))
    await refused(/^图片\.txt: /)
  })

  it('is read without being parsed: a start with a build that fits does not wait for it', async () => {
    await write('图片.txt', new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0, 0, 0, 13]))
    await expect(readSeeds(folder)).resolves.toMatchObject({ digest: expect.any(String) })
    await write('manifest.json', JSON.stringify({ documents: [{ ...entry, file: '无.txt' }] }))
    await expect(readSeeds(folder)).rejects.toMatchObject({ code: 'invalid_request' })
    await write('manifest.json', '{')
    await expect(readSeeds(folder)).rejects.toMatchObject({ code: 'invalid_request' })
  })

  it('has the words of its own list, else those that come with the desk', async () => {
    const shipped = (await readSeeds(folder)).dictionary
    expect(shipped.length).toBeGreaterThan(10)
    await write('dictionary.txt', '引航站 5\n')
    expect((await readSeeds(folder)).dictionary).toEqual([{ word: '引航站', frequency: 5, tag: 'n' }])
    await write('dictionary.txt', '')
    expect(await readSeeds(folder)).toMatchObject({ dictionary: [] })
    expect(await readSeeds(folder)).not.toHaveProperty('dictionaryFault')
  })

  it.each<[string, () => Promise<void>, RegExp]>([
    ['malformed', () => write('dictionary.txt', '引航站\n\n船 3\n'), /dictionary\.txt 第 3 行/],
    [
      'not UTF-8',
      () => write('dictionary.txt', new Uint8Array([0xba, 0xa3])),
      /dictionary\.txt 第 1 行不是 UTF-8/,
    ],
    ['of 6 MB', () => write('dictionary.txt', '引航站\n'.repeat(600_000)), /dictionary\.txt .*5 MB/],
    [
      'of 50 MB',
      async () => {
        await write('dictionary.txt', '')
        await truncate(path.join(folder, 'dictionary.txt'), 50_000_000)
      },
      /dictionary\.txt 超过 20 MB/,
    ],
    [
      'a folder',
      () => mkdir(path.join(folder, 'dictionary.txt')).then(() => {}),
      /dictionary\.txt 不是普通文件/,
    ],
    [
      'a link to nothing',
      () => symlink(path.join(folder, 'nowhere'), path.join(folder, 'dictionary.txt')),
      /dictionary\.txt 不是普通文件/,
    ],
  ])('whose list of words is %s is read without it, and says why', async (_, spoil, pattern) => {
    const before = await readSeeds(folder)
    await spoil()
    const { dictionary, digest, dictionaryFault } = await readSeeds(folder)
    expect(dictionaryFault).toMatch(pattern)
    expect(dictionaryFault).not.toContain(folder)
    expect([dictionary, digest]).toEqual([before.dictionary, before.digest])
  })

  it('with a link is refused: what it points to may change unseen', async () => {
    await symlink(path.join(folder, '通知.txt'), path.join(folder, '链接.txt'))
    await refused(/^链接\.txt /)
  })

  it('with a name that no encoding gives back is refused', async () => {
    await writeFile(Buffer.from(`${folder}/\xb9.txt`, 'latin1'), NOTICE)
    await refused(/\.txt 读不到/)
  })

  const entry = { id: 'a', file: '通知.txt', title: '通知' }
  it.each([
    ['is no JSON', '{"documents": [', /manifest\.json is not valid JSON/],
    [
      'has an unknown field',
      JSON.stringify({ documents: [{ ...entry, issuerr: '市' }] }),
      /documents\.0.*issuerr/,
    ],
    [
      'has a bad date',
      JSON.stringify({ documents: [{ ...entry, date: '2023-13-01' }] }),
      /documents\.0\.date/,
    ],
    ['lacks a title', JSON.stringify({ documents: [{ id: 'a', file: '通知.txt' }] }), /documents\.0\.title/],
    ['names a missing file', JSON.stringify({ documents: [{ ...entry, file: '无.txt' }] }), /无\.txt/],
    [
      'names a file elsewhere',
      JSON.stringify({ documents: [{ ...entry, file: '../a.txt' }] }),
      /documents\.0\.file/,
    ],
    ['has an id twice', JSON.stringify({ documents: [entry, { ...entry, file: '港口办法.txt' }] }), /\ba\b/],
    [
      'takes the id of another file',
      JSON.stringify({ documents: [{ ...entry, id: '港口办法' }] }),
      /港口办法/,
    ],
    [
      'looks for a line that is not there',
      JSON.stringify({ documents: [{ ...entry, beginsWith: '国务院' }] }),
      /通知\.txt.*国务院/,
    ],
  ])('whose manifest %s is refused with one clear line', async (_, manifest, pattern) => {
    await write('manifest.json', manifest)
    await refused(pattern)
  })

  it('may have a manifest for some of its files, with a byte order mark', async () => {
    await write('manifest.json', `\ufeff${JSON.stringify({ documents: [{ ...entry, batch: '7' }] })}`)
    expect(parseSeeds(await readSeeds(folder)).map(({ summary, batch }) => [summary.id, batch])).toEqual([
      ['a', '7'],
      ['港口办法', undefined],
    ])
  })
})
