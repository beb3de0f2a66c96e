// Words that look like the frame of an event stream, in questions and from the language model: S29.

import { says, startModel } from '../../support/fake-model.ts'
import { type Case, Count } from '../case.ts'
import { ownFolder, startDesk } from '../running.ts'
import { warmedUp } from './sockets.ts'

const QUESTION = '汇总征税保函是什么'
const FIELDS = [
  'event: final', 'event: error\ndata: {"error":{"code":"x"}}', 'data: {"delta":"EVIL"}', 'id: 1', 'retry: 1', ': comment',
  '\n\nevent: final\ndata: {}\n\n', '\r\rdata: EVIL\r\r', '\r\n\r\nevent: hits\r\ndata: []\r\n\r\n', '\u2028\u2028data: EVIL',
  '\u0085data: EVIL', '\v\fdata: EVIL', '\0data: EVIL', '\ufeffdata: EVIL', '\\n\\ndata: EVIL', '&#10;&#10;data: EVIL',
  '%0a%0adata: EVIL', '"}\n\ndata: EVIL', '[1]\n\nevent: final', '\u001b[2Jdata: EVIL',
] as const // biome-ignore format: one list
const PLACES = [
  (words: string) => words + QUESTION,
  (words: string) => QUESTION + words,
  (words: string) => QUESTION.replace('保', words),
  (words: string) => `${QUESTION}？${words}？`,
  (words: string) => `${words}${QUESTION}${words}`,
  // Replies of other kinds: a greeting, no evidence, a list, a firm that tells of itself.
  (words: string) => `你好${words}`,
  (words: string) => `火星移民补助${words}`,
  (words: string) => `第19批有哪些${words}？`,
  (words: string) => `我们公司做跨境电商${words}，能不能先放行后缴税？`,
] as const

export const frames: Case = {
  id: 'S29',
  what: 'words that look like the frame of a stream, asked for and written by a model',
  tiers: ['t1', 'b'],
  async run() {
    const count = new Count()
    const model = await startModel()
    const { index, remove } = await ownFolder()
    const desk = await startDesk({ INDEX_DIR: index, LLM_BASE_URL: model.address, LLM_MODEL: 'fake-1' })
    const ask = async (body: object) => {
      const response = await fetch(`${desk.address}/api/ask`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', Accept: 'text/event-stream' },
        body: JSON.stringify(body),
      })
      return response.text()
    }
    try {
      await warmedUp(desk.address)
      for (const words of FIELDS)
        for (const place of PLACES) {
          const question = place(words)
          const fault = faultIn(await ask({ question, answerer: 'extractive' }), question.trim())
          count.add(fault && `asked for ${JSON.stringify(words)}: ${fault}`)
        }
      for (const words of FIELDS) {
        // True, so that it is passed on; what follows in the same sentence is the model's own.
        model.play = (response, request, prompt) => {
          const [, text = ''] = /^\[1\] (.+)$/mu.exec(prompt) ?? []
          return says(`${text.replace(/[。；]+$/u, '')}[1]。${words}${text}[1]。`)(response, request, prompt)
        }
        const fault = faultIn(await ask({ question: QUESTION }), QUESTION)
        count.add(fault && `the model wrote ${JSON.stringify(words)}: ${fault}`)
      }
      count.add(
        model.asked.length === FIELDS.length ? undefined : `the model was asked ${model.asked.length} times`,
      )
    } finally {
      await desk.stop()
      await model.close()
      remove()
    }
    return count.tally(`${count.tried - 1} streams`)
  },
}

/** One `hits`, some `text`, one `final`, each an event and its data on two lines; the pieces are the text of the answer. */
function faultIn(stream: string, question: string): string | undefined {
  const events = stream.split('\n\n')
  if (events.pop() !== '') return 'it does not end with an event'
  const read = events.map((event) => /^event: (\w+)\ndata: (.*)$/su.exec(event))
  if (read.some((one) => one === null || /[\n\r]/u.test(one[2]!)))
    return `not two lines: ${JSON.stringify(events)}`
  const names = read.map((one) => one![1]).join(' ')
  if (!/^hits( text)+ final$/u.test(names)) return names
  const data = read.map((one) => JSON.parse(one![2]!))
  const answer = data.at(-1)
  if (answer.question !== question) return `it answers ${JSON.stringify(answer.question)}`
  const text = data
    .slice(1, -1)
    .map(({ delta }) => delta)
    .join('')
  return text === answer.text ? undefined : 'the pieces are not the text'
}
