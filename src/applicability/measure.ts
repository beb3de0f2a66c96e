// What a record states: whom and what it is about, in strands of which one is enough, and the conditions that are left to
// a person to meet. Every finding is a clause of the document's text. It does not know any person.

import { WORDING_FIELDS } from '../corpus/passages.ts'
import type { LibraryDocument } from '../library.ts'
import type { PolicyRecord } from '../schema.ts'
import { sentences } from '../text/sentences.ts'
import { type Grade, gradesIn } from './grades.ts'
import { type Hedged, hedgesIn } from './hedges.ts'
import { isForOffices, isOfficeTask } from './offices.ts'
import type { Clause, ScopeSource } from './scope.ts'
import type { SubjectKind } from './subjects/subject.ts'
import { subjectOf, subjectsOfText } from './subjects.ts'

/** A subject with the clause that speaks of it. */
export interface Asked {
  name: string
  kind: SubjectKind
  broad: boolean
  clause: Clause
  /** Whether the sentence speaks to it: 对…企业, …可以通过. */
  addressed: boolean
  /** Whether it stands in an enumeration: 外贸企业、电商卖家和平台 takes each of them. */
  listed: boolean
}

/** One way in which a record can concern somebody. */
export interface Strand {
  /** What the title names; else what a sentence says. */
  titled: boolean
  asked: readonly Asked[]
  clause: Clause
}

/** Something that the text leaves to be met: 符合条件的, 5000元以内, 经专家评估同意. */
export interface Hedge {
  /** The words that leave it open. */
  words: string
  metBy: Hedged['metBy']
  of?: Hedged['of']
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

/** Of a case only its practices state conditions: its background and effects ask nothing of anybody. */
const TELLS_CONDITIONS = new Set(['practices'])
const ADDRESSEE =
  /企业|公司|纳税人|经营者|个体|商户|群众|申请人|相对人|当事人|台胞|个人|用户|服务对象|买受人|卖家|乘务|船员|旅客|居民|学员|员工|司机|拖车|客户|机构(?=可|应)|人员(?=可|证件)/u
const ADDRESSED = /(?:对|允许|支持|鼓励|由|为|向|帮助|引导|指导|服务)[^，。；]{0,24}$/u
const ACTS = /^[^，。；、]{0,6}(?:通过|可(?!以?追)|应|根据|只需|按|在办理|登录|申请|申报)/u

/** Of records that have been read, which do not change. */
const read = new WeakMap<PolicyRecord, Measure>()

/** Reads a record of a document: the same record always says the same. */
export function readMeasure(record: PolicyRecord, document: LibraryDocument): Measure {
  const known = read.get(record)
  if (known) return known
  const measure = measureOf(record, document)
  read.set(record, measure)
  return measure
}

function measureOf(record: PolicyRecord, { text, territory, summary }: LibraryDocument): Measure {
  const slice = (start: number, end: number): Clause => ({ start, end, text: text.slice(start, end) })
  const span = (field: string) => {
    const found = record.spans.find((one) => one.field === field)
    return found && slice(found.start, found.end)
  }
  const body = record.spans
    .filter(({ field }) => WORDING_FIELDS.has(field))
    .flatMap(({ start, end }) =>
      sentences(text.slice(start, end), start).map((one) => slice(one.start, one.end)),
    )
  const title = record.titleDerived ? undefined : span('title')
  const opening = title ?? body[0] ?? slice(record.start, record.end)
  const point = span('innovationPoint')
  const telling = body.filter(
    (sentence) =>
      asksSomething(record, sentence) &&
      !(point && sentence.start >= point.start && sentence.end <= point.end),
  )
  const whole = [title?.text ?? record.title, ...body.map((one) => one.text)].join('')
  const zone = zoneOf(summary.title)
  const printedUnits = record.spans.filter(({ field }) => field === 'leadUnits')
  return {
    record,
    documentId: record.documentId,
    strands: strandsOf(title, body),
    setting: asked({
      ...opening,
      text: [record.group, record.task, summary.title].filter(Boolean).join('，'),
    }).map((one) => ({ ...one, clause: opening })),
    grades: telling.flatMap((clause) =>
      gradesIn(clause.text).map((grade) => ({ ...grade, clause: around(clause, grade.start, grade.end) })),
    ),
    hedges: telling.flatMap((clause) =>
      hedgesIn(clause.text).map(({ start, end, ...hedge }) => ({
        ...hedge,
        clause: around(clause, start, end),
      })),
    ),
    addresses: ADDRESSEE.test(whole),
    officeTask: isOfficeTask(body[0]?.text ?? '', whole),
    forOffices: isForOffices(whole),
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
      ...(zone && { zone }),
    },
  }
}

/** 中国（重庆）自由贸易试验区条例, 青岛前湾保税港区条例: a law of a zone holds in the zone. A free port is its whole province. */
function zoneOf(title: string): ScopeSource['zone'] {
  const law = /(?:条例|办法|规定|规则|决定)$/u.test(title)
  if (!law) return undefined
  if (/自由贸易试验区|自贸试验区/u.test(title)) return 'pilotZone'
  return /保税/u.test(title) ? 'customsZone' : undefined
}

function asksSomething({ sections }: PolicyRecord, { start }: Clause): boolean {
  if (!sections) return true
  return sections.some(({ kind, ...at }) => TELLS_CONDITIONS.has(kind) && start >= at.start && start < at.end)
}

/** What the title is about; where that says nothing, what each sentence is about. */
function strandsOf(title: Clause | undefined, body: readonly Clause[]): Strand[] {
  const named = title ? asked(title).map((one): Asked => ({ ...one, clause: restsOn(one, title, body) })) : []
  if (title && named.some(isTelling))
    return [
      { asked: [...named, ...addressees(named, body), ...traders(named, body)], clause: title, titled: true },
    ]
  const strands = body.map((clause) => ({
    clause,
    titled: false,
    asked: asked(clause).filter(({ kind, addressed }) => addressed || (kind !== 'actor' && kind !== 'state')),
  }))
  const telling = strands.filter((strand) => strand.asked.some(isTelling))
  if (title && named.length > 0) return [{ asked: named, clause: title, titled: true }, ...telling]
  return telling.length > 0 ? telling : strands.filter((strand) => strand.asked.length > 0)
}

const isTelling = ({ broad, kind }: Asked) => !broad && kind !== 'direction'

/** A title names a subject; the clause that says something of it is in the text, where it comes again. */
function restsOn({ name }: Asked, title: Clause, body: readonly Clause[]): Clause {
  const { words } = subjectOf(name)
  for (const sentence of body) {
    const match = words.exec(sentence.text)
    if (match) return around(sentence, match.index, match.index + match[0].length)
  }
  return title
}

/** Whom the sentences speak to, where the title names nobody and they do not speak to firms or people at large. */
function addressees(named: readonly Asked[], body: readonly Clause[]): Asked[] {
  if (named.some(({ kind }) => OWN.has(kind)) || body.some(({ text }) => AT_LARGE.test(text))) return []
  return body.flatMap((clause) =>
    asked(clause).filter(({ kind, addressed }) => kind === 'actor' && addressed),
  )
}
const OWN: ReadonlySet<SubjectKind> = new Set(['actor', 'goods', 'state'])
const AT_LARGE = /企业|纳税人|群众|个人|用户|申请人|市场主体|当事人/u

/**
 * 冰鲜水产品进口企业: whom the sentences address tells the direction, where the title does not and they do not help with
 * both.
 */
function traders(named: readonly Asked[], body: readonly Clause[]): Asked[] {
  if (named.some(({ kind }) => kind === 'direction')) return []
  if ([/(?<!出)进口(?!岸)/u, /(?<!进)出口(?!岸)/u].every((way) => body.some(({ text }) => way.test(text))))
    return []
  return body
    .flatMap((clause) => (TRADER.test(clause.text) ? asked(clause) : []))
    .filter(({ kind, trades }) => kind === 'direction' && trades)
    .slice(0, 1)
}
const TRADER = /(?<![进出])(?:进口|出口)(?=企业|商(?!品)|经营者)/u

interface Placed extends Asked {
  /** Whether it is the trade of whom the sentence speaks to: 进口企业. */
  trades: boolean
}

/** The subjects of a sentence, each with the part of it that speaks of it. */
function asked(sentence: Clause): Placed[] {
  const { text } = sentence
  return subjectsOfText(text).map(({ subject: { name, kind, broad }, start, end }) => ({
    name,
    kind,
    broad: broad === true,
    clause: around(sentence, start, end),
    addressed: ADDRESSED.test(text.slice(0, start)) || ACTS.test(text.slice(end)),
    trades: TRADER.exec(text)?.index === start,
    listed: LISTED_BEHIND.test(text.slice(0, start)) || text[end] === '、',
  }))
}
const LISTED_BEHIND = /、[^，。；、的]{0,2}$/u

const MARKS = ['，', ',', '；', '。', '：']

/** The part of a sentence between its marks in which something stands. */
function around(sentence: Clause, start: number, end: number): Clause {
  const { text } = sentence
  const first = start === 0 ? 0 : Math.max(...MARKS.map((mark) => text.lastIndexOf(mark, start - 1))) + 1
  const ends = MARKS.map((mark) => text.indexOf(mark, end)).filter((at) => at !== -1)
  const last = Math.min(text.length, ...ends)
  return { start: sentence.start + first, end: sentence.start + last, text: text.slice(first, last) }
}
