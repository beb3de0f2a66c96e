// What keeps the element apart from the page it stands on: requests and sizes.

import { afterEach, describe, expect, it } from 'vitest'
import { plainJson } from '../../../src/web/client/plain-json.ts'
import { withoutRootSizes } from '../../../src/web/client/shadow-css.ts'

const lists = Array.prototype as unknown as { toJSON?: () => string }
afterEach(() => {
  delete lists.toJSON
})

describe('a request', () => {
  const body = { question: '“引号”\n和\\', history: [{ role: 'user', content: 'x' }], limit: 10, none: null }

  it('is plain JSON', () => {
    expect(plainJson(body)).toBe(JSON.stringify(body))
  })

  it('leaves out what is absent', () => {
    expect(plainJson({ a: undefined, b: [undefined, false] })).toBe('{"b":[null,false]}')
  })

  it('is the same on a page whose library teaches lists to turn into text', () => {
    const before = plainJson(body)
    lists.toJSON = () => '[]'
    expect(JSON.stringify(body)).not.toBe(before)
    expect(plainJson(body)).toBe(before)
  })
})

describe('a size', () => {
  it('does not hang on the root element of the host page', () => {
    expect(withoutRootSizes('p{margin:-0.5rem 1rem .25rem}')).toBe(
      'p{margin:calc(-0.5 * var(--cewen-size, 16px)) calc(1 * var(--cewen-size, 16px)) calc(.25 * var(--cewen-size, 16px))}',
    )
  })

  it('stays in the condition of a media query, where variables are not known', () => {
    const css = '@media (max-width: 40rem) {p{top:0}}'
    expect(withoutRootSizes(css)).toBe(css)
  })
})
