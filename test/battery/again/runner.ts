// Runs each test as often as the environment says; the first time that fails fails it.

import { type RunnerTask, type RunnerTestCase, TestRunner } from 'vitest'

// biome-ignore lint/style/noDefaultExport: vitest wants it so
export default class Repeating extends TestRunner {
  override async onBeforeRunTask(task: RunnerTask & { type: 'test' }): Promise<void> {
    task.repeats = Number(process.env.TIMES) - 1
    await super.onBeforeRunTask(task)
  }

  override onAfterRunTask(task: RunnerTestCase): void {
    const { state, repeatCount } = task.result ?? {}
    if (state === 'pass' && repeatCount !== task.repeats)
      task.result = {
        ...task.result,
        state: 'fail',
        errors: [{ message: `run ${(repeatCount ?? 0) + 1} times` }],
      }
    super.onAfterRunTask(task)
  }
}
