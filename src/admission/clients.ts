// Who a client is: the address that its requests are counted by. It knows addresses, not what is counted by them.

import { BlockList, isIP, SocketAddress } from 'node:net'

/** @returns what stands for the client: an IPv4 address, or the /64 of an IPv6 address */
export type ClientOf = (peer: string | undefined, forwardedFor: string | undefined) => string

/** Where no address can be told (no socket, a socket that has closed) all are one client. */
const NOBODY = 'nobody'

/**
 * Tells clients apart by the address of their socket. Only where that is a trusted proxy, `X-Forwarded-For` is read, from
 * the right: each proxy appends the address that it saw, so what a client wrote itself stands left of what is true.
 * @param proxies addresses or CIDRs, already validated by `config.ts`
 */
export function clientsBehind(proxies: readonly string[]): ClientOf {
  const trusted = new BlockList()
  for (const proxy of proxies) {
    const [address, prefix] = proxy.split('/') as [string, string?]
    const family = familyOf(address)
    if (prefix === undefined) trusted.addAddress(address, family)
    else trusted.addSubnet(address, Number(prefix), family)
  }
  return (peer, forwardedFor = '') => {
    let client = addressIn(peer ?? '')
    if (client === undefined) return NOBODY
    for (const hop of forwardedFor.split(',').reverse()) {
      if (!trusted.check(client, familyOf(client))) break
      const before = addressIn(hop)
      if (before === undefined) break
      client = before
    }
    return isIP(client) === 6 ? networkOf(client) : client
  }
}

const familyOf = (address: string) => (isIP(address) === 6 ? 'ipv6' : 'ipv4')

/** `203.0.113.7`, `203.0.113.7:4711`, `2001:db8::7`, `[2001:db8::7]:4711`. */
const WRITTEN =
  /^\s*(?:\[(?<bracketed>[^[\]]+)\](?::\d+)?|(?<v4>[\d.]+)(?::\d+)?|(?<v6>[\da-f:.]+(?:%\w+)?))\s*$/iu
const MAPPED = /^::ffff:(?<v4>[\d.]+)$/u

/** The one spelling of an address, an IPv4 address inside IPv6 as what it is; undefined for what is none. */
function addressIn(text: string): string | undefined {
  const { bracketed, v4, v6 } = WRITTEN.exec(text)?.groups ?? {}
  const address = bracketed ?? v4 ?? v6 ?? ''
  if (isIP(address) !== 6) return isIP(address) === 4 ? address : undefined
  const spelled = new SocketAddress({ address, family: 'ipv6' }).address
  return MAPPED.exec(spelled)?.groups?.v4 ?? spelled
}

/** Its subnet: one machine may use every address of a /64 (RFC 4291, 2.5.4). */
function networkOf(address: string): string {
  const [head = '', tail] = address.split('::').map((half) => half.split(':').filter(Boolean))
  const zeros = Array.from({ length: 8 }, () => '0')
  const groups = tail === undefined ? head : [...head, ...zeros.slice(head.length + tail.length), ...tail]
  return `${(groups as string[]).slice(0, 4).join(':')}::/64`
}
