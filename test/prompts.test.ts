// The desk's own sentences: an editor may change them, and is told at once what is wrong.

import { mkdtemp, readFile, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { ROOT } from '../src/config.ts'
import { readPhrases } from '../src/prompts.ts'

const shipped = await readFile(path.join(ROOT, 'prompts', 'answers.md'), 'utf8')

async function reading(markdown: string) {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'cewen-prompts-'))
  await writeFile(path.join(folder, 'answers.md'), markdown)
  return readPhrases(folder)
}

const fault = (pattern: RegExp) => ({ code: 'invalid_request', message: expect.stringMatching(pattern) })

describe('prompts/answers.md', () => {
  it('as shipped is whole and has examples', async () => {
    const phrases = await readPhrases()
    expect(phrases.examples.length).toBeGreaterThanOrEqual(3)
    expect(phrases.say('none.opening')).toMatch(/没有找到/)
  })

  it('fills in placeholders, also twice and moved', async () => {
    const phrases = await reading(
      shipped.replace(/## answered\.page\n[^#]*/u, '## answered.page\n到{to}，从{from}到{to}。\n\n'),
    )
    expect(phrases.say('answered.page', { from: 6, to: 10 })).toBe('到10，从6到10。')
  })

  it('leaves what is filled in as it is', async () => {
    const phrases = await readPhrases()
    expect(phrases.say('record.source', { place: '{to} $& $1 \\n' })).toContain('{to} $& $1 \\n')
  })

  it('may have Windows line ends', async () => {
    const phrases = await reading(shipped.replaceAll('\n', '\r\n'))
    expect(phrases.say('none.opening')).not.toContain('\r')
    expect(phrases.examples).toEqual((await readPhrases()).examples)
  })

  it('without a sentence is refused', async () => {
    await expect(reading(shipped.replace(/## none\.opening\n[^#]*/u, ''))).rejects.toMatchObject(
      fault(/“none\.opening” is missing/),
    )
  })

  it('with an empty sentence is refused', async () => {
    await expect(
      reading(shipped.replace(/## none\.opening\n[^#]*/u, '## none.opening\n\n')),
    ).rejects.toMatchObject(fault(/“none\.opening” is missing/))
  })

  it('with a placeholder that nobody fills is refused', async () => {
    await expect(reading(shipped.replace('{total}', '{number}'))).rejects.toMatchObject(fault(/\{number\}/))
    await expect(reading(shipped.replace('{total}', '{数目}'))).rejects.toMatchObject(fault(/\{数目\}/))
  })

  it('with a sentence that nobody says is refused', async () => {
    await expect(reading(`${shipped}\n## none.opnening\n你好。\n`)).rejects.toMatchObject(
      fault(/none\.opnening/),
    )
  })

  it('that is missing is refused', async () => {
    const empty = await mkdtemp(path.join(os.tmpdir(), 'cewen-prompts-'))
    await expect(readPhrases(empty)).rejects.toMatchObject(fault(/^prompts\/answers\.md/))
  })
})
