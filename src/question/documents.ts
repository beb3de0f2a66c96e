// Which documents a question speaks of: by 文号, by name, by batch and territory, or by year. It does not know what is
// asked of them.

import type { Filters } from '../schema.ts'
import { allMatches } from '../text/matches.ts'
import type { Manner } from './intent.ts'
import { byIssuerCode, byTerritory } from './issuers.ts'
import { seriesMissing } from './series.ts'
import { byPieceOfTitle } from './title-pieces.ts'
import { type NamedDocument, squash, type Vocabulary } from './vocabulary.ts'

/** The documents that a question speaks of. */
export interface ReadDocuments {
  /** At most `document`, or `batch` and `year`. */
  filters: Filters
  /** The documents that satisfy them; all when the question names none. */
  chosen: readonly NamedDocument[]
  /** Batches and years that the library does not have. */
  unknown: string[]
  /** The words that named them. */
  used: string[]
}

/** 闽自贸办函〔2022〕15号, 国函202096号, and short: 国函96号. */
const DOCUMENT_NUMBER =
  /([\p{Script=Han}]{1,8}?[函发办字规])[〔[(【]?((?:19|20)\d{2})?年?[〕\])】]?第?(\d{1,5})号/gu
/** 第19批 of anything but goods, and 19批 where a document is meant: 福建19批, 19批里; not 一共3批设备. */
const GOODS = '货|设备|产品|零件|商品|原料|材料|订单|船(?!舶)|车|学员|员工|人员|试点(?!经验)|企业|次抽'
const BATCH = new RegExp(
  `(?:(?<!(?:我们|公司|我厂|我司|我店|企业)的|公司|我厂|我司|我店)第|(?<=^|[，。,、 ]|福建|广东|自贸区|自贸试验区|年|省|跟|和|比|把|国务院|国家))(\\d{1,3})批(?!次?的?(?:${GOODS}))次?`,
  'gu',
)
/** The year of a document, not of an event: 2017那批, 22年的案例, 2017年由…; not 2024年3月, 2022年以来. */
const DOCUMENT_YEAR =
  /(?<![\d我们司厂店人])(?:((?:19|20)\d{2})年?|(\d{2})年)(?=(?:的|里|发布?的|出台的|印发的)?(?:那|这|头一?批|第?1批|全国首创|首创|复制|创新|实践|案例|举措|措施|文件|通知|清单|做法|写法|由|推广)|[^，。,？?]{1,8}(?:公布|发布|印发|出台|下发)的)/gu
/** What shows that a year is part of a date: 2024年3月, 2022年以来. */
const OF_DATE = '\\d{0,2}月|以?来|底|末|初|起|至|间'
/** Set against another one, or where a list is asked for, any year that is no part of a date. */
const ANY_YEAR = new RegExp(
  `(?<![\\d我们司厂店人])(?:((?:19|20)\\d{2})年?(?![\\d年])|(\\d{2})年)(?!${OF_DATE}|注册|开的|新办|买)`,
  'gu',
)
const YEARS = new RegExp(`(?<!\\d)(?:(?:19|20)\\d{2}|\\d{2})年(?!${OF_DATE})`, 'gu')
/** A year the library lacks is only missed where a document of that year is asked for. */
const YEAR_OF_DOCUMENT =
  /(?<!\d)(?:((?:19|20)\d{2})年?|(\d{2})年)(?=(?:的|里|(?:发布|公布|印发|出台)的?)?(?:那[几两]?批|第?\d{1,3}批|(?:创新)?(?:实践)?案例|创新举措|举措|文件|通知|清单|评估))/gu
/** 2023年福建印发的那批, 2014年推全国的第1批: a document told by its year, further off. */
const YEAR_OF_ISSUE =
  /(?<!\d)((?:19|20)\d{2})年[^,。?]{0,8}?(?:推|印发|发布|出台|公布|报)[^,。?]{0,8}(?:批|案例|经验|举措|清单|文件|通知|成果)/gu
/** 国务院第5批, 第5批全国…案例: a batch of the state, also where others forward it; not 第19批全国首创的举措. */
const BATCH_OF_STATE =
  /(?<state>国务院)(?:[^,。?第]{0,12})第(?<batch>\d{1,3})批|第(?<numbered>\d{1,3})批(?<of>全国|国家级?)(?!首创|推广|复制)[^,。?]{0,12}(?:案例|经验|成果|举措)/gu
const NAMED_TABLE = /分工表|分解表/gu
/** A title's own words may be few and common; a name that somebody gave a document is meant as one. */
const TITLE_MIN = 8
const NAME_MIN = 5

/** Whether a question names two years or more that are no parts of dates: they are set against each other. */
export function comparesYears(text: string): boolean {
  return new Set(allMatches(text, YEARS).map(([year]) => year)).size > 1
}

/** @param text the question, normalized */
export function readDocuments(text: string, vocabulary: Vocabulary, manner: Manner): ReadDocuments {
  const { documents } = vocabulary
  const named = byNumber(text, documents)
  if (named.documents.length > 0) return chosenOnes(named.documents, named.used)
  if (named.unknown.length > 0) return { filters: {}, chosen: documents, unknown: named.unknown, used: [] }
  const byWords = [...new Set([...byName(text, documents), ...byIssuerCode(text, vocabulary)])]
  if (byWords.length > 0) {
    const called = [...byWords, ...otherVersions(text, vocabulary, byWords)]
    const territories = called.flatMap(({ territory }) => (territory ? [`${territory}省`, territory] : []))
    return chosenOnes(called, [...called.flatMap(({ names }) => names), ...territories])
  }
  const read = byBatchAndYear(text, vocabulary, manner)
  if (Object.keys(read.filters).length > 0 || read.unknown.length > 0) return read
  const titled = byPieceOfTitle(text, vocabulary)
  return titled ? chosenOnes([titled.document], [titled.piece]) : read
}

/** 国务院表里有、广东分工表没有: beside a list called by its name, the same batch in another territory's document. */
const otherVersions = (text: string, { documents, issuers }: Vocabulary, called: readonly NamedDocument[]) =>
  documents.filter(
    ({ territory, batch }) =>
      batch !== undefined &&
      called.some((one) => one.batch === batch && one.territory !== territory) &&
      called.every((one) => one.territory !== territory) &&
      issuers.territories.some(({ name, document }) => name === territory && document.test(text)),
  )

function chosenOnes(chosen: readonly NamedDocument[], used: string[]): ReadDocuments {
  const ids = chosen.map(({ id }) => id)
  return { filters: { document: ids.length === 1 ? ids[0]! : ids }, chosen, unknown: [], used }
}

function byNumber(text: string, documents: readonly NamedDocument[]) {
  const unknown: string[] = []
  const found = allMatches(text, DOCUMENT_NUMBER).flatMap(([words, code, year, number]) => {
    const document = documents.find(({ documentNumber = '' }) => {
      const own = /^(.+?)((?:19|20)\d{2})(\d+)号$/u.exec(documentNumber)
      return own && code!.endsWith(own[1]!) && (year === undefined || year === own[2]) && number === own[3]
    })
    if (!document && year !== undefined) unknown.push(words)
    return document ? [{ words, document }] : []
  })
  return {
    documents: [...new Set(found.map(({ document }) => document))],
    used: found.map(({ words }) => words),
    unknown,
  }
}

function byName(text: string, documents: readonly NamedDocument[]): NamedDocument[] {
  const plain = squash(text)
  return documents.filter(({ names }) =>
    names.some((name, i) => name.length >= (i === 0 ? TITLE_MIN : NAME_MIN) && plain.includes(name)),
  )
}

function byBatchAndYear(
  text: string,
  { documents, issuers }: Pick<Vocabulary, 'documents' | 'issuers'>,
  manner: Manner,
): ReadDocuments {
  const batch = matches(
    text,
    BATCH,
    (match) => match[1]!,
    new Set(documents.flatMap(({ batch }) => batch ?? [])),
  )
  // 第1批 alone is said of many things; with its year it is a batch.
  const firstOnly = batch.values.length === 1 && batch.values[0] === '1' && !/\d年?的?第?1批/u.test(text)
  const batches = firstOnly ? [] : batch.values
  const years = matches(
    text,
    manner.comparing || manner.listing ? ANY_YEAR : DOCUMENT_YEAR,
    ([, four, two]) => four ?? `20${two}`,
    new Set(documents.flatMap(({ year }) => year ?? [])),
  )
  const doubtful = allMatches(text, YEAR_OF_DOCUMENT).map(([, four, two]) => `${four ?? `20${two}`}`)
  const issued = allMatches(text, YEAR_OF_ISSUE).map(([, year]) => year!)
  const held = new Set(documents.flatMap(({ year }) => year ?? []))
  const strangers = new Set([
    ...years.strangers.filter((year) => doubtful.includes(year)),
    ...issued.filter((year) => !held.has(year)),
  ])
  const ofState = allMatches(text, BATCH_OF_STATE)
    .map(({ groups = {} }) => ({ value: (groups.batch ?? groups.numbered)!, of: groups.state ?? groups.of }))
    .filter(({ value }) => batches.includes(value) && !documents.some((one) => isOfState(one, value)))
  const unknown = [
    ...batch.strangers.map((value) => `第${value}批`),
    ...ofState.map(({ value, of }) => `${of}第${value}批`),
    ...[...strangers].map((value) => `${value}年`),
    ...seriesMissing(text, documents),
  ]

  const fitting = documents.filter(
    (document) =>
      (batches.length === 0 || batches.includes(document.batch ?? '')) &&
      (years.values.length === 0 || years.values.includes(document.year ?? '')),
  )
  const used = [...(firstOnly ? [] : batch.used), ...years.used]
  const territory =
    byTerritory(text, { documents, issuers }, fitting, { ...manner, batchNamed: batches.length > 0 }) ??
    byTable(text, fitting)
  if (territory?.chosen.length === 0)
    return {
      filters: {},
      chosen: documents,
      unknown: [
        ...unknown,
        ...batches
          .filter((one) => !ofState.some(({ value }) => value === one))
          .map((value) => `该地区第${value}批`),
      ],
      used,
    }
  if (territory) {
    const found = chosenOnes(territory.chosen, [...used, ...territory.used])
    return { ...found, unknown }
  }
  const filters: Filters = {
    ...(batches.length > 0 && { batch: batches.length === 1 ? batches[0]! : batches }),
    ...(years.values.length > 0 && { year: years.values.length === 1 ? years.values[0]! : years.values }),
  }
  return { filters, chosen: fitting.length > 0 ? fitting : documents, unknown, used }
}

/** A batch of the state's own, or of its list that others forward. */
const isOfState = ({ batch, territory, names }: NamedDocument, value: string) =>
  batch === value && (territory === '全国' || names.some((name) => name.includes('国务院')))

/** What a pattern finds, once each: values that the library has, and strangers. */
function matches(
  text: string,
  pattern: RegExp,
  read: (match: RegExpExecArray) => string,
  known: ReadonlySet<string>,
) {
  const found = allMatches(text, pattern).map((match) => ({ words: match[0], value: read(match) }))
  const good = found.filter(({ value }) => known.has(value))
  return {
    values: [...new Set(good.map(({ value }) => value))],
    used: good.map(({ words }) => words),
    strangers: [...new Set(found.filter(({ value }) => !known.has(value)).map(({ value }) => value))],
  }
}

/** 那张分解表: the documents that are called so. */
function byTable(text: string, documents: readonly NamedDocument[]) {
  const tables = allMatches(text, NAMED_TABLE).map(([table]) => table)
  const chosen = documents.filter(({ names }) =>
    tables.some((table) => names.some((name) => name.includes(table))),
  )
  return chosen.length === 0 ? undefined : { chosen, used: tables }
}
