// The running server, over real sockets: start, odd clients, and an orderly end.

import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, mkdtempSync, openSync, readdirSync, rmSync, symlinkSync } from 'node:fs'
import { connect, createServer, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { ROOT, readSettings, type Settings } from '../src/config.ts'
import { AppError } from '../src/errors.ts'
import { readJournal } from '../src/gaps/journal.ts'
import { Health } from '../src/health.ts'
import type { RequestAccount } from '../src/operating/requests.ts'
import { type Serving, serve } from '../src/serve.ts'
import { bareEnvironment, deskSettings, ownIndex } from './support/desk.ts'
import { begin, startModel } from './support/fake-model.ts'

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as { port: number }
  server.close()
  await once(server, 'close')
  return port
}

/** Sends bytes as they are and gives what comes back until the server hangs up, or until `enough` has come. */
async function exchange(port: number, bytes: string | Buffer, enough = /$^/u): Promise<string> {
  const socket = connect(port, '127.0.0.1')
  let heard = ''
  socket.setEncoding('utf8')
  socket.write(bytes)
  return new Promise((resolve) => {
    socket.on('data', (text: string) => {
      heard += text
      if (enough.test(heard)) socket.destroy()
    })
    socket.on('error', () => {})
    socket.on('close', () => resolve(heard))
  })
}

const askFor = (body: string, length: number | string = Buffer.byteLength(body)) =>
  `POST /api/ask HTTP/1.1\r\nHost: desk\r\nContent-Type: application/json\r\nAccept: text/event-stream\r\nContent-Length: ${length}\r\n\r\n${body}`

let index: string
beforeAll(async () => {
  index = await ownIndex()
})
const ownSettings = (more: Record<string, string> = {}) => deskSettings({ INDEX_DIR: index, ...more })

describe('a server', () => {
  let serving: Serving
  let port: number
  let early: Response
  const faults: unknown[] = []
  const requests: RequestAccount[] = []
  beforeAll(async () => {
    port = await freePort()
    const settings = await ownSettings({ PORT: String(port), ALLOWED_ORIGINS: 'https://portal.example' })
    const starting = serve(settings, {
      onFault: (error) => faults.push(error),
      onRequest: (account) => requests.push(account),
    })
    for (let tries = 0; !early && tries < 100; tries++)
      await fetch(`http://127.0.0.1:${port}/api/health`).then(
        (response) => {
          early = response
        },
        () => new Promise((resolve) => setTimeout(resolve, 10)),
      )
    serving = await starting
  })
  afterAll(() => serving?.close())
  const healthy = async () => (await fetch(`${serving.address}/api/health`)).status

  it('answers 503 while the engine opens, and 200 once it is open', async () => {
    expect(early.status).toBe(503)
    expect(await early.json()).toMatchObject({ status: 'starting' })
    expect(serving.address).toBe(`http://127.0.0.1:${port}`)
    expect(await healthy()).toBe(200)
  })
  it('lets the origins that its settings name read its replies, also a stream, and no others', async () => {
    const from = (origin: string) =>
      askFor('{"question":"进口货物能不能先提货后缴税？"}').replace('Host:', `Origin: ${origin}\r\nHost:`)
    const heard = await exchange(port, from('https://portal.example'), /event: final/u)
    expect(heard).toMatch(/^access-control-allow-origin: https:\/\/portal\.example\r$/imu)
    expect(heard).toMatch(/^content-type: text\/event-stream/imu)
    expect(heard).toContain('event: final')
    const other = await exchange(port, from('https://portal.example.evil'), /event: final/u)
    expect(other).toMatch(/^HTTP\/1.1 200 /u)
    expect(other).not.toMatch(/access-control-allow-origin/iu)
  })
  it('cannot be started twice on a port, and says so', async () => {
    const settings: Settings = await ownSettings({ PORT: String(port) })
    const second = serve(settings, {})
    await expect(second).rejects.toThrow(AppError)
    await expect(second).rejects.toThrow(`端口 ${port} 已被占用`)
  })
  it('is the only one in its folder: another is told who is there, whatever its port', async () => {
    const second = serve(await ownSettings(), {})
    await expect(second).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringMatching(new RegExp(`^另一个服务[^\\n]*进程 ${process.pid}，[^\\n]*$`, 'u')),
    })
    expect(await healthy()).toBe(200)
  })
  it('names an address that this machine does not have', async () => {
    await expect(serve(readSettings({ HOST: '192.0.2.1', PORT: '0' }), {})).rejects.toThrow('192.0.2.1')
  })
  it.each([
    ['noise', 'GARBAGE\r\n\r\n', 400],
    ['no host', 'GET /api/health HTTP/1.1\r\n\r\n', 400],
    [
      'two lengths',
      'POST /api/ask HTTP/1.1\r\nHost: d\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab',
      400,
    ],
    [
      'a length and pieces',
      'POST /api/ask HTTP/1.1\r\nHost: d\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
      400,
    ],
    ['no number for a length', askFor('{}', 'x'), 400],
    ['bytes in the path', 'GET /\x01 HTTP/1.1\r\nHost: d\r\n\r\n', 400],
    ['huge headers', `GET / HTTP/1.1\r\nHost: d\r\nX: ${'a'.repeat(40_000)}\r\n\r\n`, 431],
    ['a broken escape', 'GET /api/documents/% HTTP/1.1\r\nHost: d\r\nConnection: close\r\n\r\n', 404],
    [
      'a path upwards',
      'GET /assets/../../package.json HTTP/1.1\r\nHost: d\r\nConnection: close\r\n\r\n',
      404,
    ],
    ['a path with NUL', 'GET /assets/%00 HTTP/1.1\r\nHost: d\r\nConnection: close\r\n\r\n', 404],
    [
      'another host’s address',
      'GET http://elsewhere/api/nope HTTP/1.1\r\nHost: d\r\nConnection: close\r\n\r\n',
      404,
    ],
  ])('refuses %s and goes on', async (_, bytes, status) => {
    expect(await exchange(port, bytes)).toMatch(new RegExp(`^HTTP/1.1 ${status} `, 'u'))
    expect(await healthy()).toBe(200)
  })
  it('refuses a megabyte, in one piece or in many', async () => {
    const megabyte = 'a'.repeat(1024 * 1024)
    expect(await exchange(port, askFor(megabyte), /"code":"payload_too_large".*\}\}/u)).toMatch(
      /^HTTP\/1.1 413 /u,
    )
    const pieces = `POST /api/ask HTTP/1.1\r\nHost: d\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n${`4000\r\n${'a'.repeat(0x4000)}\r\n`.repeat(64)}0\r\n\r\n`
    expect(await exchange(port, pieces, /"code":"payload_too_large".*\}\}/u)).toMatch(/^HTTP\/1.1 413 /u)
    expect(await healthy()).toBe(200)
  })
  it('bears clients that leave in the middle of a request or of an answer', async () => {
    const half: Socket = connect(port, '127.0.0.1')
    half.write(askFor('{"question":', 5000))
    await new Promise((resolve) => setTimeout(resolve, 50))
    half.destroy()
    await exchange(port, askFor('{"question":"进口货物能不能先提货后缴税？"}'), /event: hits/u)
    expect(await healthy()).toBe(200)
    expect(faults).toEqual([])
  })
  it('takes uploads that are broken off for no faults of its own, however many', async () => {
    requests.length = 0
    for (let i = 0; i < 50; i++) {
      const half = connect(port, '127.0.0.1')
      half.write(askFor('{"question":', 5000), () => half.destroy())
    }
    await vi.waitFor(() => expect(requests).toHaveLength(50), { timeout: 5_000 })
    for (const account of requests) expect(account).toMatchObject({ route: '/api/ask', left: true })
    expect(faults).toEqual([])
  })
  it('counts a stream that is broken off as left, and as open no longer', async () => {
    requests.length = 0
    await exchange(port, askFor('{"question":"进口货物能不能先提货后缴税？"}'), /event: hits/u)
    await vi.waitFor(() => expect(requests).toHaveLength(1))
    const figures = await (await fetch(`${serving.address}/metrics`)).text()
    expect(figures).toContain('\ncewen_streams_open 0\n')
  })
})

describe('a stream', () => {
  let serving: Serving
  let port: number
  beforeAll(async () => {
    serving = await serve(await ownSettings(), {})
    port = Number(new URL(serving.address).port)
  })
  afterAll(() => serving?.close())
  const BODY = '{"question":"进口货物能不能先提货后缴税？"}'

  it('is the last reply on its connection where the client wants it so', async () => {
    const heard = await exchange(port, askFor(BODY).replace('Host:', 'Connection: close\r\nHost:'))
    expect(heard).toMatch(/^connection: close\r$/imu)
    expect(heard).toContain('event: final')
  })
  it('has no marks of pieces in it for a client that does not know them', async () => {
    const heard = await exchange(port, askFor(BODY).replace('HTTP/1.1', 'HTTP/1.0'))
    expect(heard).toContain('event: final')
    expect(heard).not.toMatch(/^transfer-encoding:|^[0-9a-f]+\r$/imu)
  })
  it('may be one of many, and nobody takes that for a leak', async () => {
    const warned: Error[] = []
    const warn = (warning: Error) => warned.push(warning)
    process.on('warning', warn)
    const finals = await Promise.all(
      Array.from({ length: 20 }, () => exchange(port, askFor(BODY), /event: final/u)),
    )
    await new Promise((resolve) => setTimeout(resolve, 50))
    process.off('warning', warn)
    for (const heard of finals) expect(heard).toContain('event: final')
    expect(warned).toEqual([])
  })
  it('leaves no place taken where it is asked for behind a reply that ends the connection', async () => {
    const nobody = 'GET / HTTP/1.1\r\n\r\n'
    for (let i = 0; i < 10; i++)
      await exchange(port, nobody + askFor('{"question":"进口货物能不能先提货后缴税？","limit":50}'))
    await vi.waitFor(
      () => expect(serving.admission).toMatchObject({ working: 0, waiting: 0, open: 0 }),
      5_000,
    )
  })
})

describe('a server that closes', () => {
  it('tells everybody who waits, whether for a stream or for the whole answer', async () => {
    const model = await startModel((response) => void begin(response))
    const settings = await ownSettings({ LLM_BASE_URL: model.address, LLM_MODEL: 'fake-1' })
    const serving = await serve(settings, {})
    const ask = (accept: string) =>
      fetch(`${serving.address}/api/ask`, {
        method: 'POST',
        body: '{"question":"进口货物能不能先提货后缴税？"}',
        headers: { 'Content-Type': 'application/json', Accept: accept },
      })
    const [whole, streamed] = [ask('application/json'), ask('text/event-stream')]
    await vi.waitFor(() => expect(model.asked).toHaveLength(2), 10_000)
    const closed = serving.close()
    expect((await whole).status).toBe(503)
    expect((await whole).headers.get('Connection')).toBe('close')
    expect(await (await whole).json()).toMatchObject({ error: { code: 'shutting_down' } })
    const events = await (await streamed).text()
    expect(events.match(/^event: .*$/gmu)?.at(-1)).toBe('event: error')
    await closed
    await model.close()
  })
})

describe('a server that others can reach', () => {
  const ask = (serving: Serving, headers: Record<string, string> = {}) =>
    fetch(`${serving.address}/api/ask`, {
      method: 'POST',
      body: '{"question":"你好"}',
      headers: { 'Content-Type': 'application/json', ...headers },
    })
  const statuses = async (serving: Serving, times: number, headers?: Record<string, string>) => {
    const all: number[] = []
    for (let i = 0; i < times; i++) all.push((await ask(serving, headers)).status)
    return all
  }
  const from = (client: string) => ({ 'X-Forwarded-For': client })

  it('limits each client by its socket, whatever its headers say', async () => {
    const serving = await serve(await ownSettings({ HOST: '0.0.0.0', RATE_LIMIT_CHAT: '2' }), {})
    const open = { ...serving, address: serving.address.replace('0.0.0.0', '127.0.0.1') }
    expect(await statuses(open, 3)).toEqual([200, 200, 429])
    expect(await statuses(open, 1, from('198.51.100.9'))).toEqual([429])
    expect((await fetch(`${open.address}/api/health`)).status).toBe(200)
    expect(serving.admission.refused.rate_limited).toBe(2)
    await serving.close()
  })
  it('limits each client by what a trusted proxy says of it', async () => {
    const settings = await ownSettings({ TRUSTED_PROXIES: '127.0.0.0/8', RATE_LIMIT_CHAT: '2' })
    expect(settings.RATE_LIMIT_SEARCH).toBe(60)
    const serving = await serve(settings, {})
    expect(await statuses(serving, 3, from('203.0.113.7'))).toEqual([200, 200, 429])
    expect(await statuses(serving, 1, from('198.51.100.9, 203.0.113.7'))).toEqual([429])
    expect(await statuses(serving, 1, from('203.0.113.8'))).toEqual([200])
    await serving.close()
  })
  it('has no limits on this machine alone', async () => {
    const serving = await serve(await ownSettings(), {})
    expect(new Set(await statuses(serving, 25))).toEqual(new Set([200]))
    await serving.close()
  })
})

describe('questions that were not answered', () => {
  const question = '第99批有哪些创新成果？'
  const ask = async ({ address }: Serving) => {
    const body = JSON.stringify({ question })
    const headers = { 'Content-Type': 'application/json' }
    const response = await fetch(`${address}/api/ask`, { method: 'POST', headers, body })
    expect(await response.json()).toMatchObject({ outcome: 'no_evidence' })
  }
  const asked = async (settings: Settings) => {
    const serving = await serve(settings, {})
    await ask(serving)
    await serving.close()
  }
  it('are on disk when the server has stopped, unless a setting says otherwise', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'cewen-serve-'))
    const GAPS_DIR = path.join(folder, 'gaps')
    await asked(await ownSettings({ GAPS: 'off', GAPS_DIR }))
    expect(readdirSync(folder)).toEqual([])
    await asked(await ownSettings({ GAPS: 'on', GAPS_DIR }))
    expect(await readJournal(GAPS_DIR)).toMatchObject([{ kind: 'unanswered', question }])
    rmSync(folder, { recursive: true })
  })
  it('make the desk degraded while the disk takes none of them, and no longer', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'cewen-serve-'))
    symlinkSync('/dev/full', path.join(folder, 'gaps.jsonl'))
    const serving = await serve(await ownSettings({ GAPS: 'on', GAPS_DIR: folder }), {})
    const health = async () => Health.parse(await (await fetch(`${serving.address}/api/health`)).json())
    expect(await health()).toMatchObject({ status: 'ok' })
    await ask(serving)
    await vi.waitFor(async () => expect(await health()).toMatchObject({ status: 'degraded' }))
    expect((await health()).degraded).toEqual([expect.stringContaining('ENOSPC')])
    rmSync(path.join(folder, 'gaps.jsonl'))
    await ask(serving)
    await vi.waitFor(async () => expect(await health()).toMatchObject({ status: 'ok' }))
    await serving.close()
    rmSync(folder, { recursive: true })
  })
})

describe('the process', () => {
  const START = ['--import', 'tsx', path.join(ROOT, 'src', 'bin.ts'), 'serve']
  let child: ChildProcess
  let port: number
  let printed = ''
  let logged = ''
  beforeAll(async () => {
    const env = bareEnvironment({ PORT: '0', INDEX_DIR: index })
    child = spawn(process.execPath, START, { env, cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'] })
    child.stderr!.setEncoding('utf8').on('data', (text: string) => {
      logged += text
    })
    for await (const text of child.stdout!.setEncoding('utf8')) {
      printed += text
      port = Number(/策问已就绪：http:\/\/127\.0\.0\.1:(\d+)\n/u.exec(printed)?.[1])
      if (port) break
    }
    expect(port, printed).toBeGreaterThan(0)
  })
  afterAll(() => {
    child?.kill('SIGKILL')
  })
  const lines = () =>
    logged
      .split('\n')
      .slice(0, -1)
      .map((line) => JSON.parse(line))
  it('says on standard output where it is, and logs each request as one line of JSON on standard error', async () => {
    expect(printed).toBe(`策问已就绪：http://127.0.0.1:${port}\n`)
    const response = await fetch(`http://127.0.0.1:${port}/api/documents/13812345678`)
    const requestId = response.headers.get('X-Request-Id')
    await vi.waitFor(() => expect(lines()).toContainEqual(expect.objectContaining({ requestId })))
    expect(lines()[0]).toMatchObject({ level: 'info', msg: expect.stringMatching(/^索引 /u) })
    expect(lines().at(-1)).toMatchObject({ route: '/api/documents/:id', status: 404, code: 'not_found' })
    expect(logged).not.toContain('13812345678')
  })
  it('serves on where nobody can take what it prints', async () => {
    const own = await freePort()
    const env = bareEnvironment({ PORT: String(own), INDEX_DIR: await ownIndex() })
    const full = openSync('/dev/full', 'w')
    const deaf = spawn(process.execPath, START, { env, cwd: ROOT, stdio: ['ignore', full, 'ignore'] })
    closeSync(full)
    const health = async () => (await fetch(`http://127.0.0.1:${own}/api/health`)).status
    await expect.poll(() => health().catch(() => 0), { timeout: 30_000 }).toBe(200)
    await new Promise((resolve) => setTimeout(resolve, 300))
    expect(await health()).toBe(200)
    deaf.kill('SIGTERM')
    expect(await once(deaf, 'exit')).toEqual([0, null])
  })
  it('ends at once with one line when its port is taken', async () => {
    const env = bareEnvironment({ PORT: String(port), INDEX_DIR: index })
    const second = spawn(process.execPath, START, { env, cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'] })
    let heard = ''
    for (const stream of [second.stdout, second.stderr]) stream.on('data', (bytes) => (heard += bytes))
    const [code] = await once(second, 'close')
    expect(code).toBe(1)
    expect(heard).toBe(`端口 ${port} 已被占用：请关闭占用它的程序，或用 PORT=8788 换一个端口。\n`)
  })
  it('ends at once with one line when another server has its folder', async () => {
    const env = bareEnvironment({ PORT: '0', INDEX_DIR: index })
    const second = spawn(process.execPath, START, { env, cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'] })
    let heard = ''
    for (const stream of [second.stdout, second.stderr]) stream.on('data', (bytes) => (heard += bytes))
    const [code] = await once(second, 'close')
    expect(code).toBe(1)
    expect(heard).toMatch(new RegExp(`^另一个服务[^\\n]*进程 ${child.pid}，[^\\n]*\\n$`, 'u'))
  })
  it('ends in order on SIGTERM, with a stream and half a request still open', async () => {
    const stream = connect(port, '127.0.0.1')
    stream.on('error', () => {})
    stream.write(askFor('{"question":"进口货物能不能先提货后缴税？"}'))
    await once(stream, 'data')
    stream.pause()
    const half = connect(port, '127.0.0.1')
    half.on('error', () => {})
    half.write(askFor('{"question":', 5000))
    await new Promise((resolve) => setTimeout(resolve, 100))
    const told = performance.now()
    child.kill('SIGTERM')
    const [code, signal] = await once(child, 'exit')
    expect([code, signal]).toEqual([0, null])
    expect(performance.now() - told).toBeLessThan(10_000)
    expect(logged).not.toMatch(/Error|\\n\s+at /u)
    expect(lines().at(-1)).toMatchObject({ route: '/api/ask' })
    stream.destroy()
    half.destroy()
  })
})
