// Who a client is: by socket, behind proxies, and whatever a header claims.

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type ClientOf, clientsBehind } from '../../src/admission/clients.ts'

const direct: ClientOf = (...told) => clientsBehind([])(...told)
const behind: ClientOf = (...told) =>
  clientsBehind(['10.0.0.0/8', '192.0.2.1', 'fd00::/8', '2001:db8:ffff::1'])(...told)

describe('a client without a proxy', () => {
  it('is the address of its socket', () => {
    expect(direct('203.0.113.7', undefined)).toBe('203.0.113.7')
  })
  it.each(['198.51.100.1', '127.0.0.1', '10.0.0.1, 198.51.100.1', '', ',,,', 'unknown'])(
    'stays that, whatever it sends as X-Forwarded-For: %j',
    (forged) => {
      expect(direct('203.0.113.7', forged)).toBe('203.0.113.7')
      expect(behind('203.0.113.7', forged)).toBe('203.0.113.7')
    },
  )
  it('is the same one in every spelling of IPv4 inside IPv6', () => {
    for (const peer of ['::ffff:203.0.113.7', '::FFFF:CB00:7107', '0:0:0:0:0:ffff:cb00:7107'])
      expect(direct(peer, undefined)).toBe('203.0.113.7')
  })
  it('is its /64 where it has IPv6: the other half costs it nothing to change', () => {
    const one = direct('2001:db8:1:2:3:4:5:6', undefined)
    expect(direct('2001:db8:1:2::ffff', undefined)).toBe(one)
    expect(direct('2001:DB8:0001:2:ffff:ffff:ffff:ffff', undefined)).toBe(one)
    expect(direct('2001:db8:1:3:3:4:5:6', undefined)).not.toBe(one)
    expect(direct('fe80::1%eth0', undefined)).toBe(direct('fe80::2', undefined))
    expect(direct('::1', undefined)).toBe('0:0:0:0::/64')
    expect(direct('2001:db8::1:2:3:4', undefined)).toBe('2001:db8:0:0::/64')
  })
  it('has a name of its own in every /64', () => {
    const half = fc.array(fc.integer({ min: 0, max: 0xffff }), { minLength: 4, maxLength: 4 })
    const spelled = (groups: number[]) => groups.map((group) => group.toString(16)).join(':')
    fc.assert(
      fc.property(half, half, half, half, (network, other, host, another) => {
        const name = direct(`${spelled(network)}:${spelled(host)}`, undefined)
        expect(direct(`${spelled(network)}:${spelled(another)}`, undefined)).toBe(name)
        const same = spelled(network) === spelled(other)
        expect(direct(`${spelled(other)}:${spelled(host)}`, undefined) === name).toBe(same)
      }),
    )
  })
  it('is one with all others whose address nobody knows', () => {
    expect(direct(undefined, '203.0.113.7')).toBe('nobody')
    expect(direct(undefined, undefined)).toBe('nobody')
    expect(behind('', '203.0.113.7')).toBe(direct(undefined, undefined))
  })
})

describe('a client behind a trusted proxy', () => {
  it.each([
    ['10.1.2.3', '203.0.113.7'],
    ['192.0.2.1', ' 203.0.113.7 '],
    ['::ffff:10.1.2.3', '203.0.113.7'],
    ['fd00::5', '203.0.113.7'],
    ['2001:db8:ffff::1', '203.0.113.7'],
    ['10.1.2.3', '[::ffff:203.0.113.7]'],
    ['10.1.2.3', '203.0.113.7:52011'],
    ['10.1.2.3', '::ffff:203.0.113.7'],
    ['10.1.2.3', '203.0.113.7, 10.9.9.9, fd00::6'],
    ['10.1.2.3', '203.0.113.7, [fd00::6]:443'],
  ])('%s is whom the proxy saw: %j', (peer, header) => {
    expect(behind(peer, header)).toBe('203.0.113.7')
  })
  it('is not whom it claims to be itself, left of what the proxy saw', () => {
    for (const claim of ['198.51.100.1', '10.5.5.5', '127.0.0.1', 'garbage', '198.51.100.1, 10.1.1.1'])
      expect(behind('10.1.2.3', `${claim}, 203.0.113.7`)).toBe('203.0.113.7')
  })
  it('is the last address that makes sense where the header is broken', () => {
    for (const header of [
      '',
      'unknown',
      '203.0.113.7.9',
      '999.1.1.1',
      '203.0.113.7, _hidden',
      'a'.repeat(9000),
    ])
      expect(behind('10.1.2.3', header)).toBe('10.1.2.3')
  })
  it('is the first of the chain where all of it is trusted', () => {
    expect(behind('10.1.2.3', '10.0.0.8, 10.0.0.9')).toBe('10.0.0.8')
  })
  it('is told from other neighbours of the proxy', () => {
    expect(behind('192.0.2.2', '203.0.113.7')).toBe('192.0.2.2')
    expect(behind('2001:db8:ffff::2', '203.0.113.7')).toBe('2001:db8:ffff:0::/64')
    expect(behind('11.0.0.1', '203.0.113.7')).toBe('11.0.0.1')
    expect(behind('10.1.2.3', '2001:db8:1:2::9')).toBe('2001:db8:1:2::/64')
  })
  it('can never choose its name by what it writes', () => {
    const seen = '203.0.113.7'
    fc.assert(
      fc.property(fc.string(), (claim) => {
        expect(behind('10.1.2.3', `${claim}, ${seen}`)).toBe(seen)
        expect(direct(seen, claim)).toBe(seen)
      }),
    )
  })
})
