// Finds every regular expression of the product: those that stand in its source, and those that it puts together while
// it runs, of which each place in the source must have been seen to make one. It judges none of them.

import { execFile } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { promisify } from 'node:util'
import { parseSync, Visitor } from 'oxc-parser'
import { ROOT } from '../../../src/config.ts'

export interface Expression {
  source: string
  flags: string
  /** Where it stands or is made: `question/intent.ts:25`; of several places the first. */
  at: string
}

/** A place that makes expressions while the program runs. */
interface Maker {
  file: string
  from: number
  to: number
}

const SRC = path.join(ROOT, 'src')
/** All output of the child: a few thousand expressions, some of them long. */
const OUTPUT_BYTES_MAX = 64 * 1024 * 1024

/**
 * All of them, each once.
 * @throws Error naming the places that have made none: a question of `composing.ts` must get there
 */
export async function allExpressions(): Promise<Expression[]> {
  const { written, makers } = inSource()
  const made = await whileRunning()
  const silent = makers.filter(
    ({ file, from, to }) =>
      !made.some(({ at }) => {
        const [name, line] = at.split(':')
        return name === file && Number(line) >= from && Number(line) <= to
      }),
  )
  if (silent.length > 0)
    throw new Error(`no expression seen from ${silent.map(({ file, from }) => `${file}:${from}`).join(', ')}`)
  const all = new Map<string, Expression>()
  for (const one of [...written, ...made]) {
    const key = `${one.flags} ${one.source}`
    if (!all.has(key)) all.set(key, one)
  }
  return [...all.values()]
}

/** The expressions that are written out, of the pages too, and the places that make others. */
export function inSource(): { written: Expression[]; makers: Maker[] } {
  const written: Expression[] = []
  const makers: Maker[] = []
  for (const file of readdirSync(SRC, { recursive: true, encoding: 'utf8' }).sort()) {
    if (!file.endsWith('.ts') || file.endsWith('.d.ts')) continue
    const text = readFileSync(path.join(SRC, file), 'utf8')
    const { program, errors } = parseSync(file, text)
    if (errors.length > 0) throw new Error(`${file}: ${errors[0]!.message}`)
    const lineAt = (offset: number) => text.slice(0, offset).split('\n').length
    const make = (node: { callee: object; start: number; end: number }) => {
      const { callee } = node
      if ('name' in callee && callee.name === 'RegExp')
        makers.push({ file, from: lineAt(node.start), to: lineAt(node.end) })
    }
    new Visitor({
      Literal(node) {
        if ('regex' in node)
          written.push({
            source: node.regex.pattern,
            flags: node.regex.flags,
            at: `${file}:${lineAt(node.start)}`,
          })
      },
      NewExpression: make,
      CallExpression: make,
    }).visit(program)
  }
  return { written, makers }
}

/** What a desk that answers many questions puts together. */
async function whileRunning(): Promise<Expression[]> {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['--import', 'tsx', path.join(import.meta.dirname, 'composing.ts')],
    { cwd: ROOT, maxBuffer: OUTPUT_BYTES_MAX },
  )
  return JSON.parse(stdout)
}
