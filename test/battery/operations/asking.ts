// What is asked of a desk while an operator works beside it. It knows no row.

/** One line for people: no stack, no path of the program. */
export const isOneLine = (text: string) =>
  /^[^\n]+\n$/u.test(text) && !/Error:|node_modules|\bat .+:\d+/u.test(text)

export async function post(address: string, route: string, body: unknown, headers = {}): Promise<Response> {
  return fetch(`${address}${route}`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  })
}

export const ask = (address: string, question: string) => post(address, '/api/ask', { question })

/** Asks until there is an answer: the first one waits for what is embedded at the start. @throws Error after a minute */
export async function warm(address: string): Promise<void> {
  const until = performance.now() + 60_000
  while ((await ask(address, '进口货物能不能先提货后缴税？')).status !== 200)
    if (performance.now() > until) throw new Error('no answer within a minute')
}

/** Asks one question after the other until it is told to stop. */
export function keepAsking(address: string, questions: readonly string[]) {
  let going = true
  const done = (async () => {
    const statuses: number[] = []
    for (let i = 0; going; i++) {
      const response = await ask(address, questions[i % questions.length]!)
      await response.arrayBuffer()
      statuses.push(response.status)
    }
    return statuses
  })()
  return {
    stop: () => {
      going = false
      return done
    },
  }
}
