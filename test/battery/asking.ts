// Processes of the battery's own that are told what to do by messages: what they do, and where they run, does not
// concern this file.

import { type ChildProcess, spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

export interface Askable<Asked, Told> {
  /** @throws Error with what went wrong in the other process, or that it has ended */
  ask(asked: Asked): Promise<Told>
  /** Ends it, whatever it is doing; what it was asked for fails. */
  stop(): void
}

interface Request<Asked> {
  id: number
  asked: Asked
}
type Reply<Told> = { id: number; told: Told } | { id: number; failed: string }

/**
 * Starts a file as a process.
 * @param through what it is started by, such as `['taskset', '-c', '1']`
 */
export function startAskable<Asked, Told>(file: URL, through: readonly string[] = []): Askable<Asked, Told> {
  const [program, ...rest] = [...through, process.execPath, ...process.execArgv, fileURLToPath(file)]
  const child: ChildProcess = spawn(program!, rest, {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    serialization: 'advanced',
  })
  const name = file.pathname.split('/').at(-1)
  const waiting = new Map<number, { resolve: (told: Told) => void; reject: (error: Error) => void }>()
  child.on('message', (reply: Reply<Told>) => {
    const asker = waiting.get(reply.id)
    waiting.delete(reply.id)
    if ('told' in reply) asker?.resolve(reply.told)
    else asker?.reject(new Error(`${name}: ${reply.failed}`))
  })
  child.once('exit', (code, signal) => {
    for (const { reject } of waiting.values()) reject(new Error(`${name} ended with ${signal ?? code}`))
    waiting.clear()
  })
  let asked = 0
  return {
    ask: (message) =>
      new Promise((resolve, reject) => {
        const id = ++asked
        waiting.set(id, { resolve, reject })
        child.send({ id, asked: message } satisfies Request<Asked>)
      }),
    stop: () => void child.kill('SIGKILL'),
  }
}

/** In the process that was started: does what it is asked for, one reply per message, until nobody listens. */
export function answering<Asked, Told>(act: (asked: Asked) => Promise<Told>): void {
  process.on('message', async ({ id, asked }: Request<Asked>) => {
    const reply: Reply<Told> = await act(asked).then(
      (told) => ({ id, told }),
      (error) => ({ id, failed: String(error instanceof Error ? error.stack : error) }),
    )
    process.send?.(reply)
  })
  process.once('disconnect', () => process.exit(0))
}
