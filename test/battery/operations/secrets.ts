// The key of the language model's server: it goes there, and nowhere else.

import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { ROOT } from '../../../src/config.ts'
import { cewen } from '../../support/command.ts'
import { type Play, says, startModel } from '../../support/fake-model.ts'
import { type Case, Count } from '../case.ts'
import { ownFolder, startDesk } from '../running.ts'
import { ask, post } from './asking.ts'

const KEY = 'sk-battery-5b0e7c1d9f'

const S28: Case = {
  id: 'S28',
  what: "the key of the language model's server: not in processes, logs, replies, pages or backups",
  tiers: ['sample', 't1', 'b'],
  async run() {
    const count = new Count()
    const model = await startModel(says('企业可以先放行后缴纳税款[1]。'))
    const own = await ownFolder()
    const env = {
      INDEX_DIR: own.index,
      GAPS: 'on',
      GAPS_DIR: path.join(own.folder, 'gaps'),
      LLM_BASE_URL: model.address,
      LLM_MODEL: 'fake-1',
      LLM_API_KEY: KEY,
      LOG_LEVEL: 'debug',
    }
    const desk = await startDesk(env)
    const look = (where: string, text: string) =>
      count.add(text.includes(KEY) ? `the key is in ${where}` : undefined)
    try {
      await ask(desk.address, '进口货物能不能先提货后缴税？')
      const { authorization } = model.asked[0]!.headers
      count.add(authorization === `Bearer ${KEY}` ? undefined : 'the key did not reach the server')
      for (const play of FAILURES) {
        model.play = play
        look('an answer', await (await ask(desk.address, '进口货物能不能先提货后缴税？')).text())
        look('what health says of it', await (await fetch(`${desk.address}/api/health`)).text())
      }
      for (const pid of tree(desk.process.pid!)) {
        look('the list of processes', readFileSync(`/proc/${pid}/cmdline`, 'latin1'))
        if (pid !== desk.process.pid)
          look('the environment of a child', readFileSync(`/proc/${pid}/environ`, 'latin1'))
      }
      for (const page of ['/', '/docs', '/openapi.json', '/widget.js', '/metrics', '/api/health', '/nope'])
        look(page, await (await fetch(desk.address + page)).text())
      look('an error', await (await post(desk.address, '/api/ask', '{')).text())
      const backup = path.join(own.folder, 'backup')
      for (const args of [
        ['backup', backup],
        ['verify'],
        ['gaps'],
        ['ask', '--json', '汇总征税保函是什么'],
        ['--help'],
      ]) {
        const { said } = await cewen(args, env)
        look(`what ${args[0]} prints`, said)
      }
      for (const folder of [backup, path.join(ROOT, 'dist'), own.folder])
        for (const file of filesIn(folder)) look(file, readFileSync(file, 'latin1'))
      for (const setting of [{ LLM_MODEL: '' }, { PORT: 'x' }, { LLM_API_KEY: `${KEY} x` }]) {
        const { code, said } = await cewen(['serve'], { ...env, ...setting })
        count.add(code === 1 ? undefined : `bad settings were taken: ${JSON.stringify(setting)}`)
        look('a refusal of settings', said)
      }
    } finally {
      await desk.stop()
      await model.close()
      own.remove()
    }
    look('the log', desk.said())
    return count.tally()
  },
}

/** Ways to fail in which a server says the key again. */
const FAILURES: readonly Play[] = [
  (response) => response.writeHead(401).end(`bad key ${KEY}`),
  (response) => response.writeHead(500, { 'X-Key': KEY }).end(KEY),
  (response) => response.writeHead(200, { 'Content-Type': 'text/event-stream' }).end(`data: ${KEY}\n\n`),
  (response) => response.writeHead(302, { Location: `http://127.0.0.1:1/?key=${KEY}` }).end(),
  (response) => response.destroy(),
]

/** A process and all below it. */
function tree(pid: number): number[] {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').filter(Boolean)
  return [pid, ...children.flatMap((child) => tree(Number(child)))]
}

const filesIn = (folder: string) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))

export const SECRETS: readonly Case[] = [S28]
