// What a record states: whom and what it is about, in strands of which one is enough, and the conditions that are left to
// a person to meet. Every finding is a clause of the document's text. It does not know any person.

import type { LibraryDocument } from '../library.ts'
import type { PolicyRecord } from '../schema.ts'
import { sentences } from '../text/sentences.ts'
import { type Grade, gradesIn } from './grades.ts'
import type { Clause, ScopeSource } from './scope.ts'
import type { SubjectKind } from './subjects/subject.ts'
import { type Spoken, subjectsOfText } from './subjects.ts'

/** A subject with the clause that speaks of it. */
export interface Asked {
  name: string
  kind: SubjectKind
  broad: boolean
  clause: Clause
}

/** One way in which a record can concern somebody. */
export interface Strand {
  asked: readonly Asked[]
  clause: Clause
}

/** Something that the text leaves to be met: 符合条件的, 5000元以内, 经专家评估同意. */
export interface Hedge {
  /** The words that leave it open. */
  words: string
  clause: Clause
}

export interface Measure {
  record: PolicyRecord
  documentId: string
  strands: readonly Strand[]
  /** What title, group and document are about, where the strands do not say it. */
  setting: readonly Asked[]
  grades: readonly (Grade & { clause: Clause })[]
  hedges: readonly Hedge[]
  /** Whether it speaks of firms or persons at all, and not only of what offices do among themselves. */
  addresses: boolean
  /** Whether it sets offices a task, and names nothing that others get of it. */
  officeTask: boolean
  /** Whether it is about the offices' own work: enforcement, statistics, tools of theirs. */
  forOffices: boolean
  scope: ScopeSource
  opening: Clause
}

const BODY_FIELDS = new Set(['content', 'innovationPoint'])
/** What of a case tells how things were before, and how well it went, asks nothing of anybody. */
const TELLS_CONDITIONS = new Set(['practices'])
const ADDRESSEE =
  /企业|公司|纳税人|经营者|个体|商户|群众|申请人|相对人|当事人|台胞|个人|用户|服务对象|买受人|卖家|乘务|船员|旅客|居民|学员|员工|司机|拖车|客户|机构(?=可|应)|人员(?=可|证件)/u
const OFFICE_TASK =
  /^(?:（\d+）)?(?:研究|制定|建立(?:完善)?|完善|加强|规划建设|建设|争取|开展|推进|推动|加快|探索|规范)[^。；]{0,60}(?:规则|标准|办法|统计|体系|数据库|执法|认定|规划|监管|细则|权限|信息库|信息化|平台|园区|信息共享)/u
const FOR_OFFICES = /行政执法|执法平台|统计方法|辅助审批|工作规范化|智能审查报告/u
/** What a task for offices brings to others. */
const BENEFITS =
  /(?:给予|支持|为|帮助|允许|鼓励|引导|供|督促|向)[^，。；]{0,14}(?:企业|当事人|用户|群众|卖家)|示范企业|(?:企业|用户|当事人|群众)(?:可|只需|无需|通过)|为用户|当事人|优化[^，。；]{0,12}手续|便利通关|政务服务|电子化服务|代替|推荐合适/u
const ADDRESSED = /(?:对|允许|支持|鼓励|由|为|向|帮助|引导|指导|服务)[^，。；]{0,24}$/u
const ACTS = /^[^，。；、]{0,6}(?:通过|可(?!以?追)|应|根据|只需|按|在办理|登录|申请|申报)/u

const HEDGES: readonly RegExp[] = [
  /符合(?:相关|有关|规定|一定|上述)?(?:条件|要求)(?:的(?=[^，。])|后)/u,
  /有条件的?(?:地区|企业)/u,
  /通过[^，。；、]{2,16}审查/u,
  /经[^，。；、]{2,14}(?:评估同意|推荐|审查同意|认定)/u,
  /除[^。；，]{0,30}(?:超过|低于|复杂)[^。；]{0,24}以?外/u,
  /试点(?:范围|银行|地区|城市|区域|名单)/u,
  /备选名单|白名单|名单”/u,
  /(?:对|且)[^，。；]{0,12}不(?:涉及|影响)[^，。；]{2,30}/u,
  /(?:不超过|超过|满)?\s?(?:\d+|[一二三四五六七八九十百千]+)\s?(?:万?(?:元|美元|千伏|吨|年|岁|人|个月|平方米))[^，。；]{0,2}(?:以[内下上]|及以[下上])|(?:成立时间超过|满)\s?[一二三四五六七八九十\d]+\s?年/u,
  /(?:能力较强|诚信度高|记录良好|信用良好|低风险(?=食品|商品|产品|企业))/u,
  /选取[^，。；]{0,6}企业|择优/u,
  /(?:扩大|在)[^，。；]{0,24}(?:适用|商品)范围/u,
  /\d+\s?类(?:建设)?项目|特定的[^，。；]{1,8}/u,
  /集群注册企业和托管单位/u,
  /评定为[^，。；]{1,12}/u,
]

/** Reads a record of a document. Pure: the same record always says the same. */
export function readMeasure(record: PolicyRecord, { text, territory, summary }: LibraryDocument): Measure {
  const slice = (start: number, end: number): Clause => ({ start, end, text: text.slice(start, end) })
  const span = (field: string) => {
    const found = record.spans.find((one) => one.field === field)
    return found && slice(found.start, found.end)
  }
  const body = record.spans
    .filter(({ field }) => BODY_FIELDS.has(field))
    .flatMap(({ start, end }) =>
      sentences(text.slice(start, end), start).map((one) => slice(one.start, one.end)),
    )
  const title = record.titleDerived ? undefined : span('title')
  const opening = title ?? body[0] ?? slice(record.start, record.end)
  const telling = body.filter((sentence) => asksSomething(record, sentence))
  const whole = [title?.text ?? record.title, ...body.map((one) => one.text)].join('')
  const printedUnits = record.spans.filter(({ field }) => field === 'leadUnits')
  return {
    record,
    documentId: record.documentId,
    strands: strandsOf(title, body),
    setting: asked([record.group, record.task, summary.title].filter(Boolean).join('，'), opening),
    grades: telling.flatMap((clause) =>
      gradesIn(clause.text).map((grade) => ({ ...grade, clause: around(clause, grade) })),
    ),
    hedges: telling.flatMap((clause) =>
      HEDGES.flatMap((hedge) => {
        const match = hedge.exec(clause.text)
        if (!match) return []
        return [
          {
            words: match[0],
            clause: around(clause, { start: match.index, end: match.index + match[0].length }),
          },
        ]
      }),
    ),
    addresses: ADDRESSEE.test(whole),
    officeTask: OFFICE_TASK.test(body[0]?.text ?? '') && !BENEFITS.test(whole),
    forOffices: FOR_OFFICES.test(whole),
    opening,
    scope: {
      territory,
      promotionScope: span('promotionScope'),
      implementedIn: record.spans
        .filter(({ field }) => field === 'implementedIn')
        .map((one) => slice(one.start, one.end)),
      leadUnits: printedUnits[0] && slice(printedUnits[0].start, printedUnits[0].end),
      sentences: [...(title ? [title] : []), ...body],
      opening,
      isCase: record.kind === 'case',
    },
  }
}

function asksSomething({ sections }: PolicyRecord, { start }: Clause): boolean {
  if (!sections) return true
  return sections.some(({ kind, ...at }) => TELLS_CONDITIONS.has(kind) && start >= at.start && start < at.end)
}

/** What the title is about; where that says nothing, what each sentence is about. */
function strandsOf(title: Clause | undefined, body: readonly Clause[]): Strand[] {
  const named = title ? asked(title.text, title, title.start) : []
  if (title && named.some(({ broad, kind }) => !broad && kind !== 'direction'))
    return [{ asked: [...named, ...addressees(named, body), ...traders(named, body)], clause: title }]
  const strands = body.map((clause) => ({
    clause,
    asked: asked(clause.text, clause, clause.start).filter(
      ({ kind, clause: { start, end } }) =>
        kind === 'matter' ||
        kind === 'direction' ||
        kind === 'goods' ||
        isAddressed(clause.text, start - clause.start, end - clause.start),
    ),
  }))
  const telling = strands.filter(({ asked: own }) =>
    own.some(({ broad, kind }) => !broad && kind !== 'direction'),
  )
  if (title && named.length > 0) return [{ asked: named, clause: title }, ...telling]
  return telling.length > 0 ? telling : strands.filter(({ asked: own }) => own.length > 0)
}

/** Whom the sentences speak to, where the title names nobody and they do not speak to firms or people at large. */
function addressees(named: readonly Asked[], body: readonly Clause[]): Asked[] {
  if (named.some(({ kind }) => OWN.has(kind)) || body.some(({ text }) => AT_LARGE.test(text))) return []
  return body.flatMap((clause) =>
    asked(clause.text, clause, clause.start).filter(
      ({ kind, clause: { start, end } }) =>
        kind === 'actor' && isAddressed(clause.text, start - clause.start, end - clause.start),
    ),
  )
}
/** 冰鲜水产品进口企业: whom the sentences address tells the direction, where the title does not. */
function traders(named: readonly Asked[], body: readonly Clause[]): Asked[] {
  if (named.some(({ kind }) => kind === 'direction')) return []
  return body
    .flatMap((clause) => {
      const match = /(?<![进出])(进口|出口)(?:企业|商(?!品)|经营者)/u.exec(clause.text)
      return match ? asked(match[0], clause, clause.start + match.index) : []
    })
    .filter(({ kind }) => kind === 'direction')
    .slice(0, 1)
}

const OWN: ReadonlySet<SubjectKind> = new Set(['actor', 'goods', 'state'])
const AT_LARGE = /企业|纳税人|群众|个人|用户|申请人|市场主体|当事人/u

const isAddressed = (sentence: string, start: number, end: number) =>
  ADDRESSED.test(sentence.slice(0, start)) || ACTS.test(sentence.slice(end))

function asked(text: string, clause: Clause, from?: number): Asked[] {
  return subjectsOfText(text).map(({ subject, start, end }: Spoken) => ({
    name: subject.name,
    kind: subject.kind,
    broad: subject.broad === true,
    clause:
      from === undefined ? clause : { start: from + start, end: from + end, text: text.slice(start, end) },
  }))
}

/** The part of a sentence between commas in which something stands. */
function around(sentence: Clause, { start, end }: { start: number; end: number }): Clause {
  const first =
    Math.max(...['，', '；', '。', '：'].map((mark) => sentence.text.lastIndexOf(mark, start - 1))) + 1
  const ends = ['，', '；', '。'].map((mark) => sentence.text.indexOf(mark, end)).filter((at) => at !== -1)
  const last = Math.min(sentence.text.length, ...ends)
  return { start: sentence.start + first, end: sentence.start + last, text: sentence.text.slice(first, last) }
}
