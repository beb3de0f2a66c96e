// Which documents a question speaks of: by 文号, by name, by batch and territory, or by year.

import type { Filters } from '../schema.ts'
import { literally } from '../text/literally.ts'
import { type NamedDocument, PIECE, piecesIn, squash, type Vocabulary } from './vocabulary.ts'

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

/** How a question is asked decides how much a bare year or territory means. */
export interface Manner {
  /** Two or more things are set against each other. */
  comparing: boolean
  /** All of something, or its number, is asked for. */
  listing: boolean
  /** Keys that the question before this one filtered by: a bare value of theirs replaces what it had. */
  expects: ReadonlySet<string>
}

/** 闽自贸办函〔2022〕15号, 国函202096号, and short: 国函96号. */
const DOCUMENT_NUMBER =
  /([\p{Script=Han}]{1,8}?[函发办字规])[〔[(【]?((?:19|20)\d{2})?年?[〕\])】]?第?(\d{1,5})号/gu
/** 第19批 of anything but goods, and 19批 where a document is meant: 福建19批, 19批里; not 一共3批设备. */
const GOODS = '货|设备|产品|零件|商品|原料|材料|订单|船(?!舶)|车|学员|试点(?!经验)|企业|次抽'
const BATCH = new RegExp(
  `(?:第|(?<=^|[，。,、 ]|福建|广东|自贸区|自贸试验区|年|省|跟|和|比|把|国务院|国家))(\\d{1,3})批次?(?!${GOODS})`,
  'gu',
)
/** The year of a document, not of an event: 2017那批, 22年的案例, 2017年由…; not 2024年3月, 2022年以来. */
const DOCUMENT_YEAR =
  /(?<![\d我们司厂店人])(?:((?:19|20)\d{2})年?|(\d{2})年)(?=(?:的|里|发布?的|出台的|印发的)?(?:那|这|头一?批|第?1批|全国首创|首创|复制|创新|实践|案例|举措|措施|文件|通知|清单|做法|写法|由|推广)|[^，。,？?]{1,8}(?:公布|发布|印发|出台|下发)的)/gu
/** Set against another one, or where a list is asked for, any year that is no part of a date. */
const ANY_YEAR =
  /(?<![\d我们司厂店人])(?:((?:19|20)\d{2})年?(?=\D|$)|(\d{2})年)(?!\d*月|以?来|底|末|初|起|至|间|注册|开的|新办|买)/gu
/** A year the library lacks is only missed where a document of that year is asked for. */
const YEAR_OF_DOCUMENT =
  /(?<!\d)(?:((?:19|20)\d{2})年?|(\d{2})年)(?=(?:的|里|(?:发布|公布|印发|出台)的?)?(?:那批|第?\d{1,3}批|(?:创新)?(?:实践)?案例|创新举措|举措|文件|通知|清单|评估))/gu
/** What people call a document: 广东分工表, 国务院清单, 国家版, 中央那份. */
const DOCUMENT_NOUN = '(?:分工表|分解表|任务表|清单|名单|文件|通知|文本|版本|版|表|那[份张边]|这[份张边])'
const NAMED_TABLE = /分工表|分解表/gu
/** A title's own words may be few and common; a name that somebody gave a document is meant as one. */
const TITLE_MIN = 8
const NAME_MIN = 5

export function comparesYears(text: string): boolean {
  return (
    new Set(
      [...text.matchAll(/(?<!\d)(?:(?:19|20)\d{2}|\d{2})年(?!\d*月|以?来|底|末|初|起|至|间)/gu)].map(
        ([year]) => year,
      ),
    ).size > 1
  )
}

/** @param text the question, normalized */
export function readDocuments(text: string, vocabulary: Vocabulary, manner: Manner): ReadDocuments {
  const { documents } = vocabulary
  const named = byNumber(text, documents)
  if (named.documents.length > 0) return chosenOnes(named.documents, named.used)
  if (named.unknown.length > 0) return { filters: {}, chosen: documents, unknown: named.unknown, used: [] }
  const called = [...new Set([...byName(text, documents), ...byIssuerCode(text, documents)])]
  if (called.length > 0) {
    const territories = called.flatMap(({ territory }) => (territory ? [`${territory}省`, territory] : []))
    return chosenOnes(called, [...called.flatMap(({ names }) => names), ...territories])
  }
  const read = byBatchAndYear(text, vocabulary, manner)
  if (Object.keys(read.filters).length > 0 || read.unknown.length > 0) return read
  const pieced = byPiece(text, vocabulary)
  return pieced ? chosenOnes(pieced.documents, [pieced.piece]) : read
}

/** 创新举措评估结果那个函: a long piece of one title, with a word for a document behind it or at its end. */
function byPiece(asked: string, { pieces, canonical }: Pick<Vocabulary, 'pieces' | 'canonical'>) {
  const text = squash(canonical(asked))
  let longest: { piece: string; end: number; documents: readonly NamedDocument[] } | undefined
  let open: typeof longest
  for (const [at, piece] of piecesIn(text).entries()) {
    const having = pieces.get(piece) ?? []
    const still = open?.documents.filter((document) => having.includes(document)) ?? []
    open =
      still.length > 0
        ? { piece: open!.piece + piece.at(-1)!, end: at + PIECE, documents: still }
        : having.length > 0
          ? { piece, end: at + PIECE, documents: having }
          : undefined
    if (open && open.piece.length > (longest?.piece.length ?? 0)) longest = open
  }
  if (!longest || longest.documents.length > 1) return undefined
  const named = DOCUMENT_END.test(longest.piece) || DOCUMENT_BEHIND.test(text.slice(longest.end))
  return named ? longest : undefined
}

const DOCUMENT_END = /(?:条例|办法|规定|细则|案例|[表函法])$/u
const DOCUMENT_BEHIND = new RegExp(`^[^,，。]{0,6}?(?:${DOCUMENT_NOUN}|那个函|函|案例集|条例|办法|规定)`, 'u')

function chosenOnes(chosen: readonly NamedDocument[], used: string[]): ReadDocuments {
  const ids = chosen.map(({ id }) => id)
  return { filters: { document: ids.length === 1 ? ids[0]! : ids }, chosen, unknown: [], used }
}

function byNumber(text: string, documents: readonly NamedDocument[]) {
  const unknown: string[] = []
  const found = [...text.matchAll(DOCUMENT_NUMBER)].flatMap(([words, code, year, number]) => {
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

/** 粤府那份, 国函的文件: by what its 文号 begins with. */
function byIssuerCode(text: string, documents: readonly NamedDocument[]): NamedDocument[] {
  return documents.filter(({ documentNumber = '' }) => {
    const code = /^\p{Script=Han}{3,}?(?=[函发办字令]?\d)/u
      .exec(documentNumber)?.[0]
      .replace(/[函发办字令]$/u, '')
    return (
      code !== undefined &&
      code.length >= 2 &&
      new RegExp(`${literally(code)}[函发办字令]?(?:的?${DOCUMENT_NOUN})`, 'u').test(text)
    )
  })
}

function byBatchAndYear(
  text: string,
  vocabulary: Pick<Vocabulary, 'documents' | 'values'>,
  manner: Manner,
): ReadDocuments {
  const { documents } = vocabulary

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
  const doubtful = [...text.matchAll(YEAR_OF_DOCUMENT)].map(([, four, two]) => `${four ?? `20${two}`}`)
  const strangers = years.strangers.filter((year) => doubtful.includes(year))
  const unknown = [
    ...batch.strangers.map((value) => `第${value}批`),
    ...strangers.map((value) => `${value}年`),
  ]

  const fitting = documents.filter(
    (document) =>
      (batches.length === 0 || batches.includes(document.batch ?? '')) &&
      (years.values.length === 0 || years.values.includes(document.year ?? '')),
  )
  const used = [...(firstOnly ? [] : batch.used), ...years.used]
  const territory =
    byTerritory(text, vocabulary, fitting, batches.length > 0, manner) ?? byTable(text, fitting)
  if (territory?.chosen.length === 0)
    return {
      filters: {},
      chosen: documents,
      unknown: [...unknown, ...batches.map((value) => `该地区第${value}批`)],
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

/** What a pattern finds, once each: values that the library has, and strangers. */
function matches(
  text: string,
  pattern: RegExp,
  read: (match: RegExpExecArray) => string,
  known: ReadonlySet<string>,
) {
  const found = [...text.matchAll(pattern)].map((match) => ({ words: match[0], value: read(match) }))
  const good = found.filter(({ value }) => known.has(value))
  return {
    values: [...new Set(good.map(({ value }) => value))],
    used: good.map(({ words }) => words),
    strangers: [...new Set(found.filter(({ value }) => !known.has(value)).map(({ value }) => value))],
  }
}

/** 广东分工表, 国务院第6批, 中央那份: the documents of a territory. Empty where it has none of that batch. */
function byTerritory(
  text: string,
  { documents, values }: Pick<Vocabulary, 'documents' | 'values'>,
  fitting: readonly NamedDocument[],
  batchNamed: boolean,
  { comparing, listing, expects }: Manner,
): { chosen: NamedDocument[]; used: string[] } | undefined {
  const territories = [...new Set(documents.flatMap(({ territory }) => territory ?? []))]
  const refused = territories.filter((territory) =>
    new RegExp(`${territoryName(territory)}[^，。,]{0,3}(?:不要|除外|不算)`, 'u').test(text),
  )
  // 广东投资管理领域的: a field of records shows that it is their documents' territory.
  const fields = [...values.domain, ...values.task]
    .map(({ normal }) => literally(normal.slice(0, FIELD_OPENING)))
    .concat('(?!)')
    .join('|')
  const used: string[] = []
  const meant = territories.filter((territory) => {
    if (refused.includes(territory)) return false
    // 广东转发国务院…: what is passed on is not the document that is meant.
    const name = `(?<!转发)${territoryName(territory)}`
    const link = '(?:的|转发的?|那个|那张|那份|这份|第?\\d{1,3}批|(?:20)?\\d{2}年?)*'
    const has = fitting.some((document) => document.territory === territory)
    // A territory without that batch is only meant where the two stand together: 广东第5批.
    const near = has ? name : `${name}(?:自贸(?:试验)?区)?的?第?\\d{1,3}批`
    const bare =
      batchNamed ||
      comparing ||
      expects.has('document') ||
      expects.has('batch') ||
      (listing && new RegExp(`${name}(?:的|有|里|推|$|${fields})`, 'u').test(text))
    const words =
      new RegExp(`${name}${link}${DOCUMENT_NOUN}`, 'u').exec(text)?.[0] ??
      (bare ? new RegExp(near, 'u').exec(text)?.[0] : undefined) ??
      (territory === '全国' && text.includes('国务院') ? '国务院' : undefined)
    if (words) used.push(words)
    return words !== undefined
  })
  used.push(...refused)
  const chosen = fitting.filter(({ territory }) => territory && meant.includes(territory))
  // Compared with something that is no document, one document alone would leave the other side out.
  if (meant.length === 0 || (comparing && chosen.length < 2)) return undefined
  return chosen.length < documents.length ? { chosen, used } : undefined
}

/** So many characters of a domain or task show that it is meant. */
const FIELD_OPENING = 4

const territoryName = (territory: string) =>
  territory === '全国'
    ? '(?:国务院|国家(?!级|外汇|税务|移民|林草)|全国(?!首创|人口)|中央)'
    : `${literally(territory)}(?!海事|证监|银保监|检验|监管局)省?`

/** 那张分解表: the documents that are called so. */
function byTable(text: string, documents: readonly NamedDocument[]) {
  const tables = [...text.matchAll(NAMED_TABLE)].map(([table]) => table)
  const chosen = documents.filter(({ names }) =>
    tables.some((table) => names.some((name) => name.includes(table))),
  )
  return chosen.length === 0 ? undefined : { chosen, used: tables }
}
