// Starts the desk as a newcomer does, on a free port and an empty index folder, asks one question and checks that
// every citation stands in its document; starts it again to see that the index is reused; stops it.

import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'

const QUESTION = '进口的货压在港口等着交关税，我们小厂现金流顶不住，有没有法子先把货提走、税后面攒着一块付'
const READY = /(http:\/\/[\w.:[\]]+)/
const READY_WITHIN_MS = 120_000

const folder = await mkdtemp(path.join(os.tmpdir(), 'cewen-ci-'))
try {
  const build = await startAskStop('first')
  assert.equal(await startAskStop('second'), build, 'the second start must reuse the build of the first')
} finally {
  await rm(folder, { recursive: true, force: true })
}

async function startAskStop(which) {
  const started = performance.now()
  const child = spawn('npm', ['start', '--silent'], {
    env: { ...process.env, PORT: '0', INDEX_DIR: folder },
    stdio: ['ignore', 'pipe', 'inherit'],
    detached: true,
  })
  const ended = new Promise((resolve) => child.once('exit', resolve))
  try {
    const address = await ready(child)
    console.log(`${which} start: ready in ${((performance.now() - started) / 1000).toFixed(1)} s`)
    const answer = await post(`${address}/api/ask`, { question: QUESTION })
    assert.equal(answer.outcome, 'answered')
    assert.equal(answer.records[0], 'fj-2017-b5/13')
    assert.ok(answer.citations.length > 0)
    for (const { documentId, start, end, quote } of answer.citations) {
      const { text } = await (await fetch(`${address}/api/documents/${documentId}`)).json()
      assert.equal(text.slice(start, end), quote)
    }
    assert.equal((await fetch(address)).status, 200)
    console.log(`one question answered, ${answer.citations.length} citations stand where they say`)
    return answer.build
  } finally {
    process.kill(-child.pid, 'SIGTERM')
    await ended
  }
}

function ready(child) {
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => reject(new Error('not ready in time')), READY_WITHIN_MS)
    let said = ''
    child.stdout.on('data', (bytes) => {
      said += bytes
      const address = READY.exec(said)?.[1]
      if (address) {
        clearTimeout(late)
        resolve(address)
      }
    })
    child.once('exit', (code) => reject(new Error(`ended with ${code} before it was ready`)))
  })
}

async function post(url, body) {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  })
  assert.equal(response.status, 200)
  return response.json()
}
