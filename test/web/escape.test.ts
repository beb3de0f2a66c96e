// Text inside HTML.

import { expect, it } from 'vitest'
import { escapeHtml } from '../../src/web/escape.ts'
import { PAYLOADS } from '../browser/payloads.ts'

it.each([
  ['&', '&amp;'],
  ['<', '&lt;'],
  ['>', '&gt;'],
  ['"', '&quot;'],
  ["'", '&#39;'],
  ['税', '税'],
])('%s is written as %s, every time', (sign, written) => {
  expect(escapeHtml(`${sign}甲${sign}`)).toBe(`${written}甲${written}`)
})

it('no sign of a tag or an attribute is left of what attackers write', () => {
  for (const words of PAYLOADS) expect(escapeHtml(words)).not.toMatch(/[<>"']|&(?!(?:amp|lt|gt|quot|#39);)/u)
})
