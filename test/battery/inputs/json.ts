// Bodies that are no JSON, or JSON that is no request: 40 of them, sent to search and to ask.

import type { Expected, Input } from './sent.ts'

const MEGABYTE = 1024 * 1024
const STORIES = [['/api/search', 'query'], ['/api/ask', 'question']] as const // biome-ignore format: one list

type Body = string | Uint8Array

/** @param field what the question is called */
const bodies = (field: string): [string, Body, Expected][] => [
  ['nothing', '', 'refused'],
  ['a space', ' ', 'refused'],
  ['null', 'null', 'refused'],
  ['true', 'true', 'refused'],
  ['a number', '0', 'refused'],
  ['a string', '"税"', 'refused'],
  ['a list', `[{"${field}":"税"}]`, 'refused'],
  ['no field', '{}', 'refused'],
  ['cut off', `{"${field}":"税"`, 'refused'],
  ['cut off inside a string', `{"${field}":"税`, 'refused'],
  ['a stray comma', `{"${field}":"税",}`, 'refused'],
  ['single quotes', `{'${field}':'税'}`, 'refused'],
  ['bare keys', `{${field}:"税"}`, 'refused'],
  ['two values', `{"${field}":"税"}{"${field}":"税"}`, 'refused'],
  ['words behind', `{"${field}":"税"} x`, 'refused'],
  ['a comment', `{"${field}":"税" /* x */}`, 'refused'],
  ['a bare line break in a string', `{"${field}":"税\n"}`, 'refused'],
  ['NaN', `{"${field}":NaN}`, 'refused'],
  ['Infinity', `{"${field}":"税","limit":Infinity}`, 'refused'],
  ['a huge number', `{"${field}":"税","limit":1e999}`, 'refused'],
  ['a long number', `{"${field}":"税","limit":${'9'.repeat(10_000)}}`, 'refused'],
  ['a list for a question', `{"${field}":["税"]}`, 'refused'],
  ['an object for a question', `{"${field}":{"$ne":""}}`, 'refused'],
  ['a number for a question', `{"${field}":5}`, 'refused'],
  ['a text for a number', `{"${field}":"税","limit":"5"}`, 'refused'],
  ['__proto__', `{"${field}":"税","__proto__":{"limit":3}}`, 'refused'],
  ['constructor', `{"${field}":"税","constructor":{"prototype":{"x":1}}}`, 'refused'],
  ['a history that lies about its length', `{"${field}":"税","history":{"length":1e9}}`, 'refused'],
  ['markup for a key', `{"${field}":"税","<script>alert(1)</script>":1}`, 'refused'],
  ['6,000 unknown keys', `{"${field}":"税",${keys(6000)}}`, 'refused'],
  ['half a character', `{"${field}":"税\\ud800"}`, 'refused'],
  ['lists nested 50,000 deep', `{"${field}":"税","filters":${nested('[', ']', 50_000)}}`, 'refused'],
  ['objects nested 15,000 deep', `{"${field}":"税","filters":${nested('{"a":', '}', 15_000, '1')}}`, 'refused'],
  ['lists nested 100,000 deep', nested('[', ']', 100_000), 'refused'],
  ['a megabyte', `{"${field}":"${'a'.repeat(MEGABYTE)}"}`, 'refused'],
  ['UTF-16', Buffer.from(`\ufeff{"${field}":"税"}`, 'utf16le'), 'refused'],
  ['GBK', Buffer.concat([Buffer.from(`{"${field}":"`), Buffer.from('cbb0', 'hex'), Buffer.from('"}')]), 'either'],
  ['a byte order mark', `\ufeff{"${field}":"汇总征税"}`, 'either'],
  ['the question given twice', `{"${field}":"通关","${field}":"汇总征税"}`, 'answered'],
  ['a hundred thousand spaces before it', `${' '.repeat(100_000)}{"${field}":"汇总征税"}`, 'answered'],
] // biome-ignore format: a table

function keys(count: number): string {
  return Array.from({ length: count }, (_, i) => `"key${i}":1`).join(',')
}

function nested(open: string, close: string, depth: number, inside = ''): string {
  return open.repeat(depth) + inside + close.repeat(depth)
}

export const JSON_INPUTS: readonly Input[] = STORIES.flatMap(([path, field]) =>
  bodies(field).map(([what, body, expected]) => ({
    what: `${path}, ${what}`,
    path,
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body,
    expected,
  })),
)
