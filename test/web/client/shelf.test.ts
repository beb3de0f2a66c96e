import { describe, expect, it } from 'vitest'
import { openShelf } from '../../../src/web/client/shelf.ts'

/** A server that notes what it is asked for and fails as long as `down` is set. */
function server() {
  const seen: string[] = []
  const state = { down: false }
  const fetchJson = async <Shape>(address: string): Promise<Shape> => {
    seen.push(address)
    if (state.down) throw new Error('down')
    return { items: [{ id: 'fj', title: '通知' }] } as Shape
  }
  return { seen, state, fetchJson }
}

describe('the shelf of one reader', () => {
  it('fetches a document once, however often it is opened', async () => {
    const { seen, fetchJson } = server()
    const shelf = openShelf('https://desk.example', fetchJson)
    const [first, second] = await Promise.all([shelf.document('粤/6'), shelf.document('粤/6')])
    expect(second).toBe(first)
    await shelf.document('粤/6')
    expect(seen).toEqual([`https://desk.example/api/documents/${encodeURIComponent('粤/6')}`])
  })

  it('asks again for what failed', async () => {
    const { seen, state, fetchJson } = server()
    const shelf = openShelf('', fetchJson)
    state.down = true
    await expect(shelf.record('fj/13')).rejects.toThrow('down')
    state.down = false
    await expect(shelf.record('fj/13')).resolves.toBeDefined()
    expect(seen).toEqual(['/api/records/fj/13', '/api/records/fj/13'])
  })

  it('knows the titles of documents by id', async () => {
    const titles = await openShelf('', server().fetchJson).titles()
    expect(titles.get('fj')).toBe('通知')
  })
})
