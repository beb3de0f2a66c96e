// Hits and answers as text for a terminal. Colours only where there is one.

import pc from 'picocolors'
import type { Answer, SearchResponse } from '../schema.ts'

const PASSAGE_SHOWN = 120

/** Ranked hits, one block each; with `explain` what each leg said. */
export function hitsText(
  { hits, total, filters, standaloneQuery, query }: SearchResponse,
  explain: boolean,
): string {
  const head = [
    ...(standaloneQuery === query ? [] : [pc.dim(`补全为：${standaloneQuery}`)]),
    ...(Object.keys(filters).length === 0
      ? []
      : [pc.dim(`筛选：${JSON.stringify(filters)}，符合 ${total} 条`)]),
  ]
  const blocks = hits.map((hit, i) => {
    const passage = [...hit.passage.text.replace(/\s+/gu, ' ')]
    const lines = [
      `${pc.bold(`${i + 1}. ${hit.title}`)}  ${pc.cyan(hit.id)}`,
      `   ${passage.slice(0, PASSAGE_SHOWN).join('')}${passage.length > PASSAGE_SHOWN ? '…' : ''}`,
    ]
    if (hit.also.length > 0) lines.push(pc.dim(`   同一举措另见：${hit.also.join('、')}`))
    if (explain) lines.push(pc.dim(`   ${explained(hit.score, hit.trace)}`))
    return lines.join('\n')
  })
  return [...head, ...(blocks.length > 0 ? blocks : ['没有找到。'])].join('\n\n')
}

function explained(
  score: number,
  { matched, rule, filters, ...signals }: SearchResponse['hits'][number]['trace'],
): string {
  const said = Object.entries(signals).map(([signal, value]) => `${signal} ${value?.toFixed(2)}`)
  return [
    `总分 ${score.toFixed(2)}`,
    ...said,
    ...(rule ? [rule] : []),
    `匹配：${matched.join(' ') || '无'}`,
  ].join('  ')
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
