// The command `gaps`: reads the journal, has like questions grouped, and shows the groups in a terminal or as a table.
// It neither decides what is kept (gaps.ts) nor what is alike (likeness.ts).

import pc from 'picocolors'
import type { Settings } from '../config.ts'
import type { Embedder } from '../embedders/embedder.ts'
import { openLocalEmbedder } from '../embedders/local.ts'
import { embedderOptions, type OpeningHooks } from '../engine.ts'
import { AppError } from '../errors.ts'
import { askingsOf, GAP_KINDS, type GapGroup, type GapKind, groupsOf, wordingsOf } from '../gaps/groups.ts'
import { readJournal } from '../gaps/journal.ts'
import { type Likeness, likeByVectors, likeByWords } from '../gaps/likeness.ts'
import { csv } from '../text/csv.ts'
import { openTokenizer } from '../text/tokenize.ts'

export interface FoundGaps {
  /** Askings in all groups together. */
  questions: number
  groups: GapGroup[]
}

const KIND_LABELS: Readonly<Record<GapKind, string>> = {
  unanswered: '没有依据',
  partial: '部分对应',
  downrated: '没帮助',
}

/**
 * The groups of what was asked since a day, most asked first. Without a model, questions are compared by their words, and
 * the operator is told.
 * @throws AppError for a journal that cannot be read
 */
export async function foundGaps(
  settings: Settings,
  since: Date | undefined,
  hooks: OpeningHooks,
): Promise<FoundGaps> {
  const entries = await readJournal(settings.GAPS_DIR)
  const askings = askingsOf(entries).filter(({ time }) => !since || new Date(time) >= since)
  const wordings = wordingsOf(askings)
  const likeness = await likenessOf(
    wordings.map(({ question }) => question),
    settings,
    hooks,
  )
  return { questions: askings.length, groups: groupsOf(wordings, likeness) }
}

/** As text for a terminal. */
export function gapsText({ questions, groups }: FoundGaps): string {
  if (groups.length === 0) return '没有记录：没有未答上的问题，也没有被评为没帮助的回答。'
  const blocks = groups.map((group, i) => {
    const others = group.wordings.filter((wording) => wording !== group.question)
    const lines = [
      `${pc.bold(`${i + 1}. ${group.question}`)}  ${pc.cyan(`${group.count} 次`)}`,
      `${kindsText(group)}；最近 ${dayText(group.lastAsked)}`,
      ...(others.length > 0 ? [`也问：${shown(others)}`] : []),
      ...(group.missing.length > 0 ? [`没有写明：${shown(group.missing)}`] : []),
      ...(group.reasons.length > 0 ? [`原因：${shown(group.reasons)}`] : []),
      ...(group.comments.length > 0 ? [`意见：${shown(group.comments)}`] : []),
      ...(group.nearest ? [pc.dim(`最接近：${group.nearest.title}  ${group.nearest.id}`)] : []),
    ]
    return lines.join('\n   ')
  })
  return [`共 ${questions} 次提问，归为 ${groups.length} 组。`, ...blocks].join('\n\n')
}

/** As a file for spreadsheets: one row per group. */
export function gapsCsv({ groups }: FoundGaps): string {
  return csv([
    [
      '问题',
      '次数',
      ...GAP_KINDS.map((kind) => KIND_LABELS[kind]),
      '最近一次',
      '问法',
      '没有写明',
      '原因',
      '意见',
      '最接近的条目',
      '条目编号',
    ],
    ...groups.map(({ question, count, kinds, lastAsked, wordings, missing, reasons, comments, nearest }) => [
      question,
      `${count}`,
      ...GAP_KINDS.map((kind) => `${kinds[kind]}`),
      dayText(lastAsked),
      ...[wordings, missing, reasons, comments].map((values) => values.join('\n')),
      nearest?.title ?? '',
      nearest?.id ?? '',
    ]),
  ])
}

const SHOWN_MAX = 3

function shown(values: readonly string[]): string {
  const rest = values.length - SHOWN_MAX
  return `${values.slice(0, SHOWN_MAX).join('；')}${rest > 0 ? `；等 ${values.length} 种` : ''}`
}

const kindsText = ({ kinds }: GapGroup) =>
  GAP_KINDS.flatMap((kind) => (kinds[kind] > 0 ? [`${KIND_LABELS[kind]} ${kinds[kind]}`] : [])).join('，')

/** 2026-01-31, where the desk stands. */
export function dayText(time: string | Date): string {
  const day = new Date(time)
  const two = (value: number) => `${value}`.padStart(2, '0')
  return `${day.getFullYear()}-${two(day.getMonth() + 1)}-${two(day.getDate())}`
}

async function likenessOf(
  questions: readonly string[],
  settings: Settings,
  { onWarning, onProgress }: OpeningHooks,
): Promise<Likeness> {
  if (questions.length < 2) return likeByWords([])
  const embedder = await openLocalEmbedder(embedderOptions(settings)).catch((error: unknown) => {
    if (!(error instanceof AppError) || error.code !== 'embedder_failed') throw error
    onWarning?.(`向量模型不可用，只按字词归组：${error.message}`)
    return undefined
  })
  if (!embedder) return likeByWords(questions.map(termsBy()))
  try {
    return likeByVectors(await vectorsOf(questions, embedder, onProgress))
  } finally {
    await embedder.close()
  }
}

async function vectorsOf(
  questions: readonly string[],
  embedder: Embedder,
  onProgress: OpeningHooks['onProgress'],
): Promise<Float32Array[]> {
  const vectors: Float32Array[] = []
  for (const question of questions) {
    vectors.push(await embedder.embedQuestion(question))
    onProgress?.(vectors.length, questions.length)
  }
  return vectors
}

/** Words and pairs of characters: a single character says nothing of a subject. */
function termsBy(): (question: string) => ReadonlySet<string> {
  const tokenizer = openTokenizer()
  return (question) =>
    new Set(
      [...tokenizer.words(question), ...tokenizer.characters(question)].filter(
        (term) => [...term].length > 1,
      ),
    )
}
