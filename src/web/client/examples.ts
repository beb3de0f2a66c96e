// Questions to start with. Only such as the documents at hand can answer are offered. Pure: no DOM.

import type { DocumentSummary } from '../../schema.ts'

/** Most examples shown at once. */
const SHOWN = 4

/** Each with the key of the document that answers it. */
const EXAMPLES: readonly { document: string; question: string }[] = [
  { document: 'fj-2017-b5', question: '进口货物能不能先提货、后缴税？' },
  { document: 'fj-2022-b19', question: '第19批创新举措里，全国首创的有多少项？' },
  { document: 'cn-2020-b6', question: '跨境电商零售进口的退货可以怎样处理？' },
  { document: 'fj-2024-c1', question: '平潭为台湾同胞提供了哪些金融便利？' },
]

/** Examples for these documents; when none is known, a question after the contents of the first ones. */
export function examplesFor(documents: readonly Pick<DocumentSummary, 'id' | 'title'>[]): string[] {
  const known = EXAMPLES.filter(({ document }) => documents.some(({ id }) => id === document))
  const questions =
    known.length > 0
      ? known.map(({ question }) => question)
      : documents.map(({ title }) => `《${title}》有哪些主要内容？`)
  return questions.slice(0, SHOWN)
}
