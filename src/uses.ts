// Who is working with an engine, so that one which has been replaced is closed after the last of them has finished.
// It knows neither requests nor why an engine is replaced.

import type { Engine } from './engine.ts'

interface Uses {
  count: number
  /** Called when nobody is left. */
  free?: () => void
}

const uses = new WeakMap<Engine, Uses>()

/** Works with one engine throughout, and keeps it open until the work has ended. */
export async function using<T>(engine: Engine, work: (engine: Engine) => Promise<T>): Promise<T> {
  const use = uses.get(engine) ?? { count: 0 }
  uses.set(engine, use)
  use.count += 1
  try {
    return await work(engine)
  } finally {
    use.count -= 1
    if (use.count === 0) use.free?.()
  }
}

/** Resolves when the last work with an engine has ended. None may begin once this is asked. */
export function unused(engine: Engine): Promise<void> {
  const use = uses.get(engine)
  if (!use || use.count === 0) return Promise.resolve()
  return new Promise((resolve) => {
    use.free = resolve
  })
}
