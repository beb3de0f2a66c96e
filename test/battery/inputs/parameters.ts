// Numbers, filters and names of parameters that are out of their range, of another kind, or that nobody knows.

import type { Expected, Input } from './sent.ts'

/** Of the list of records. */
const IN_THE_ADDRESS: readonly [string, Expected][] = [
  ['limit=-1', 'refused'], ['limit=0', 'refused'], ['limit=501', 'refused'], ['limit=1e9', 'refused'],
  ['limit=1.5', 'refused'], ['limit=abc', 'refused'], ['limit=', 'refused'], ['limit=NaN', 'refused'],
  ['limit=1&limit=2', 'refused'], ['limit[]=1', 'refused'], ['limit=0x10', 'either'], ['limit=%31', 'answered'],
  ['limit=1e2', 'either'], ['offset=-1', 'refused'], ['offset=1000001', 'refused'], ['offset=999999', 'answered'],
  ['offset=%00', 'either'], ['colour=red', 'refused'], ['__proto__=1', 'refused'], ['constructor=1', 'refused'],
  ['toString=1', 'refused'], ['sort=colour', 'refused'], ['order=up', 'refused'], ['order=desc', 'answered'],
  ['q=', 'answered'], ['q=a&q=b', 'refused'], [`q=${'a'.repeat(501)}`, 'refused'], ['q=%E7%A8', 'either'],
  ['q=%ff%fe', 'either'], ['q=%00', 'answered'], ['q=%3Cscript%3E', 'answered'], ['q=(.*)%2B%24', 'answered'],
  ['q=2023%E5%B9%B42%E6%9C%8829%E6%97%A5', 'answered'], ['year=2025&year=2018', 'answered'], ['year=-1', 'answered'],
  ['year=99999999999999999999', 'answered'], ['year=%E8%85%8A%E6%9C%88', 'answered'], ['document=..%2F..', 'answered'],
  ['document=', 'either'], ['id=nope', 'answered'], [`ids=${Array.from({ length: 60 }, (_, i) => `a/${i}`).join(',')}`, 'refused'], ['ids=,,,', 'either'],
  ['&&&&', 'answered'], ['=', 'either'], ['%', 'either'],
] // biome-ignore format: one list, read as one

/** Of a search. */
const IN_THE_BODY: readonly [string, object, Expected][] = [
  ['filters of a null', { filters: null }, 'refused'],
  ['filters of a list', { filters: ['area'] }, 'refused'],
  ['an unknown filter', { filters: { colour: 'red' } }, 'refused'],
  ['an empty filter', { filters: { area: '' } }, 'refused'],
  ['a filter of no values', { filters: { area: [] } }, 'refused'],
  ['51 values', { filters: { area: Array(51).fill('福州') } }, 'refused'],
  ['a long value', { filters: { area: '福'.repeat(201) } }, 'refused'],
  ['a number for a value', { filters: { year: 2020 } }, 'refused'],
  ['a value that no record has', { filters: { area: '火星' } }, 'answered'],
  ['a value named like a property', { filters: { area: '__proto__' } }, 'answered'],
  ['readFilters of a text', { readFilters: 'no' }, 'refused'],
  ['a limit of 51', { limit: 51 }, 'refused'],
  ['a limit of 1.5', { limit: 1.5 }, 'refused'],
  ['a history of another role', { history: [{ role: 'system', content: '税' }] }, 'refused'],
  ['2,000 messages', { history: Array(2000).fill({ role: 'user', content: '通关' }) }, 'answered'],
]

export const PARAMETER_INPUTS: readonly Input[] = [
  ...IN_THE_ADDRESS.map(
    ([query, expected]): Input => ({
      what: `?${query.slice(0, 60)}`,
      path: `/api/records?${query}`,
      expected,
    }),
  ),
  ...IN_THE_BODY.map(
    ([what, more, expected]): Input => ({
      what,
      path: '/api/search',
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ query: '税', ...more }),
      expected,
    }),
  ),
]
