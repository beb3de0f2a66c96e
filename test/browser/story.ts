// A small made-up document, its records and an answer from it, all consistent: quotes stand where they say.
// For tests in which the server is scripted.

import type { Answer, Citation, DocumentDetail, Hit, PolicyRecord } from '../../src/schema.ts'
import type { Shelf } from './scripted-desk.ts'

const HEAD = '关于推广第三批创新举措的通知\n各有关单位：\n现将创新举措印发给你们，请结合实际推广。\n'
const MEASURES = [
  ['货物分批放行', '企业可以先提货后缴税，税款在次月十五日前汇总缴纳。', '榕城片区', '海关'],
  ['船舶进出一次申报', '船舶进出港口只需申报一次，各部门共享申报内容。', '鹭岛片区', '海事局'],
  ['企业登记全程网办', '设立登记全程网上办理，一个工作日内领取执照。', '榕城片区', '市场监管局'],
] as const
const FILLER = Array.from(
  { length: 60 },
  (_, i) => `第${i + 1}点，各单位应当按照职责分工抓好落实，及时总结经验。\n`,
).join('')

const body = MEASURES.map(([title, content], i) => `${i + 1}．${title}\n${content}\n${i === 0 ? FILLER : ''}`)
export const TEXT = HEAD + body.join('')

export const DOCUMENT_ID = 'demo-2021-b3'
export const DOCUMENT_TITLE = '关于推广第三批创新举措的通知'

const spanOf = (words: string) => {
  const start = TEXT.indexOf(words)
  return { start, end: start + words.length }
}

export const RECORDS: readonly PolicyRecord[] = MEASURES.map(([title, content, area, unit], i) => ({
  id: `${DOCUMENT_ID}/${i + 1}`,
  documentId: DOCUMENT_ID,
  number: String(i + 1),
  kind: 'measure',
  title,
  content,
  start: spanOf(`${i + 1}．${title}`).start,
  end: spanOf(content).end,
  spans: [{ field: 'content', ...spanOf(content) }],
  implementedIn: [area],
  leadUnits: [unit],
  innovationType: i === 0 ? '全国首创' : '复制拓展',
  url: `/documents/${DOCUMENT_ID}#${i + 1}`,
}))

export const DOCUMENT: DocumentDetail = {
  id: DOCUMENT_ID,
  title: DOCUMENT_TITLE,
  issuer: '示范区领导小组办公室',
  documentNumber: '示自贸办〔2021〕3号',
  date: '2021-05-06',
  kind: 'notice',
  records: RECORDS.map(({ id, start, end }) => ({ id, start, end })),
  sourceFile: 'demo.txt',
  text: TEXT,
  sections: [],
}

export const SHELF: Shelf = { documents: [DOCUMENT], records: RECORDS }

/** Citation `marker` of measure `marker`: its whole sentence. */
export function citation(marker: number): Citation {
  const record = RECORDS[marker - 1]!
  const span = spanOf(record.content)
  return {
    marker,
    recordId: record.id,
    documentId: DOCUMENT_ID,
    documentTitle: DOCUMENT.title,
    documentNumber: DOCUMENT.documentNumber!,
    issuer: DOCUMENT.issuer!,
    date: DOCUMENT.date!,
    title: record.title,
    kind: 'measure',
    quote: record.content,
    ...span,
    url: `/documents/${DOCUMENT_ID}?start=${span.start}&end=${span.end}#${record.number}`,
  }
}

export const HITS: readonly Hit[] = RECORDS.map(({ id, number, title, content }, i) => ({
  id,
  documentId: DOCUMENT_ID,
  number,
  kind: 'measure',
  title,
  score: 3 - i,
  passage: { text: content, ...spanOf(content) },
  facets: {},
  also: [],
  trace: { matched: [] },
}))

/** An answer to `question` with three citations; `more` replaces fields. */
export function answerTo(question: string, more: Partial<Answer> = {}): Answer {
  const text = RECORDS.map(({ content }, i) => `${content}[${i + 1}]`).join('\n')
  return {
    answerId: 'answer-1',
    question,
    standaloneQuestion: question,
    filters: {},
    intent: 'lookup',
    outcome: 'answered',
    support: 0.9,
    text,
    citations: RECORDS.map((_, i) => citation(i + 1)),
    records: RECORDS.map(({ id }) => id),
    hits: [...HITS],
    followUps: ['由哪个单位负责？'],
    answeredBy: 'extractive',
    build: 'build-1',
    tookMs: 12,
    ...more,
  }
}

/** What is said when nothing was found. */
export function nothingFor(question: string): Answer {
  const text = '现有文件没有直接回答这个问题。'
  return answerTo(question, { outcome: 'no_evidence', text, citations: [], records: [], followUps: [] })
}
