// What the columns of a table mean, read from the words of its header row, for tables that no manifest describes.
// Knows how Chinese official lists head their columns; rows and cells are found elsewhere.

import type { Column } from './manifest.ts'

/** The first that fits a header decides. Headers are compared without white space and what stands in brackets. */
const HEADERS: readonly [Column['holds'], RegExp][] = [
  ['number', /^(?:序号|编号|序|项次|No\.?|#)$/iu],
  ['title-content', /名称及(?:主要)?(?:内容|说明)$/u],
  ['implementedIn', /^(?:已?实施|试点|已推广|首创)(?:片区|区域|地区|地点|单位所在地)$/u],
  ['promotionScope', /^(?:复制)?(?:推广|实施|适用|应用)(?:范围|区域|地区|对象)$/u],
  ['promotionTime', /时间(?:要求|安排|节点)?$|时限$|期限$|^进度安排$/u],
  ['leadUnits', /^(?:配合|协办|参与|参加)(?!.*(?:牵头|责任|负责|主管))/u],
  ['leadUnits', /(?:单位|部门|机构)$|^(?:牵头|责任|负责|主管)(?:方|主体)$/u],
  ['innovation', /^创新(?:性|类型)$/u],
  ['content', /(?:内容|做法|说明|描述|要求|详情|经验做法|标准|条件)$/u],
  ['title', /(?:名称|标题|题目|事项|项目|经验|成果|案例)$/u],
  [
    'task',
    /^(?:领域|类别|类型|分类|大类|(?:主要|重点|工作|目标)任务|任务(?:分类|类别)?|所属领域|方面)$|领域$/u,
  ],
  ['content', /(?:措施|举措|政策|任务|工作|意见)$/u],
]
/** 配合单位 and the like name who helps, not who leads. */
const HELPERS = /^(?:配合|协办|参与|参加)/u
/** Cells of these columns are often printed once for several rows. */
const MERGED: ReadonlySet<Column['holds']> = new Set(['task', 'group', 'leadUnits'])
/** Names are shorter on average. */
const NAME_LENGTH = 40

/** The meaning of a column by its header; undefined for words that mean none. */
export function meaningOf(header: string): Column['holds'] | undefined {
  const word = header.replace(/[（(][^（）()]*[）)]|\s/gu, '')
  if (HELPERS.test(word)) return 'content'
  return HEADERS.find(([, pattern]) => pattern.test(word))?.[0]
}

/** Whether at least two cells, and no fewer than half, are words that head columns. */
export function isKnown(header: readonly string[]): boolean {
  const known = header.filter((text) => text && meaningOf(text)).length
  return known >= 2 && known * 2 >= header.filter((text) => text).length
}

/**
 * The columns of a table. A column whose header says nothing holds wording like any other, so that it can be found and
 * quoted, and so do all columns but the numbers where the header as a whole says nothing; of several columns with one
 * meaning the first has it.
 * @param cells the filled cells of each column; there may be more columns than headers
 */
export function columnsOf(header: readonly string[], cells: readonly (readonly string[])[]): Column[] {
  if (!isKnown(header))
    return cells.map((_, i) => {
      const isNumber = header[i] !== undefined && meaningOf(header[i]) === 'number'
      return { holds: isNumber ? 'number' : 'content', merged: false }
    })
  const averages = cells.map(average)
  const meanings = cells.map((_, i) => meaningOf(header[i] ?? '') ?? 'content')
  const has = (holds: Column['holds']) => meanings.includes(holds)
  const first = meanings.map((holds, i) =>
    holds === 'content' || meanings.indexOf(holds) === i ? holds : ('content' as const),
  )
  if (!has('title') && !has('title-content')) {
    // 序号、举措、主要内容: of two columns with wording, the short first one has the names.
    const [name, ...others] = first.flatMap((holds, i) => (holds === 'content' ? [i] : []))
    if (name !== undefined && others.length > 0 && averages[name]! <= NAME_LENGTH) first[name] = 'title'
  }
  const only = first.indexOf('content')
  if (!first.includes('title') && !has('title-content') && only >= 0 && openWithNames(cells[only]!))
    first[only] = 'title-content'
  const title = first.indexOf('title')
  // Long “names” without any other wording are the wording.
  if (title >= 0 && !first.includes('content') && averages[title]! > NAME_LENGTH) first[title] = 'content'
  return first.map((holds) => ({ holds, merged: MERGED.has(holds) }))
}

const average = (cells: readonly string[]) =>
  cells.reduce((sum, { length }) => sum + length, 0) / Math.max(1, cells.length)

/** A name, 。, and then the wording: 一表申请。企业只需提交一张表，…. */
const NAME_OPENING = /^[^。；，：:]{2,30}。./u
const NAMED_ROWS_MIN = 3
const NAMED_SHARE = 0.9

const openWithNames = (cells: readonly string[]) =>
  cells.length >= NAMED_ROWS_MIN &&
  cells.filter((text) => NAME_OPENING.test(text)).length >= NAMED_SHARE * cells.length
