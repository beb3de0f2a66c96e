// Settings: their defaults, what is refused, and that the READMEs list each of them as it is.

import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { ROOT, readSettings, SETTINGS } from '../src/config.ts'
import { AppError } from '../src/errors.ts'

function refusal(env: Record<string, string>): string {
  try {
    readSettings(env)
  } catch (error) {
    expect(error).toBeInstanceOf(AppError)
    expect((error as AppError).code).toBe('invalid_request')
    expect((error as AppError).message).not.toContain('\n')
    return (error as AppError).message
  }
  throw new Error(`${JSON.stringify(env)} was not refused`)
}

describe('settings', () => {
  it('have defaults that need nothing outside the project', () => {
    expect(readSettings({})).toEqual({
      PORT: 8787,
      HOST: '127.0.0.1',
      ALLOWED_ORIGINS: [],
      TRUSTED_PROXIES: [],
      RATE_LIMIT_CHAT: 0,
      RATE_LIMIT_SEARCH: 0,
      RATE_LIMIT_STREAMS: 0,
      SEEDS_DIR: path.join(ROOT, 'seeds'),
      INDEX_DIR: path.join(ROOT, 'index/builds'),
      MODEL_DIR: path.join(ROOT, 'index/model'),
      MODEL_NAME: 'embed',
      MODEL_PROFILE: 'cewen-embed',
      LLM_DAILY_CALLS: 2000,
      GAPS: 'on',
      GAPS_DIR: path.join(ROOT, 'index/gaps'),
      LOG_LEVEL: 'info',
      METRICS: 'local',
    })
    expect(existsSync(path.join(ROOT, 'package.json'))).toBe(true)
  })
  it('take an empty variable for an unset one, and leave others alone', () => {
    const empty = Object.fromEntries(Object.keys(SETTINGS).map((name) => [name, '']))
    expect(readSettings({ ...empty, PATH: '/bin' })).toEqual(readSettings({}))
  })
  it('are read from the environment, folders from where one stands', () => {
    const { PORT, HOST, SEEDS_DIR } = readSettings({ PORT: '0', HOST: '::1', SEEDS_DIR: 'mine' })
    expect([PORT, HOST, SEEDS_DIR]).toEqual([0, '::1', path.resolve('mine')])
  })
  it('cannot be changed afterwards', () => {
    const settings = readSettings({ ALLOWED_ORIGINS: 'https://portal.example' })
    expect(Object.isFrozen(settings)).toBe(true)
    expect(Object.isFrozen(settings.ALLOWED_ORIGINS)).toBe(true)
  })
  it('take origins between commas, each once', () => {
    const given = ' https://portal.example.gov.cn,http://10.0.0.8:8080 ,, https://portal.example.gov.cn'
    const taken = ['https://portal.example.gov.cn', 'http://10.0.0.8:8080']
    expect(readSettings({ ALLOWED_ORIGINS: given }).ALLOWED_ORIGINS).toEqual(taken)
  })
  it.each([
    '*', 'null', 'portal.example', '//portal.example', 'https://', 'https://*', 'https://*.portal.example',
    'https://portal.example/', 'https://portal.example/desk', 'https://portal.example?', 'https://portal.example#',
    'https://user@portal.example', 'https://user:word@portal.example', 'https://Portal.example', 'HTTPS://portal.example',
    'https://portal.example:443', 'http://portal.example:80', 'https://portal.example:0443', 'https://portal.example:65536',
    'https://portal.example:*', 'https://门户.example', 'ftp://portal.example', 'file:///tmp', 'data:text/html', 'javascript:1',
    "https://portal.example;script-src", "https://'self'", 'https://a.example https://b.example', 'https://0x7f.1',
  ])('refuse the origin %s, even beside a good one', (origin) => {
    const message = refusal({ ALLOWED_ORIGINS: `https://good.example,${origin}` })
    expect(message).toContain(`ALLOWED_ORIGINS: ${JSON.stringify(origin)} is no origin`)
  }) // biome-ignore format: one list
  it.each([
    ['PORT', 'abc'],
    ['PORT', '65536'],
    ['PORT', '-1'],
    ['PORT', '80.5'],
    ['PORT', ' '],
    ['PORT', '0x50'],
    ['MODEL_NAME', '../elsewhere'],
    ['MODEL_NAME', 'a/b/c'],
    ['MODEL_HUB', 'ftp://models.example'],
    ['MODEL_HUB', 'models'],
    ['LLM_BASE_URL', 'file:///etc/passwd'],
    ['LLM_BASE_URL', 'gopher://llm.example/'],
    ['LLM_BASE_URL', 'llm.example/v1'],
    ['LLM_BASE_URL', 'http://name:word@llm.example/v1'],
    ['LLM_BASE_URL', 'http://llm.example/v1#part'],
    ['LLM_MODEL', 'two words'],
    ['LLM_API_KEY', 'two words'],
    ['LLM_API_KEY', 'a\r\nHost: evil.example'],
    ['GAPS', 'yes'],
    ['RATE_LIMIT_CHAT', '-1'],
    ['RATE_LIMIT_CHAT', '1001'],
    ['RATE_LIMIT_SEARCH', '1.5'],
    ['RATE_LIMIT_SEARCH', '1e2'],
    ['RATE_LIMIT_STREAMS', ' '],
    ['RATE_LIMIT_STREAMS', 'off'],
    ['LLM_DAILY_CALLS', 'none'],
    ['LLM_DAILY_CALLS', '100000001'],
    ['LOG_LEVEL', 'loud'],
    ['METRICS', 'public'],
  ])('refuse %s=%s by name', (name, value) => {
    expect(refusal({ [name]: value })).toContain(`${name}: `)
  })
  it('limit clients unless only this machine reaches the desk', () => {
    const limits = (env: Record<string, string>) => {
      const { RATE_LIMIT_CHAT, RATE_LIMIT_SEARCH, RATE_LIMIT_STREAMS } = readSettings(env)
      return [RATE_LIMIT_CHAT, RATE_LIMIT_SEARCH, RATE_LIMIT_STREAMS]
    }
    for (const HOST of ['0.0.0.0', '::', '192.0.2.1', 'desk.example', '127.evil.example', '::ffff:7f00:1'])
      expect(limits({ HOST }), HOST).toEqual([20, 60, 3])
    for (const HOST of ['127.0.0.1', '127.9.9.9', '::1', 'localhost']) {
      expect(limits({ HOST }), HOST).toEqual([0, 0, 0])
      expect(limits({ HOST, TRUSTED_PROXIES: '127.0.0.1' })).toEqual([20, 60, 3])
      expect(limits({ HOST, RATE_LIMIT_CHAT: '5' })).toEqual([5, 0, 0])
    }
    expect(limits({ HOST: '0.0.0.0', RATE_LIMIT_SEARCH: '0' })).toEqual([20, 0, 3])
  })
  it('take proxies as addresses and networks between commas, each once', () => {
    const given = ' 10.0.0.0/8,192.0.2.1 ,, fd00::/8,2001:db8::7/128,10.0.0.0/8'
    const taken = ['10.0.0.0/8', '192.0.2.1', 'fd00::/8', '2001:db8::7/128']
    expect(readSettings({ TRUSTED_PROXIES: given }).TRUSTED_PROXIES).toEqual(taken)
  })
  it.each([
    '*', '0.0.0.0/0', '::/0', '10.0.0.0/33', 'fd00::/129', '10.0.0.0/', '10.0.0.0/08', '10.0.0.0/8/8', '10.0.0.0/a',
    '10.0.0', '10.0.0.256', 'proxy.example', 'loopback', '10.0.0.0-10.0.0.9', '10.0.0.1:8080', '[::1]',
  ])('refuse the proxy %s, even beside a good one', (proxy) => {
    const message = refusal({ TRUSTED_PROXIES: `192.0.2.1,${proxy}` })
    expect(message).toContain(`TRUSTED_PROXIES: ${JSON.stringify(proxy)} is no address`)
  }) // biome-ignore format: one list
  it('tell all that is wrong at once', () => {
    const message = refusal({ PORT: 'x', MODEL_NAME: '/' })
    expect(message).toContain('PORT: ')
    expect(message).toContain('MODEL_NAME: ')
  })
  it('take a language model whole or not at all', () => {
    const server = { LLM_BASE_URL: 'http://llm.example/v1' }
    const model = { LLM_MODEL: 'qwen2.5:7b' }
    expect(refusal(server)).toContain('LLM_BASE_URL: needs LLM_MODEL')
    expect(refusal(model)).toContain('LLM_MODEL: needs LLM_BASE_URL')
    expect(refusal({ LLM_API_KEY: 'sk-1' })).toContain('LLM_API_KEY: needs LLM_BASE_URL')
    expect(readSettings({ ...server, ...model })).toMatchObject({ ...server, ...model })
    const whole = { ...server, ...model, LLM_API_KEY: 'sk-1' }
    expect(readSettings(whole)).toMatchObject(whole)
  })
  it('never repeat a secret in what they say is wrong', () => {
    const key = 'sk-secret 0123456789'
    const message = refusal({ LLM_API_KEY: key, LLM_BASE_URL: 'http://me:secret@llm.example', PORT: 'x' })
    expect(message).toContain('LLM_API_KEY: ')
    expect(message).not.toMatch(/secret|0123456789/u)
  })
  it('take a hub only together with the model that is to come from it', () => {
    const hub = { MODEL_HUB: 'https://models.example' }
    expect(refusal(hub)).toContain('MODEL_NAME')
    expect(refusal({ ...hub, MODEL_NAME: 'owner/name' })).toContain('MODEL_PROFILE')
    const whole = { ...hub, MODEL_NAME: 'owner/name', MODEL_PROFILE: 'cewen-embed' }
    expect(readSettings(whole)).toMatchObject(whole)
  })
})

describe.each(['README.md', 'README.zh-CN.md'])('the table in %s', (file) => {
  /** Names and the defaults beside them, from rows that start with a setting's name. */
  const rows = () =>
    readFileSync(path.join(ROOT, file), 'utf8')
      .split('\n')
      .flatMap((line) => {
        const [, name, rest] = /^\| `([A-Z][A-Z_]*)` \|(.*)\|\s*$/u.exec(line) ?? []
        return name ? [[name, rest!.split('|').map((cell) => cell.trim().replaceAll('`', ''))] as const] : []
      })
  it('lists exactly the settings there are, in their order', () => {
    expect(rows().map(([name]) => name)).toEqual(Object.keys(SETTINGS))
  })
  it('shows their defaults', () => {
    for (const [name, cells] of rows()) {
      const { shown } = SETTINGS[name as keyof typeof SETTINGS]
      const none = shown === '(none)' ? ['', '—', '-', 'none', '(none)', '无', '（无）'] : []
      expect([shown, ...none], `${name} in ${file}`).toContain(cells[0])
    }
  })
})
