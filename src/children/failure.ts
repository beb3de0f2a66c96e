// Why something that was asked of a child process was not done, and how that is said. It does not know what the child does.

export type Why =
  /** The child answered that it cannot do this; that says nothing of whatever else is asked. */
  | 'refused'
  /** No answer in time. */
  | 'late'
  /** Too much waits for the child already. */
  | 'busy'
  /** Its process has ended; another one is on its way. */
  | 'ended'
  /** Another one could not be started. */
  | 'unstartable'
  /** It ended too often: nothing is started for a while. */
  | 'paused'
  /** It was closed. */
  | 'closed'

const SAID: Readonly<Record<Why, string>> = {
  refused: '无法完成这次计算。',
  late: '没有及时响应。',
  busy: '忙不过来，请稍后再试。',
  ended: '意外退出，正在重新启动。',
  unstartable: '无法启动，请检查它的文件和内存。',
  paused: '反复退出，已暂停启动，一分钟后再试；若仍如此，请检查它的文件和内存。',
  closed: '已关闭。',
}

export class ChildFailure extends Error {
  readonly why: Why

  constructor(why: Why, cause?: unknown) {
    super(`child process: ${why}`, cause === undefined ? undefined : { cause })
    this.name = 'ChildFailure'
    this.why = why
  }

  /** A sentence for people, about what the child is to them. */
  of(subject: string): string {
    return `${subject}${SAID[this.why]}`
  }
}

/** Whether it was the process that gave out, by its end or its silence; whatever was asked need not be to blame. */
export const isOver = (failure: unknown): boolean =>
  failure instanceof ChildFailure && (failure.why === 'ended' || failure.why === 'late')
