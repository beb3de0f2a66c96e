// Tasks that a question names: whole, or by the words that only one of them has (物流和生态圈两项任务). It does not know
// any task; their words come from the documents.

import type { Condition } from '../schema.ts'
import { allMatches } from '../text/matches.ts'
import { blanked, type Scene } from './scene.ts'

/** What shows that tasks are spoken of; what names them stands before it. */
const TASK_NOUN =
  /([^，。,？?]{2,20}?)(?:这个|那个|这块|那块|[一二两三四\d]{1,4}[项个大]|等|的|主要){0,4}(?:任务|体系|板块|方面|这块|那块|类)/gu
/** A piece this long of a task's name can tell it from the others. */
const PIECE = 2

/** The tasks that are asked for; none where the words fit all of them. */
export function tasksOf({ text, names, values, used, expects }: Scene): Condition[] {
  const tasks = values('task')
  if (tasks.length < 2) return []
  const whole = names.flatMap((said) => said.values.task ?? [])
  if (whole.length > 0) {
    used.push(...names.flatMap((said) => (said.values.task ? [said.words] : [])))
    return [{ key: 'task', values: [...new Set(whole)], mode: 'any' }]
  }
  // Names of units and the like are not words of tasks: 商务 in 省商务厅.
  const others = names.filter(({ values: own }) => !own.task)
  const plain = blanked(text, others)
  const spoken = expects.has('task')
    ? plain
    : allMatches(plain, TASK_NOUN)
        .map(([all]) => all)
        .join(' ')
  const elsewhere = (value: string, piece: string) =>
    tasks.some((other) => other.value !== value && other.called.some((name) => name.includes(piece)))
  const telling = ({ value, called }: (typeof tasks)[number]) =>
    called.flatMap(pieces).filter((piece) => spoken.includes(piece) && !elsewhere(value, piece))
  const found = tasks.filter((task) => telling(task).length > 0)
  if (found.length === 0 || found.length === tasks.length) return []
  used.push(...found.flatMap(telling), '任务')
  return [{ key: 'task', values: found.map(({ value }) => value), mode: 'any' }]
}

const pieces = (name: string) =>
  Array.from({ length: Math.max(0, name.length - PIECE + 1) }, (_, at) => name.slice(at, at + PIECE)).filter(
    (piece) => /^\p{Script=Han}+$/u.test(piece),
  )
