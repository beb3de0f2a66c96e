// Cuts the text that a language model is still writing into sentences that will not change any more, with their markers
// inside. Pure: it does not judge them.

import { sentences } from '../../text/sentences.ts'

export interface WrittenSentence {
  /** With markers as `[n]`, before its final mark. */
  text: string
  /** It began a new line. */
  newLine: boolean
}

/** [1, 2], 【1】 and ［1］ as [1][2]; the year of a 文号 in square brackets is no marker. */
const MARKERS = /[[【［]\s*(\d{1,4}(?:\s*[,，、]\s*\d{1,4})*)\s*[\]】］](?!\d+号)/gu
const YEAR_IN_BRACKETS = /[[【［](\d{4})[\]】］](?=第?\d+号)/gu
/** …税款。[1] is …税款[1]。 */
const MARKERS_BEHIND = /(?<![。！？；!?;])([。！？；!?;]+[”’」』）)]?)((?:[^\S\n]*\[\d{1,4}\])+)/gu
/** What may still become a marker. */
const MAYBE_MARKERS = /^\s*(?:[[【［][\d\s,，、]*(?:[\]】］]\s*)?)*$/u
const THOUGHT_ENDS = '</think>'
const OPEN_THOUGHT = /<think>(?![\s\S]*<\/think>)/u
/** Without one of these nothing has come to an end (`text/sentences.ts`). */
const MAY_END = /[。！？；｡!?;\n\r\v\f\u2028\u2029]/u
const PAIRS = ['“”', '「」', '『』', '《》', '（）', '()'] as const

/** What is longer is no sentence of an answer, and is not waited for. */
const LONGEST = 600
/** Characters that are looked at together: the time for them grows with their square. */
const TOGETHER = 200

/** Takes a text piece by piece and gives its sentences as soon as they are whole. */
export function sentenceReader() {
  let rest = ''
  const whole = (ended: boolean): WrittenSentence[] => {
    const thought = rest.search(OPEN_THOUGHT)
    const unwritten = thought === -1 ? '' : rest.slice(thought)
    const text = inOrder(rest.slice(0, rest.length - unwritten.length))
    const found: { start: number; end: number }[] = []
    for (const span of sentences(text)) {
      const last = found.at(-1)
      if (last && goesOn(text.slice(last.start, last.end), text.slice(last.end, span.start)))
        last.end = span.end
      else found.push({ ...span })
    }
    if (!ended) {
      const tail = found.at(-1)
      // The last one may go on; behind it, what is cut off may be a marker of the one before.
      if (tail && MAYBE_MARKERS.test(text.slice(tail.start, tail.end))) found.pop()
      found.pop()
    }
    const end = found.at(-1)?.end
    if (end === undefined) return []
    rest = text.slice(end) + unwritten
    return found.map((span, i) => ({
      text: text.slice(span.start, span.end),
      newLine: text.slice(found[i - 1]?.end ?? 0, span.start).includes('\n'),
    }))
  }
  return {
    read(piece: string): WrittenSentence[] {
      const found: WrittenSentence[] = []
      for (let at = 0; at < piece.length; at += TOGETHER) {
        rest += piece.slice(at, at + TOGETHER)
        const ended = rest.length > LONGEST
        if (ended || MAY_END.test(rest)) found.push(...whole(ended))
      }
      return found
    },
    /** Nothing more comes: the last sentence counts, finished or not. */
    end: (): WrittenSentence[] => whole(true),
  }
}

/** Every thought has come to its end. */
function withoutThoughts(text: string): string {
  const [said, ...thoughts] = text.split('<think>')
  return said + thoughts.map((thought) => thought.split(THOUGHT_ENDS).slice(1).join(THOUGHT_ENDS)).join('')
}

const inOrder = (text: string) =>
  withoutThoughts(text)
    .replace(YEAR_IN_BRACKETS, '〔$1〕')
    .replace(MARKERS, (_, numbers: string) => numbers.replace(/\d+/gu, '[$&]').replace(/[\s,，、]/gu, ''))
    .replace(MARKERS_BEHIND, '$2$1')

/** A semicolon or an open bracket ends no sentence of an answer: its marker may stand at the end of the line. */
function goesOn(sentence: string, gap: string): boolean {
  if (gap.includes('\n')) return false
  const open = PAIRS.some(([opens, closes]) => sentence.split(opens!).length > sentence.split(closes!).length)
  return open || /[；;]$/u.test(sentence)
}
