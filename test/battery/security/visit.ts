// What a desk goes through in a namespace without a network: it is started, asked ten questions, and
// stopped. Prints the outcomes as JSON. A program of its own, because its namespace is not its caller's.

import { ownFolder, startDesk } from '../running.ts'
import { post } from './raw.ts'

const QUESTIONS = [
  '进口货物能不能先提货后缴税？', '退货中心仓由哪些部门负责？', '台胞诚信闪贷最高能贷多少钱？', '接进了多少执法单位？',
  '什么是汇总征税保函？', '厦门片区有哪些措施？', '第六批有哪些改革事项？', '跨境电商零售进口退货怎么办？',
  '汇总征税在哪里推广？', '哪些措施由海关总署负责？',
] // biome-ignore format: one list

const { index, remove } = await ownFolder()
try {
  const desk = await startDesk({ INDEX_DIR: index })
  const outcomes: string[] = []
  for (const question of QUESTIONS) {
    const { status, body } = await post(desk.address, '/api/ask', { question })
    outcomes.push(status === 200 ? JSON.parse(body).outcome : `${status} ${body}`)
  }
  await desk.stop()
  process.stdout.write(JSON.stringify(outcomes))
} finally {
  remove()
}
