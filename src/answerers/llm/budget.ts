// How often the language model may be asked in a day: each call may cost money, and who asks is anybody. It knows no model.

const DAY_MS = 24 * 60 * 60 * 1000

export interface Budget {
  /** @returns whether one more call may be made, and then it is counted */
  take(): boolean
  /** Takes back a call that did not reach the model. */
  giveBack(): void
}

/**
 * A day begins with the first call after the last day is over. It is measured by a clock that only goes forward: whoever
 * sets the wall clock gets no second day. A restart begins a day.
 * @param calls a day; 0 sets no limit
 * @param now milliseconds
 */
export function dailyBudget(calls: number, now: () => number = () => performance.now()): Budget {
  let began = Number.NEGATIVE_INFINITY
  let made = 0
  return {
    take() {
      const time = now()
      if (time - began >= DAY_MS) {
        began = time
        made = 0
      }
      if (calls > 0 && made >= calls) return false
      made += 1
      return true
    },
    giveBack() {
      made = Math.max(0, made - 1)
    },
  }
}
