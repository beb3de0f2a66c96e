// Processes that stay on one core each, so that who asks and who answers do not take time from each other. They are
// told what to do by messages; what that is does not concern this file.

import { type ChildProcess, spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { need } from '../case.ts'

/** The server has the first core of the machine, with its model; whoever asks has the second. */
export const SERVING_CORE = 0
export const ASKING_CORE = 1

export const onServingCore = ['taskset', '-c', String(SERVING_CORE)] as const

export interface Pinned<Asked, Told> {
  /** @throws Error with what went wrong in the other process, or that it has ended */
  ask(asked: Asked): Promise<Told>
  stop(): void
}

interface Request<Asked> {
  id: number
  asked: Asked
}
type Reply<Told> = { id: number; told: Told } | { id: number; failed: string }

/** Starts a file of this folder in a process on one core. */
export function onCore<Asked, Told>(core: number, file: string): Pinned<Asked, Told> {
  need('taskset', 'util-linux')
  const child: ChildProcess = spawn(
    'taskset',
    [
      '-c',
      String(core),
      process.execPath,
      ...process.execArgv,
      fileURLToPath(new URL(file, import.meta.url)),
    ],
    { stdio: ['ignore', 'inherit', 'inherit', 'ipc'], serialization: 'advanced' },
  )
  const waiting = new Map<number, { resolve: (told: Told) => void; reject: (error: Error) => void }>()
  child.on('message', (reply: Reply<Told>) => {
    const asker = waiting.get(reply.id)
    waiting.delete(reply.id)
    if ('told' in reply) asker?.resolve(reply.told)
    else asker?.reject(new Error(`${file}: ${reply.failed}`))
  })
  child.once('exit', (code, signal) => {
    for (const { reject } of waiting.values()) reject(new Error(`${file} ended with ${signal ?? code}`))
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
    stop: () => void child.kill('SIGTERM'),
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
