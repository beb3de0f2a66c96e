// Ids of documents, records and assets that lead out of their place, or nowhere: 31 of them.

import type { Input } from './sent.ts'

const NOWHERE = [
  '/api/documents/..%2f..%2fpackage.json', '/api/documents/%2e%2e%2f%2e%2e%2fpackage.json', '/api/documents/../../etc/passwd',
  '/api/documents/..%5c..%5cpackage.json', '/api/documents/%252e%252e%252f', '/api/documents/%2fetc%2fpasswd',
  '/api/documents/%00', '/api/documents/fj-2017-b5%00', '/api/documents/CON', '/api/documents/__proto__',
  '/api/documents/constructor', '/api/documents/hasOwnProperty', '/api/documents/%E7%A8', '/api/documents/%ff',
  `/api/documents/${'a'.repeat(4000)}`, `/api/documents/${'%F0%9F%98%80'.repeat(100)}`, '/api/documents/fj-2017-b5.',
  '/api/documents/fj-2017-b5%20', '/api/documents/fj-2017-b5%0a', '/api/documents/FJ-2017-B5', '/api/documents/%2e',
  '/api/records/fj-2017-b5/99999', '/api/records/fj-2017-b5/-1', '/api/records/fj-2017-b5/13%00',
  '/api/records/fj-2017-b5/__proto__', '/api/records/..%2f/13', '/api/records/%E7/%E7',
  '/assets/..%2f..%2fpackage.json', '/assets/..%2f..%2f..%2fpackage.json', '/assets/%2e%2e%2fserve.js', '/assets/constructor',
] // biome-ignore format: one list, read as one

export const ADDRESS_INPUTS: readonly Input[] = NOWHERE.map((path) => ({
  what: path.slice(0, 60),
  path,
  expected: 'refused',
}))
