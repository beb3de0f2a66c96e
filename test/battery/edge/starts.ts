// Starts that must fail: the port is taken, or what the operator has set is wrong: F22.

import { once } from 'node:events'
import { mkdirSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import path from 'node:path'
import { cewen, type Ended } from '../../support/command.ts'
import { type Case, Count } from '../case.ts'
import { ownFolder } from '../running.ts'

const ENDED_MS = 20_000

/** What is set, and what the one line must name. */
type Bad = readonly [settings: Record<string, string>, names: RegExp]

const LLM = { LLM_BASE_URL: 'http://127.0.0.1:1/v1', LLM_MODEL: 'fake-1' }
const SETTINGS: readonly Bad[] = [
  [{ PORT: 'http' }, /PORT/u],
  [{ PORT: '65536' }, /PORT/u],
  [{ PORT: '-1' }, /PORT/u],
  [{ HOST: '192.0.2.1' }, /192\.0\.2\.1/u],
  [{ HOST: 'no-such-host.invalid' }, /no-such-host/u],
  [{ ALLOWED_ORIGINS: '*' }, /ALLOWED_ORIGINS/u],
  [{ ALLOWED_ORIGINS: 'https://portal.example/desk' }, /ALLOWED_ORIGINS/u],
  [{ ALLOWED_ORIGINS: 'null' }, /ALLOWED_ORIGINS/u],
  [{ TRUSTED_PROXIES: 'proxy.example' }, /TRUSTED_PROXIES/u],
  [{ TRUSTED_PROXIES: '0.0.0.0/0' }, /TRUSTED_PROXIES/u],
  [{ RATE_LIMIT_CHAT: 'many' }, /RATE_LIMIT_CHAT/u],
  [{ RATE_LIMIT_SEARCH: '-1' }, /RATE_LIMIT_SEARCH/u],
  [{ RATE_LIMIT_STREAMS: '1.5' }, /RATE_LIMIT_STREAMS/u],
  [{ MODEL_PROFILE: 'no-such-profile' }, /no-such-profile/u],
  [{ MODEL_NAME: '../../etc' }, /MODEL_NAME/u],
  [{ MODEL_HUB: 'http://127.0.0.1:1' }, /MODEL_HUB/u],
  [{ MODEL_HUB: 'file:///etc/passwd' }, /MODEL_HUB/u],
  [{ LLM_BASE_URL: LLM.LLM_BASE_URL }, /LLM_MODEL/u],
  [{ LLM_MODEL: LLM.LLM_MODEL }, /LLM_BASE_URL/u],
  [{ LLM_API_KEY: 'sk-1' }, /LLM_BASE_URL/u],
  [{ ...LLM, LLM_BASE_URL: 'ftp://127.0.0.1/v1' }, /LLM_BASE_URL/u],
  [{ ...LLM, LLM_DAILY_CALLS: 'none' }, /LLM_DAILY_CALLS/u],
  [{ GAPS: 'perhaps' }, /GAPS/u],
  [{ PORT: 'x', GAPS: 'x', RATE_LIMIT_CHAT: 'x' }, /PORT.*RATE_LIMIT_CHAT.*GAPS/u],
]

/** Folders of documents that cannot be served; the folder is made first. */
const FOLDERS: readonly (readonly [what: string, make: (folder: string) => void, names: RegExp])[] = [
  ['an empty folder', () => {}, /SEEDS_DIR|文件/u],
  ['a manifest that is no JSON', (folder) => write(folder, 'manifest.json', '{'), /manifest/u],
  ['a manifest of another kind', (folder) => write(folder, 'manifest.json', '[]'), /manifest/u],
  [
    'a manifest with a field that nobody knows',
    (folder) =>
      write(folder, 'manifest.json', '{"documents":[{"id":"a","file":"a.txt","title":"a","evil":1}]}'),
    /evil/u,
  ],
  [
    'a manifest of a file that is not there',
    (folder) => write(folder, 'manifest.json', '{"documents":[{"id":"a","file":"none.txt","title":"a"}]}'),
    /none\.txt/u,
  ],
  [
    'a file that is no text',
    (folder) => write(folder, 'a.txt', Buffer.from(Array.from({ length: 4096 }, (_, i) => i % 256))),
    /a\.txt/u,
  ],
]

const write = (folder: string, file: string, content: string | Buffer) =>
  writeFileSync(path.join(folder, file), content)

export const starts: Case = {
  id: 'F22',
  what: 'a port that is taken, and 33 bad settings, folders and manifests',
  tiers: ['t1', 'b'],
  beside: true,
  async run() {
    const count = new Count()
    const { folder, index, remove } = await ownFolder()
    const listener = createServer().listen(0, '127.0.0.1')
    await once(listener, 'listening')
    const { port } = listener.address() as { port: number }
    const tryOne = async (
      settings: Record<string, string>,
      names: RegExp,
      what = JSON.stringify(settings),
    ) => {
      const ended = await cewen(['serve'], { INDEX_DIR: index, PORT: '0', ...settings }, ENDED_MS)
      const fault = faultOf(ended, names)
      count.add(fault && `${what}: ${fault}`)
    }
    try {
      await tryOne({ PORT: `${port}` }, new RegExp(`${port}`, 'u'))
      for (const [settings, names] of SETTINGS) await tryOne(settings, names)
      for (const [what, make, names] of FOLDERS) {
        const seeds = path.join(folder, what.replaceAll(' ', '-'))
        mkdirSync(seeds)
        if (what.includes('manifest')) write(seeds, 'notice.txt', '关于先放行后缴税的通知\n企业可以先提货。')
        make(seeds)
        await tryOne({ SEEDS_DIR: seeds }, names, what)
      }
      write(folder, 'file', '')
      await tryOne(
        { SEEDS_DIR: path.join(folder, 'nowhere') },
        /SEEDS_DIR|nowhere/u,
        'no such folder of documents',
      )
      await tryOne({ SEEDS_DIR: path.join(folder, 'file') }, /SEEDS_DIR|file/u, 'a file for the documents')
      await tryOne({ INDEX_DIR: path.join(folder, 'file') }, /INDEX_DIR|索引/u, 'a file for the index')
    } finally {
      listener.close()
      remove()
    }
    return count.tally()
  },
}

function faultOf({ code, said }: Ended, names: RegExp): string | undefined {
  if (code === null) return `still there after ${ENDED_MS / 1000} s, having said ${JSON.stringify(said)}`
  if (code === 0) return 'it ended as if all was well'
  const lines = said.trim().split('\n')
  if (lines.length !== 1) return `${lines.length} lines: ${JSON.stringify(said.slice(0, 500))}`
  return names.test(said) ? undefined : `it does not say what: ${said.trim()}`
}
