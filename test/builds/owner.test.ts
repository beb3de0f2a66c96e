// Whether a process still runs, told by its id together with the moment it began.

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { isRunning, OWNER, OWNER_FORM } from '../../src/builds/owner.ts'

const [pid, start, place] = OWNER.split('-')

it('this process runs, under a name that fits into a file name', () => {
  expect(Number(pid)).toBe(process.pid)
  expect(OWNER).toMatch(new RegExp(`^${OWNER_FORM.source}$`, 'u'))
  expect(isRunning(OWNER)).toBe(true)
})
it('one that had this id before does not', () => {
  expect(isRunning(`${pid}-${Number(start) - 1}-${place}`)).toBe(false)
})
it('one whose id nobody has does not', () => {
  expect(isRunning(`999999999-1-${place}`)).toBe(false)
})
it('of another container, where ids mean other processes, nothing is known', () => {
  expect(isRunning(`${pid}-${start}-00000000`)).toBeUndefined()
})
it('without a start, an id that somebody has says nothing, and one that nobody has is enough', () => {
  expect(isRunning(`${process.pid}`)).toBeUndefined()
  expect(isRunning('999999999')).toBe(false)
})
it('one that has ended and was not waited for has ended', async () => {
  // The shell becomes a program that never asks for the exit code of what the shell had started.
  const parent = spawn('sh', ['-c', 'sleep 0.1 & echo $!; exec sleep 30'], {
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  try {
    const [printed] = await once(parent.stdout, 'data')
    const ended = Number(`${printed}`)
    await pause(300)
    expect(isRunning(`${ended}`)).toBeUndefined()
    const ticks = readFileSync(`/proc/${ended}/stat`, 'utf8').split(') ')[1]!.split(' ')[19]
    expect(isRunning(`${ended}-${ticks}-${place}`)).toBe(false)
  } finally {
    parent.kill('SIGKILL')
  }
})
