// What the commands that keep a desk whole say in a terminal: verify, backup, restore. How they do it, it does not know.

import pc from 'picocolors'
import type { BackupReport } from '../backup/backup.ts'
import type { RestoreReport } from '../backup/restore.ts'
import type { Verified } from '../verify.ts'

const NAMES: Readonly<Record<string, string>> = {
  current: '当前索引的指向',
  model: '向量模型',
  seeds: '文件',
  gaps: '留存的问题',
}

export function verifiedText(rows: readonly Verified[]): string {
  const lines = rows.map(({ id, current, faults }) => {
    const state = faults.length === 0 ? pc.green('完好') : pc.red('有误')
    const name = `${NAMES[id] ?? id}${current ? '（当前）' : ''}`
    return [`${state}  ${name}`, ...faults.map((fault) => `      ${fault}`)].join('\n')
  })
  const hasBuild = rows.some(({ id }) => NAMES[id] === undefined)
  if (!hasBuild) lines.push('还没有索引：请先运行 npm start 或 npm run ingest。')
  return lines.join('\n')
}

export function backupText({ build, files, bytes, unread }: BackupReport, folder: string): string {
  const size = (bytes / 1024 / 1024).toFixed(1)
  const lines = [`已备份到 ${folder}：索引 ${build}，共 ${files} 个文件，${size} MB。`]
  if (unread.length > 0) lines.push(`没有备份（策问不读取的文件）：${unread.join('、')}`)
  return lines.join('\n')
}

export function restoreText({ build, seeds, gaps }: RestoreReport): string {
  const told = { placed: '已恢复', there: '原来就有，没有改动', none: '备份里没有' }
  return [
    `文件：${told[seeds]}。`,
    `留存的问题：${told[gaps]}。`,
    `索引：已恢复为新的版本 ${build}，正在运行的服务会自动启用。`,
  ].join('\n')
}
