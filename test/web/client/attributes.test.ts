import { describe, expect, it } from 'vitest'
import { type AttributeName, readSettings } from '../../../src/web/client/attributes.ts'

const HOME = 'https://desk.example'
const settings = (attributes: Partial<Record<AttributeName, string>>) =>
  readSettings((name) => attributes[name] ?? null, HOME)

describe('the attributes of the element', () => {
  it('may all be absent: the script’s own server, inline, no filters, nothing wrong', () => {
    expect(settings({})).toEqual({
      server: HOME,
      heading: undefined,
      welcome: undefined,
      examples: undefined,
      filters: {},
      position: 'inline',
      lang: 'zh-CN',
      problem: undefined,
    })
  })

  it('name a server, whose final slash, query and fragment are dropped', () => {
    expect(settings({ server: ' http://a.example:8080/desk/?x=1#y ' }).server).toBe(
      'http://a.example:8080/desk',
    )
  })

  it.each(['javascript:alert(1)', '/desk', 'desk.example', 'data:text/html,x'])(
    'do not make a server of %s, and say so instead of asking somebody else',
    (server) => {
      expect(settings({ server }).problem).toContain('server')
    },
  )

  it('give examples separated by bars; empty ones are none', () => {
    expect(settings({ examples: '甲？| |乙怎么办？|' }).examples).toEqual(['甲？', '乙怎么办？'])
  })

  it('give filters as JSON, single texts and lists', () => {
    const { filters, problem } = settings({ filters: '{"area":"福州片区","year":["2017","2022"]}' })
    expect(filters).toEqual({ area: '福州片区', year: ['2017', '2022'] })
    expect(problem).toBeUndefined()
  })

  it.each(['area=福州', '[]', 'null', '{"region":"x"}', '{"year":2017}', '{"area":[]}', '{"toString":"x"}'])(
    'refuse the filters %s rather than ask without them',
    (filters) => {
      expect(settings({ filters }).problem).toContain('filters')
    },
  )

  it('know four positions in any case; another one is inline', () => {
    expect(settings({ position: 'Bottom-Left' }).position).toBe('bottom-left')
    expect(settings({ position: 'page' }).position).toBe('page')
    expect(settings({ position: 'top' }).position).toBe('inline')
  })

  it('never call the Chinese words inside another language', () => {
    expect(settings({ lang: 'zh-Hans-CN' }).lang).toBe('zh-Hans-CN')
    expect(settings({ lang: 'en' }).lang).toBe('zh-CN')
  })
})
