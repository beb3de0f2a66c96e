// What a person told: where they are, what kind of person, what they have and do, and what they say they have not. Nothing
// is added but what follows for everybody (who imports, declares). It does not know the documents.

import { normalize } from '../text/normalize.ts'
import { type Grade, gradesIn } from './grades.ts'
import { closure, deniedWith, type Spoken, subjectOf, subjectsTold, swallows } from './subjects.ts'
import { type Whereabouts, whereaboutsOf } from './whereabouts.ts'

export interface Told {
  where: Whereabouts
  /** Clauses in which any subject is named, or denied. */
  telling: ReadonlySet<string>
  /** Subjects that the person named, with their words. */
  has: ReadonlyMap<string, string>
  /** What follows from these; wider subjects among them. */
  implied: ReadonlySet<string>
  /** Wider subjects of what was told: 食品 of who told 红酒. They do not stand for their parts. */
  wider: ReadonlySet<string>
  /** Subjects that the person says they have not, with their words; and what goes with these. */
  denied: ReadonlyMap<string, string>
  /** Acts for customers: their goods and kind are open even where nothing was told. */
  middleman: boolean
  privatePerson: boolean
  /** Whether they say anything of who or where they are: 我们在泉州做…; not 进口货物能不能…. */
  saysWho: boolean
  grades: readonly Grade[]
  /** Industries and activities as they were listed. */
  listed: string
  /** What was said, without what was denied: clause by clause, for likeness. */
  clauses: readonly string[]
  text: string
}

export interface Said {
  areas?: readonly string[] | undefined
  industries?: readonly string[] | undefined
  activities?: readonly string[] | undefined
  text?: string | undefined
}

/** Absence, not inability or haste: 不做, 没有, 从未; not 不够, 不会报税, 没人报关, 没批下来. */
const DENIES = new RegExp(
  [
    // 不修飞机, 不管机场: any verb, but those of ability, outcome, wish and degree.
    '不(?![会能够了上下到清准起住来知懂想敢得愿肯少同仅只断久错足高低大多太满行止料论便方太用让给理收批放退还赔见通稳匹合符熟定齐全顺动完一作付抵拢繁规算对干景明详值])\\p{Script=Han}',
    '(?<!还)没(?:有)?(?!人|时间|空|法|办法|等|想到|料|精力|完|准|谱|收到|回音|拿到|批|办下|来得及|地方|固定|门面|[有]?(?:抵押|房子|担保物))',
    '从[不未没]',
    '未(?:曾|从事|做|办理?过|涉及|开展|取得|持有?)',
    '无(?=[^，。；]{0,4}(?:业务|进口|出口|外贸|雇员|贷款))',
    '并非',
  ].join('|'),
  'u',
)
const ASKED = /(\p{Script=Han})[不没]\1|可不可以|有没有|是不是/gu
const ELSEWHERE = /(?:不|没|未)(?:在|属于)/u
/** 不发债: right before what it denies, 不 and 没 need no other word. */
const JUST_BEFORE = /(?:(?<!来|得|忙|差)不|(?<!还)没|未|非|(?<!有|所)无)$/u
const NONE_AT_END =
  /^[^，。；]{0,6}(?:(?:一个|半点)?(?:也|都)(?:没有|没|不)|(?:我们|公司|我)?(?:从?不|没)(?:做|碰|卖|搞|办|接|有)|(?:早|已经?|现在)?(?:就|都)?(?:停了|停掉|停产|不做了|没做了|放弃了|撤了))|^[^，。；]{0,8}(?:没有?(?:关系|往来|来往)|无关|不沾边|不搭界)/u
/** 公司三年前就设好了, 执照早办下来了: what is done is no longer to do. */
const DONE = /(?:早|已经?|年前)[^，。；]{0,8}(?:设|办|注册|登记|备案|领|批)(?:好|完|妥|齐|成|过|下来)/u
/** 修船都外包: who has it done by others is none of those who do it. */
const BY_OTHERS = /^[^，。；]{0,4}(?:外包|交给别人|委托(?:给)?(?:别人|外面))/u
/** What others do is told of them: 隔壁厂在做跨境电商. */
const OF_OTHERS = /(?:听说|据说|隔壁|同行|朋友|邻居|别家|人家)/u
const BREAKS = /[，,。；;！!？?\n]|(?=但(?![凡愿])|可是|不过)/u
const PERSON = /^(?:个人|学生|自然人|居民|群众|求职者|台胞)$/u
/** 我省 and 我国 are nobody's. */
const SELF = /我(?![国省市县区])|咱|本(?:公司|企业|厂|店|人|单位)/u
const MIDDLEMEN = new Set([
  '银行和金融机构',
  '支付机构',
  '保险公司',
  '货运代理',
  '报关企业',
  '证券公司',
  '律师公证',
  '平台企业',
  '地方政府',
])
/** What follows from trading oneself does not follow for who trades for others. */
const AGENT_IMPLIES_NOT = new Set(['报关申报', '税款缴纳', '单一窗口'])

/** Reads a profile and, where there is one, the question. */
export function readProfile(
  { areas = [], industries = [], activities = [], text = '' }: Said,
  question = '',
): Told {
  const listed = [...industries, ...activities].map(normalize)
  const prose = normalize([text, question].filter(Boolean).join('。'))
  const spoken = [...listed, ...prose.split(BREAKS)].map((clause) => clause.trim()).filter(Boolean)
  const telling = new Set<string>()
  const has = new Map<string, string>()
  const denials = new Map<string, string>()
  for (const clause of spoken) {
    // 有没有, 能不能: asked, not denied; 不在保税区: a place (whereabouts.ts), not a thing that they have not.
    const plain = clause.replace(ASKED, (words) => '〇'.repeat(words.length))
    const denies = ELSEWHERE.test(plain) ? null : DENIES.exec(plain)
    const others = OF_OTHERS.exec(clause)
    const told = subjectsTold(clause).filter(({ start }) => !others || start < others.index)
    if (told.length > 0) telling.add(clause)
    for (const spoken of told) {
      const { subject, start, end } = spoken
      const denied =
        (denies && denies.index < end) ||
        (!ELSEWHERE.test(plain) && JUST_BEFORE.test(plain.slice(0, start))) ||
        NONE_AT_END.test(clause.slice(end)) ||
        (subject.kind === 'matter' && DONE.test(clause)) ||
        (subject.kind === 'actor' && BY_OTHERS.test(clause.slice(end)))
      // 不做供应链融资 denies that, not 融资.
      if (told.some((other) => swallows(other, spoken) && (denied || standsFor(other, spoken)))) continue
      const into = denied ? denials : has
      if (!into.has(subject.name)) into.set(subject.name, clause)
    }
  }
  for (const name of has.keys()) denials.delete(name)
  const denied = new Map<string, string>()
  for (const [name, words] of denials)
    for (const all of deniedWith([name])) if (!has.has(all) && !denied.has(all)) denied.set(all, words)
  for (const [name, words] of has)
    for (const other of subjectOf(name).rulesOut ?? []) if (!has.has(other)) denied.set(other, words)
  const middleman = [...MIDDLEMEN].some((name) => has.has(name))
  const agent = has.has('货运代理')
  const implied = new Set(
    [...closure(has.keys(), 'implies')].filter(
      (name) => !denied.has(name) && (has.has(name) || !(agent && AGENT_IMPLIES_NOT.has(name))),
    ),
  )
  const affirmed = prose.split(BREAKS).filter((clause) => clause.trim().length > 3 && !DENIES.test(clause))
  const where = whereaboutsOf(areas, prose)
  return {
    where,
    telling,
    has,
    implied,
    wider: new Set([...closure(implied, 'within')].filter((name) => subjectOf(name) && !denied.has(name))),
    denied,
    middleman,
    privatePerson: isPrivate(industries, prose),
    saysWho: listed.length > 0 || where.places.length > 0 || SELF.test(prose),
    grades: gradesIn([text, question, ...listed].join('。')),
    listed: listed.join('，'),
    clauses: affirmed,
    text: prose,
  }
}

/** 严重违法失信 is not also 违法; but 台湾零食 is food, and 船员培训 is for 船员. */
const standsFor = ({ subject: longer }: Spoken, { subject }: Spoken) =>
  longer.kind === 'state' || (longer.kind === subject.kind && subject.kind === 'matter')

function isPrivate(industries: readonly string[], prose: string): boolean {
  if (industries.some((one) => PERSON.test(one))) return true
  return /^我(?![们司行厂]|公司|店)/u.test(prose) && !/公司|企业|工厂|个体|我们|店/u.test(prose)
}
