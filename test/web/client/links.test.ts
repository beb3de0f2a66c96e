// Which addresses may be opened, and how our own are written and taken apart.

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  decoded,
  documentHref,
  ownAddress,
  recordHref,
  safeHref,
  splitRecordId,
} from '../../../src/web/client/links.ts'
import { BAD_ADDRESSES } from '../../browser/payloads.ts'

const PAGE = 'https://desk.example/records?page=2'

describe('an address', () => {
  it('is opened over http and https alone', () => {
    expect(safeHref('https://portal.example/a?b#c', PAGE)).toBe('https://portal.example/a?b#c')
    expect(safeHref('http://portal.example', PAGE)).toBe('http://portal.example/')
  })
  it('that is a path leads to the page’s own server', () => {
    expect(safeHref('/documents/a#1', PAGE)).toBe('https://desk.example/documents/a#1')
    expect(safeHref('', PAGE)).toBe(PAGE)
  })
  it.each(BAD_ADDRESSES)('is not opened: %j', (address) => {
    expect(safeHref(address, PAGE)).toBeUndefined()
  })
  it('that is broken is not opened', () => {
    expect(safeHref('https://', PAGE)).toBeUndefined()
    expect(safeHref('http://[', PAGE)).toBeUndefined()
  })
  it('of our own stands behind the server; others stay what they are', () => {
    expect(ownAddress('https://desk.example', '/documents/a')).toBe('https://desk.example/documents/a')
    expect(ownAddress('https://desk.example', 'javascript:/documents/a')).toBe('javascript:/documents/a')
  })
})

describe('the address of a record', () => {
  it('names document and number, whatever signs they have', () => {
    expect(documentHref('通知 #1?')).toBe('/documents/%E9%80%9A%E7%9F%A5%20%231%3F')
    expect(recordHref('a/b', '12@2')).toBe('/documents/a%2Fb#12%402')
  })
  it('names a quote by its place', () => {
    expect(recordHref('a', '1', { start: 3, end: 9 })).toBe('/documents/a?start=3&end=9#1')
  })
})

describe('the id of a record', () => {
  it('ends with its number', () => {
    expect(splitRecordId('fj-2017-b5/13')).toEqual({ documentId: 'fj-2017-b5', number: '13' })
    expect(splitRecordId('a/b/s1')).toEqual({ documentId: 'a/b', number: 's1' })
  })
})

describe('percent signs', () => {
  it('are read, and left where they mean nothing', () => {
    expect(decoded('%E7%A8%8E')).toBe('税')
    expect(decoded('100%')).toBe('100%')
  })
})

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
})

describe('the address of any record', () => {
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
