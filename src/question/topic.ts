// What a question for a list is about, when its filters are taken out: perhaps nothing more.

import type { Vocabulary } from './vocabulary.ts'

/** Words of official texts that a question for a list uses without meaning anything by them. */
const WORDS_OF_LISTS = new Set(
  '事项 举措 措施 案例 创新 清单 名单 内容 属于 实施 推广 范围 区域 片区 其他 领域 负责 牵头 参与 提供 单位 部门 共同 改革 经验 试点 成果 复制 开展 单独 发布 第一 一条 列出 挂名 全部 所有 文件 任务 名字 出来 报送 以外 一起 具体 包括 有关 相关 自贸 试验 试验区 自贸区 自贸试验区 省里 全省 全国 国家'.split(
    ' ',
  ),
)

/**
 * The words that narrow a list further: those of at least two characters that some of the allowed records have, but
 * not all. Colloquial words (搞过, 数一遍, 拎出来) stand in no official text and narrow nothing.
 */
export function topicWords(
  words: readonly string[],
  records: ArrayLike<number>,
  vocabulary: Vocabulary,
): string[] {
  return [...new Set(words)].filter((word) => {
    if (word.length < 2 || WORDS_OF_LISTS.has(word)) return false
    const having = Array.from(records).filter((record) => vocabulary.wording(record).includes(word)).length
    return having > 0 && having < records.length
  })
}
