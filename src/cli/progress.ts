// How far long work has come: a bar on standard error, so that output can be piped, with a line now and then where there is
// no terminal; or lines that somebody else writes.

import { Presets, SingleBar } from 'cli-progress'

export interface Progress {
  /** Shows how much is done; the bar ends by itself when all is. */
  update(done: number, total: number): void
  stop(): void
}

/** Seconds between two lines where there is no terminal. */
const LINE_EVERY_S = 5

export function progressBar(label: string): Progress {
  let bar: SingleBar | undefined
  return {
    update(done, total) {
      if (total === 0) return
      if (!bar) {
        bar = new SingleBar(
          {
            format: `${label} {bar} {percentage}% {value}/{total}，剩余约 {eta_formatted}`,
            hideCursor: true,
            noTTYOutput: true,
            notTTYSchedule: LINE_EVERY_S * 1000,
            stream: process.stderr,
          },
          Presets.shades_classic,
        )
        bar.start(total, done)
      } else bar.update(done)
      if (done >= total) this.stop()
    },
    stop() {
      bar?.stop()
      bar = undefined
    },
  }
}

/** @param say writes a line */
export function progressLines(label: string, say: (line: string) => void): Progress {
  let next = 0
  return {
    update(done, total) {
      const now = performance.now()
      if (total === 0 || (now < next && done < total)) return
      next = now + LINE_EVERY_S * 1000
      say(`${label}：${done}/${total}`)
    },
    stop() {},
  }
}
