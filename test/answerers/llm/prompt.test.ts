// The two files of the prompt: an editor may change them, and is told at once what is wrong.

import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { readPrompt } from '../../../src/answerers/llm/prompt.ts'
import { ROOT } from '../../../src/config.ts'

const shipped = path.join(ROOT, 'prompts')

async function reading(file: string, change: (text: string) => string | undefined) {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'cewen-prompt-'))
  await cp(shipped, folder, { recursive: true })
  const text = change(await readFile(path.join(shipped, file), 'utf8'))
  if (text === undefined) await rm(path.join(folder, file))
  else await writeFile(path.join(folder, file), text)
  return readPrompt(folder)
}
const fault = (pattern: RegExp) => ({ code: 'invalid_request', message: expect.stringMatching(pattern) })

describe('the prompt', () => {
  it('as shipped is whole', async () => {
    const { orders } = await readPrompt()
    expect(orders).toContain('编号依据')
  })

  it.each(['llm-system.md', 'llm-question.md'])('without %s is refused', async (file) => {
    await expect(reading(file, () => undefined)).rejects.toMatchObject(fault(new RegExp(`prompts/${file}`)))
  })

  it('without the place for the evidence is refused', async () => {
    const without = (text: string) => text.replace('{evidence}', '')
    await expect(reading('llm-question.md', without)).rejects.toMatchObject(fault(/\{evidence\} is missing/))
  })

  it('without the fence is refused: nothing would tell material from orders', async () => {
    const without = (text: string) => text.replaceAll('{fence}', '')
    for (const file of ['llm-system.md', 'llm-question.md'])
      await expect(reading(file, without)).rejects.toMatchObject(fault(/\{fence\} is missing/))
  })

  it('with a placeholder that nobody fills is refused', async () => {
    const more = (text: string) => `${text}\n{answer}`
    await expect(reading('llm-question.md', more)).rejects.toMatchObject(fault(/\{answer\}/))
  })
})
