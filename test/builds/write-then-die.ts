// Run as a process of its own: writes a build and kills itself at the n-th step that touches the disk.
// Usage: write-then-die.ts <folder> <inputs> <n>, n = 0 to live on; then the number of steps is printed.

import fs from 'node:fs/promises'
import { syncBuiltinESMExports } from 'node:module'
import path from 'node:path'

const [dir, inputs, nth] = process.argv.slice(2) as [string, string, string]
let steps = 0

type Step = (...args: unknown[]) => unknown
function counted(holder: object, names: string[]): void {
  const methods = holder as Record<string, Step>
  for (const name of names) {
    const real = methods[name]!
    methods[name] = function (this: unknown, ...args: unknown[]) {
      steps++
      if (steps === Number(nth)) process.kill(process.pid, 'SIGKILL')
      return real.apply(this, args)
    }
  }
}

const handle = await fs.open(process.execPath)
counted(Object.getPrototypeOf(handle), ['sync', 'write', 'writeFile'])
await handle.close()
counted(fs, ['mkdir', 'open', 'writeFile', 'rename', 'rm'])
syncBuiltinESMExports()

const { writeBuild } = await import('../../src/builds/builds.ts')
await writeBuild(dir, {
  inputs,
  meta: { by: process.pid },
  write: async (folder) => {
    const file = await fs.open(path.join(folder, 'vectors'), 'w')
    for (let i = 0; i < 3; i++) await file.write(Buffer.alloc(100_000, i + 1))
    await file.close()
    await fs.writeFile(path.join(folder, 'words'), inputs.repeat(50))
  },
  check: async (folder) => {
    await fs.readFile(path.join(folder, 'vectors'))
  },
})
process.stdout.write(String(steps))
