// Hits and answers as text for a terminal. Colours only where there is one.

import Table from 'cli-table3'
import pc from 'picocolors'
import { type Answer, FILTER_KEYS, type SearchResponse } from '../schema.ts'
import { conditionText } from '../web/client/conditions.ts'
import { FILTER_LABELS } from '../web/client/labels.ts'

const PASSAGE_SHOWN = 120

/** Ranked hits, one block each; with `explain` a table of why each is there. */
export function hitsText(found: SearchResponse, explain: boolean): string {
  const { hits, total, filters, conditions = [], standaloneQuery, query } = found
  const narrowed = [
    ...FILTER_KEYS.flatMap((key) =>
      filters[key] === undefined ? [] : [`${FILTER_LABELS[key]}：${[filters[key]].flat().join('、')}`],
    ),
    ...conditions.map(conditionText),
  ]
  const head = [
    ...(standaloneQuery === query ? [] : [pc.dim(`补全为：${standaloneQuery}`)]),
    ...(narrowed.length === 0 ? [] : [pc.dim(`筛选：${narrowed.join('；')}。符合 ${total} 条`)]),
  ]
  const blocks = hits.map((hit, i) => {
    const passage = [...hit.passage.text.replace(/\s+/gu, ' ')]
    const lines = [
      `${pc.bold(`${i + 1}. ${hit.title}`)}  ${pc.cyan(hit.id)}`,
      `   ${passage.slice(0, PASSAGE_SHOWN).join('')}${passage.length > PASSAGE_SHOWN ? '…' : ''}`,
    ]
    if (hit.also.length > 0) lines.push(pc.dim(`   同一举措另见：${hit.also.join('、')}`))
    return lines.join('\n')
  })
  const shown = hits.length === 0 ? ['没有找到。'] : explain ? [explained(hits), SIGNALS_READ] : blocks
  return [...head, ...shown].join('\n\n')
}

/** What the columns of an explanation are called. */
const SIGNALS = {
  words: '词语',
  characters: '字符',
  passage: '段落',
  sentence: '单句',
  title: '标题',
} as const
const SIGNALS_READ = pc.dim(
  '各列为标准分：0 为平均，越高越突出。词语、字符按字面匹配，段落、单句、标题按语义相近；规则命中的排在最前。',
)
const TITLE_SHOWN = 16

function explained(hits: SearchResponse['hits']): string {
  const table = new Table({
    head: ['', '条目', '总分', ...Object.values(SIGNALS), '相同的词', '规则'],
    style: { head: [], border: [], compact: true },
    wordWrap: true,
    colAligns: ['right', 'left', ...Array<'right'>(1 + Object.keys(SIGNALS).length).fill('right')],
  })
  for (const [i, { id, title, score, trace }] of hits.entries()) {
    const short = [...title].slice(0, TITLE_SHOWN).join('')
    const signals = (Object.keys(SIGNALS) as (keyof typeof SIGNALS)[]).map(
      (signal) => trace[signal]?.toFixed(2) ?? '',
    )
    const name = `${short}${short === title ? '' : '…'}\n${id}`
    table.push([i + 1, name, score.toFixed(2), ...signals, trace.matched.join(' '), trace.rule ?? ''])
  }
  return table.toString()
}

/** An answer and where each quote stands. */
export function answerText({ text, citations, hits, outcome, notice, followUps }: Answer): string {
  const sources = citations.map(
    ({ marker, documentTitle, documentNumber, date, title, url }) =>
      `[${marker}] ${[`《${documentTitle}》`, documentNumber, date].filter(Boolean).join('，')}：${title}\n    ${pc.dim(url)}`,
  )
  const nearest =
    outcome === 'no_evidence' ? hits.slice(0, 3).map(({ title, id }) => `· ${title}  ${pc.cyan(id)}`) : []
  return [
    ...(notice ? [pc.yellow(notice)] : []),
    text,
    ...(nearest.length > 0 ? [nearest.join('\n')] : []),
    ...(sources.length > 0 ? [`${pc.bold('出处')}\n${sources.join('\n')}`] : []),
    ...(followUps.length > 0 ? [pc.dim(`还可以问：${followUps.join('  ')}`)] : []),
  ].join('\n\n')
}
