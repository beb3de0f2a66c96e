// Faults as the log tells them: with their stack when a kind is first met, and after that by their number, so that a
// thousand failures of one kind do not hide another. What a visitor said is not repeated. It writes nothing itself.

import { AppError } from '../errors.ts'
import { redact } from '../gaps/redact.ts'

export interface ToldFault {
  /** Name and code of the innermost error, and where it was thrown: what makes two faults the same. */
  kind: string
  /** How many of this kind there have been. */
  times: number
  /** The error and its causes, outermost first; only the first time. */
  errors?: ToldError[]
}

export interface ToldError {
  name: string
  code?: string
  message: string
  /** The file or folder that the system refused. */
  path?: string
  stack: string
}

/** So many kinds are remembered; of one that was forgotten the stack is told again. */
const KINDS_MAX = 200
/** An error's causes are told down to this depth. */
const CAUSES_MAX = 4
const FRAMES_MAX = 12
const MESSAGE_MAX = 300

/** Remembers which kinds of faults there have been. */
export function faultsMet(): (thrown: unknown) => ToldFault | undefined {
  const met = new Map<string, number>()
  /** @returns what to tell of it; of a known kind only the 10th, the 100th, and so on */
  return (thrown) => {
    const errors = causesOf(thrown).map(told)
    const { name, code, stack } = errors.at(-1)!
    const kind = [name, code, stack.split('\n')[0]].filter(Boolean).join(' ')
    const times = (met.get(kind) ?? 0) + 1
    met.delete(kind)
    met.set(kind, times)
    if (met.size > KINDS_MAX) met.delete(met.keys().next().value!)
    if (times === 1) return { kind, times, errors }
    return Number.isInteger(Math.log10(times)) ? { kind, times } : undefined
  }
}

function causesOf(thrown: unknown): Error[] {
  const errors: Error[] = []
  for (let one = thrown; one !== undefined && errors.length < CAUSES_MAX; ) {
    const error = one instanceof Error ? one : new Error(`thrown: ${typeof one}`)
    errors.push(error)
    one = error.cause
  }
  return errors.length > 0 ? errors : [new Error('thrown: undefined')]
}

function told(error: Error): ToldError {
  const { code, path } = error as NodeJS.ErrnoException
  return {
    name: error.name,
    ...(typeof code === 'string' && { code }),
    message: wordsOf(error),
    ...(typeof path === 'string' && { path }),
    stack: framesOf(error),
  }
}

/** Our own errors hold no words of a visitor; what a library complains of may: Chinese is left out, and particulars. */
function wordsOf(error: Error): string {
  if (error instanceof AppError) return error.message
  return redact(error.message)
    .replace(/[^\x20-\x7e]+/gu, '…')
    .slice(0, MESSAGE_MAX)
}

/** Only lines that say where: the words before them are the message again. */
function framesOf({ stack = '' }: Error): string {
  const frames = stack.split('\n').filter((line) => /^\s+at \S/u.test(line))
  return frames.slice(0, FRAMES_MAX).map(redact).join('\n')
}
