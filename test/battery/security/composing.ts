// A process of its own that takes down every regular expression made while the product's modules are loaded, documents
// are read, and many questions are answered. Prints them as JSON. Usage: node --import tsx composing.ts

import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import type { Expression } from './expressions.ts'

const made = new Map<string, Expression>()
const native = RegExp

/** Made by our own code: the nearest place on the stack that stands in `src`. */
function note({ source, flags }: RegExp): void {
  const found = /[\\/]src[\\/](?<file>\S+?\.ts):(?<line>\d+):\d+/u.exec(new Error().stack ?? '')
  if (!found) return
  const at = `${found.groups!.file}:${found.groups!.line}`
  made.set(`${at} ${flags} ${source}`, { source, flags, at })
}

globalThis.RegExp = new Proxy(native, {
  construct(target, args, asked) {
    const one = Reflect.construct(target, args, asked === globalThis.RegExp ? target : asked)
    note(one)
    return one
  },
  apply(target, self, args) {
    const one = Reflect.apply(target, self, args)
    note(one)
    return one
  },
})

// Loaded only now, so that what modules make while they load is seen too.
const { ROOT } = await import('../../../src/config.ts')
const { openEngine } = await import('../../../src/engine.ts')
const { ask } = await import('../../../src/ask.ts')
const { match } = await import('../../../src/match.ts')
const { AskRequest } = await import('../../../src/schema.ts')
const { MatchRequest } = await import('../../../src/applicability/schema.ts')
const { parseSeeds, readSeeds } = await import('../../../src/seeds.ts')
const { deskSettings } = await import('../../support/desk.ts')

/** The command line and the model's process do something when they are loaded; pages need a browser. */
const NOT_LOADED = /^(?:web\/client\/|bin\.ts$|embedders\/local-child\.ts$)|\.d\.ts$/u
for (const file of readdirSync(path.join(ROOT, 'src'), { recursive: true, encoding: 'utf8' }))
  if (file.endsWith('.ts') && !NOT_LOADED.test(file)) await import(path.join(ROOT, 'src', file))

/** Questions of every kind, and some that ask in ways in which hardly anybody does. */
const SETS = ['dev/questions.jsonl', 'dev/unanswerable.jsonl', 'everyday/questions.jsonl']
const RARE = ['台胞诚信闪贷最高能贷多少钱？', '接进了多少执法单位？', '汇总征税是百分之三十还是四十？']
const questions = SETS.flatMap((set) =>
  readFileSync(path.join(ROOT, 'test', 'eval', set), 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line): string => JSON.parse(line).question),
)

for (const folder of ['seeds', 'test/eval/regulations/seeds'])
  parseSeeds(await readSeeds(path.join(ROOT, folder)))
const engine = await openEngine(await deskSettings())
for (const question of [...questions, ...RARE]) await ask(engine, AskRequest.parse({ question }))
const TOLD = [
  '我们在福州片区做跨境电商零售进口，成立不足3年，注册资本500万元',
  '我们在珠海，不在横琴，做进口',
]
for (const text of TOLD) await match(engine, MatchRequest.parse({ profile: { text } }))
await engine.close()

process.stdout.write(JSON.stringify([...made.values()]))
