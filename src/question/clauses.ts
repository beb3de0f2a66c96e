// What is said of a name in a question: that it did something, that something is promoted there, that it is in charge,
// or that it handed something in; and whether that is denied, or said of nobody else. Pure wording, no values.

import { allMatches } from '../text/matches.ts'

/** What a part of a question says of the names in it. */
export type Role = 'done' | 'promoted' | 'charge' | 'provided'

// Around the characters stand words of firms that only contain them: 有限公司, 归类, 监管, 自由, 考试, 经营范围.
const ROLES: readonly [Role, RegExp][] = [
  [
    'promoted',
    /推(?![荐送动进介销迟断]|广(?:产品|商品|业务|品牌|应用|费))|铺开|适用(?![税费利]率)|辖区|地界|(?<![有无期权年上下])限(?![制额时度])|(?<!经营|业务|服务)范围/gu,
  ],
  [
    'done',
    /做(?!法)|(?<![考面测笔口尝])试(?!验|用|图)|搞|先行|实施(?!范围)|独有|独创|落地(?!签)|干(?![部线净])|率先/gu,
  ],
  [
    'charge',
    /负责|牵头|干(?![部线净])|参与|挂名|挂着|列名|主管|承担|配合|(?<!有限)责任(?!公司|保险)|(?<![监保托])管(?![委理总辖道控])|[有没无]份|出力|出面|头上|名下|归(?![类纳集还档侨])|(?<![自理])由|任务|摊|(?<!生)活(?![动体])|会同|合管|的事|一家(?!企|独)|单打独斗|分工里|拉着|[要该来]做|(?:单独|独自|一家|自己)(?=[推做搞办])/gu,
  ],
  ['provided', /提供|供(?=的|稿)|报送|上报|合报|报(?=上来|[的过了]|$)|选送|提交/gu],
]

/** A stretch of a question between commas or words that turn it (但, 而且, 却). */
export interface Clause {
  start: number
  end: number
  text: string
  /** Where what is said stands in the question. */
  roles: { role: Role; at: number }[]
  /** Of nobody else: 只, 仅, 独家; or the next clause says that others did not. */
  alone: boolean
  /** Of all of them at once: 一起, 联合, 都. */
  together: boolean
}

const BREAK = /[，,；;。？?！!：:、]|(?=但|却|而且|而(?![言后])|并且|同时(?!在))/gu
const SIGN = /[，,；;。？?！!]/u
const ALONE =
  /只(?!要|需|管)|仅|单独|独(?:家|有|自|做|立|创)|唯一|一家(?![以之企])|单打独斗|(?<![观阳])光(?![伏缆电学纤])|(?<!不)就(?:在|推|由|只)|专属/u
const NOBODY_ELSE =
  /(?:别|其[他它]|另)[^，。]{0,5}(?:没|不|未)|没有?(?:第[23二三]家|别|其[他它])|不算别|没有?人|无人|(?:以|之)?外[^，。]{0,3}(?:别|其他)/u
const TOGETHER =
  /(?<!家|哪个|谁)都(?!有(?:什么|谁|啥|哪)|算|行|可以|要算|包括)|一起|一块|同时|共同|联手|联合|两头|全都|两边|会同|合[报办管]/u

/** The clauses of a question; none is cut inside the stretches given, which are names. */
export function clausesOf(text: string, whole: readonly { start: number; end: number }[]): Clause[] {
  const inside = (at: number) => whole.some(({ start, end }) => at > start && at < end)
  // 平潭却没做: said of what stands before it, unless it goes on to another name (做过福州却没做平潭).
  const goesOn = (at: number) =>
    text[at] === '却' &&
    whole.some(({ end }) => end === at) &&
    !whole.some(({ start }) => start > at && !SIGN.test(text.slice(at, start)))
  const breaks = allMatches(text, BREAK).filter(({ index }) => !inside(index) && !goesOn(index))
  const clauses: Clause[] = []
  let start = 0
  for (const { index: end, 0: sign } of [...breaks, { index: text.length, 0: '' }]) {
    if (end > start) clauses.push(clauseOf(text, start, end, inside))
    start = end + sign.length
  }
  clauses.forEach((clause, i) => {
    if (NOBODY_ELSE.test(clause.text))
      (clause.text.includes('除') ? clause : (clauses[i - 1] ?? clause)).alone = true
  })
  return clauses
}

/** The clause around a place of the question. */
export const clauseAt = (clauses: readonly Clause[], at: number): Clause | undefined =>
  clauses.find(({ start, end }) => at >= start && at < end)

function clauseOf(text: string, start: number, end: number, inside: (at: number) => boolean): Clause {
  const part = text.slice(start, end)
  const roles = ROLES.flatMap(([role, pattern]) =>
    allMatches(part, pattern)
      .map(({ index }) => ({ role, at: start + index }))
      .filter(({ at }) => !inside(at) && !inside(at + 1)),
  )
  return {
    start,
    end,
    text: part,
    roles: roles.sort((a, b) => a.at - b.at),
    alone: ALONE.test(part),
    together: TOGETHER.test(part),
  }
}

const DENIED_BEFORE =
  /(?:除(?:了|去|开)?|不(?:含|包括|包含|算|带|在|由|归|限于?|止|是|属于|推)|排除|刨去|去掉|撇开|扣除|没有?|非|未)(?:填|写|列|标|提)?(?:在|由|给|到|于|推广?(?:给|到|至)?|是|属于|限于?|把|算){0,4}$/u
const DENIED_AFTER =
  /^(?:片区|这边|那边|的)?(?:却|倒|则|都|也|就|并|还|又)?(?:没(?!有?[第别其])有?|未|不(?!仅|但|光|管是)|除外|以外|之外)/u

/** A word after a name says more of it than one before. */
const BEFORE_COSTS = 4

/**
 * What is said of a name: by its own clause, else by the next one that says anything, else by the one before.
 * @param of what can be said of such a name
 */
export function roleOf(
  clauses: readonly Clause[],
  { start, end }: { start: number; end: number },
  of: readonly Role[],
): Role | undefined {
  const own = clauses.findIndex((clause) => start >= clause.start && start < clause.end)
  const distance = ({ at }: { at: number }) => (at >= end ? at - end : (start - at) * BEFORE_COSTS)
  const said = ({ roles }: Clause) => roles.filter(({ role }) => of.includes(role))
  const nearest = (clause: Clause | undefined) =>
    clause && said(clause).sort((a, b) => distance(a) - distance(b))[0]?.role
  const after = clauses.slice(own + 1).find((clause) => said(clause).length > 0)
  const before = clauses.slice(0, Math.max(0, own)).findLast((clause) => said(clause).length > 0)
  const denied = DENIED_BEFORE.test(clauses[own]?.text.slice(0, start - clauses[own]!.start) ?? '')
  return (
    nearest(clauses[own]) ??
    (denied ? (nearest(before) ?? nearest(after)) : (nearest(after) ?? nearest(before)))
  )
}

/** What stands between names that share what is said of them. */
export const JOINS = /^(?:片区|市)?(?:[、和与跟及或]|还有|以及)$/u

/** For each name, whether it is shut out: 除了厦门, 平潭没做, 既不在福州也不在厦门; what is joined shares it. */
export function denials(
  text: string,
  clauses: readonly Clause[],
  names: readonly { start: number; end: number }[],
): boolean[] {
  const denied = names.map(({ start, end }, i) => {
    const clause = clauseAt(clauses, start)
    const until = Math.min(names[i + 1]?.start ?? text.length, clause?.end ?? text.length)
    return (
      DENIED_BEFORE.test(text.slice(clause?.start ?? 0, start)) || DENIED_AFTER.test(text.slice(end, until))
    )
  })
  for (let i = 1; i < names.length; i++) {
    const own = clauseAt(clauses, names[i]!.start)
    // 不推全省、厦门海关牵头: a clause that says something of its own is not part of the row.
    const apart = own && names[i - 1]!.start < own.start && own.roles.length > 0
    if (!apart && denied[i - 1] && JOINS.test(text.slice(names[i - 1]!.end, names[i]!.start)))
      denied[i] = true
  }
  // What is said after the last of a row is said of all: 福州和厦门没做.
  for (let i = names.length - 2; i >= 0; i--)
    if (JOINS.test(text.slice(names[i]!.end, names[i + 1]!.start)) && denied[i + 1]) denied[i] = true
  return denied
}
