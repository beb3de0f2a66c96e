// What a question for a list is about, when its filters are taken out: perhaps nothing more. It does not know which
// filters those were.

import type { Vocabulary } from './vocabulary.ts'

/** Words of official texts that a question for a list uses without meaning anything by them. */
const WORDS_OF_LISTS = new Set(
  '事项 举措 措施 案例 创新 清单 名单 内容 属于 实施 推广 范围 区域 片区 其他 领域 负责 牵头 参与 提供 单位 部门 共同 改革 经验 试点 成果 复制 开展 单独 发布 第一 一条 列出 挂名 全部 所有 文件 任务 名字 出来 报送 以外 一起 具体 包括 有关 相关 自贸 试验 试验区 自贸区 自贸试验区 省里 全省 全国 国家'.split(
    ' ',
  ),
)

/** What a list is asked to be about stands between these: it narrows even where no record has the words. */
const ABOUT =
  /(?:跟|和|与|同|关于|涉及|针对|对|讲|谈到?|有关|靠|用|写到?|提到?)[^,.?!]{1,12}?(?:有关|相关|方面|的)/u

/**
 * The words that narrow a list further: those of at least two characters that some of the records have, but not all.
 * Colloquial words (搞过, 数一遍, 拎出来) stand in no official text and narrow nothing, unless the question says
 * that the list is about them.
 * @param text what is left of the question, normalized, and its words
 * @param records those that the filters allow, and the notices that they come from
 */
export function topicWords(
  text: string,
  words: readonly string[],
  records: ArrayLike<number>,
  vocabulary: Vocabulary,
): string[] {
  const about = ABOUT.exec(text)?.[0] ?? ''
  return [...new Set(words)].filter((word) => {
    if (word.length < 2 || WORDS_OF_LISTS.has(word)) return false
    const share = vocabulary.share(word, records)
    return share === 'none' ? about.includes(word) : share === 'some'
  })
}
