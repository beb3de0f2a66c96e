// Every link passes one check; what comes through is an address that a browser opens as a page.

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decoded, documentHref, recordHref, safeHref, splitRecordId } from '../../../src/web/client/links.ts'

const PAGE = 'https://desk.example.gov.cn/records'

const scheme = fc
  .tuple(
    fc.constantFrom(
      'javascript',
      'data',
      'vbscript',
      'file',
      'blob',
      'about',
      'ftp',
      'ws',
      'mailto',
      'view-source',
    ),
    fc.array(fc.constantFrom('\t', '\n', '\r', ' ', '\0', '\u0001', '\u200b', '\u00a0'), { maxLength: 3 }),
    fc.nat(11),
    fc.boolean(),
  )
  .map(([name, invisible, at, upper]) => {
    const written = upper ? name.toUpperCase() : name
    return `${written.slice(0, at)}${invisible.join('')}${written.slice(at)}`
  })
const address = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.webUrl(),
  fc
    .tuple(fc.constantFrom('', ' ', '\t', '\u0000'), scheme, fc.string())
    .map(([before, name, rest]) => `${before}${name}:${rest}`),
  fc
    .tuple(fc.constantFrom('//', '\\\\', '/\\', 'http:', 'https:\\'), fc.string())
    .map((parts) => parts.join('')),
)

describe('an address', () => {
  it('that passes opens a page of the web, and passes again as it is', () => {
    fc.assert(
      fc.property(address, (href) => {
        const safe = safeHref(href, PAGE)
        if (safe === undefined) return
        expect(['http:', 'https:']).toContain(new URL(safe).protocol)
        expect(safe).toMatch(/^https?:\/\/[^\s<>]*$/u)
        expect(safeHref(safe, PAGE)).toBe(safe)
      }),
    )
  })
  it.each(['javascript:alert(1)', ' javascript:alert(1)', 'java\nscript:alert(1)', 'JAVASCRIPT:alert(1)', 'data:text/html,x',
    'vbscript:x', 'blob:https://a/b', 'file:///etc/passwd', '\u0001javascript:alert(1)', 'http://', 'https://[',
  ])('that is no page is no link: %j', (href) => {
    expect(safeHref(href, PAGE)).toBeUndefined()
  }) // biome-ignore format: one list
})

describe('the address of a record', () => {
  it('leads back to its id, whatever its document is called', () => {
    const name = fc.string({ unit: 'grapheme', minLength: 1 }).filter((id) => !/\p{Cs}/u.test(id))
    fc.assert(
      fc.property(name, fc.stringMatching(/^[\w@]{1,8}$/u), (documentId, number) => {
        expect(splitRecordId(`${documentId}/${number}`)).toEqual({ documentId, number })
        const { pathname, hash, origin } = new URL(recordHref(documentId, number, { start: 1, end: 2 }), PAGE)
        expect(origin).toBe(new URL(PAGE).origin)
        // A document called . or .. has no page of its own: a browser takes that for a step up.
        if (documentId !== '.' && documentId !== '..')
          expect(decoded(pathname)).toBe(`/documents/${documentId}`)
        expect(decoded(hash.slice(1))).toBe(number)
        expect(documentHref(documentId)).not.toMatch(/[<>"\s]/u)
      }),
    )
  })
})
