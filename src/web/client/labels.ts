// The words that people see for keys and kinds. Only the types of the contract are known here.

import type { FilterKey, PolicyRecord, RecordKind } from '../../schema.ts'

/** Filter keys, in the order their chips are shown. */
export const FILTER_LABELS: Readonly<Record<FilterKey, string>> = {
  document: '文件',
  area: '实施地区',
  scope: '推广区域',
  time: '推广时间',
  unit: '牵头单位',
  provider: '提供单位',
  year: '年份',
  batch: '批次',
  kind: '类型',
  innovation: '创新性',
  domain: '领域',
  task: '任务',
}

export const KIND_LABELS: Readonly<Record<RecordKind, string>> = {
  measure: '措施',
  case: '案例',
  article: '条文',
  section: '章节',
  body: '正文',
}

type RelationName = NonNullable<PolicyRecord['lineage']>[number]['relation']

/** What the other record is to the one that is shown. */
export const RELATION_LABELS: Readonly<Record<RelationName, string>> = {
  same: '同一举措',
  predecessor: '前身',
  successor: '后续',
  related: '相关',
}

/** A record's place in its document, in words: 措施 13, 条文 12, 正文. */
export function placeLabel(kind: RecordKind | undefined, number: string): string {
  if (number === 'body') return KIND_LABELS.body
  return `${kind === undefined ? '条目' : KIND_LABELS[kind]} ${number}`
}

/** 文号, issuer and date, those that are given, as one line. */
export function sourceLine(source: {
  readonly documentNumber?: string | undefined
  readonly issuer?: string | undefined
  readonly date?: string | undefined
}): string {
  return [source.documentNumber, source.issuer, source.date].filter((part) => part !== undefined).join(' · ')
}
