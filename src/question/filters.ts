// Reads filters from a question: documents by batch, year, number or name, and facet values that it names.
// A value becomes a filter only where the wording shows that it is meant as one; otherwise it stays a search word.

import type { FilterKey, Filters } from '../schema.ts'
import { normalize } from '../text/normalize.ts'
import { intentOf, LIST } from './intent.ts'
import { type NamedDocument, scopesWithin, squash, type Value, type Vocabulary } from './vocabulary.ts'

export interface ReadFilters {
  filters: Filters
  /** Keys of which a record may have no other values: 只有, 仅, 单独. */
  only: FilterKey[]
  /** Batches and years that the question names and the library does not have. */
  unknown: string[]
  /** The question, normalized, without the words that became filters. */
  topic: string
}

const DOCUMENT_NUMBER = /[\p{Script=Han}]{1,8}[〔[(【]?(?:19|20)\d{2}[〕\])】]?\d{1,5}号/gu
const BATCH = /第?(\d{1,3})批(?:次)?/gu
/** 2017那批, 22年的案例, 2017年由…: the year of a document, not of an event (2024年3月, 2022年以来). */
const DOCUMENT_YEAR =
  /(?<!\d)(?:((?:19|20)\d{2})年?|(\d{2})年)(?=(?:的|里|发布?的|出台的|印发的)?(?:全部|所有)?(?:那批|那份|那个|这批|全国首创|首创|复制|创新|实践|案例|举措|措施|文件|通知|清单|做法|写法|由|推广))/gu
const ANY_YEAR = /(?<!\d)(?:((?:19|20)\d{2})|(\d{2}))年(?!\d*月|以?来|底|末|初|起|至|间)/gu
/** What people call a document: 广东分工表, 国务院清单, 国家版. */
const DOCUMENT_NOUN = '(?:分工表|分解表|任务表|清单|名单|文件|通知|文本|版本|版|表)'
const NAMED_TABLE = /分工表|分解表/gu
const NAME_MIN = 8
const RESPONSIBLE = /负责|牵头|参与|挂名|主管|承担|配合|管的/u
const ASKS_WHO = /谁|(?:哪个|哪些|哪几个|什么|啥)(?:部门|单位|机构)/u
const PROVIDED = /提供|报送|报上来|选送|上报/u
const PROMOTED = /推广|推行|推的|适用/u
const PROMOTED_WHERE =
  /(?:在|限于?|到|至|(?<![关对属由])于)(自贸(?:试验)?区|\p{Script=Han}{2}市?)|(全省|全国)(?=范围|复制|推)/u
const EXCLUSIVE = /只|仅|单独|独家|独自|一家|唯一/u
/** 不是全国首创, 除了首创, not 是不是首创. */
const EXCLUDED = '(?:(?<!是)不(?:算|是|属于)?|非|除(?:了|开|去)?)[^,。]{0,2}'
const DOMAIN_WORD = '(?:领域|方面|板块|类)'

/** All filters that a question names. `question` as asked. */
export function readFilters(question: string, vocabulary: Vocabulary): ReadFilters {
  const reading = new Reading(normalize(question), vocabulary)
  reading.documents()
  reading.innovation()
  reading.people()
  reading.places()
  reading.domain()
  reading.cases()
  return reading.result()
}

class Reading {
  private readonly filters: Filters = {}
  private readonly only: FilterKey[] = []
  private readonly unknown: string[] = []
  private readonly used: string[] = []
  private readonly comparing: boolean
  private readonly listing: boolean

  constructor(
    private readonly text: string,
    private readonly vocabulary: Vocabulary,
  ) {
    const years = [...text.matchAll(ANY_YEAR)].map(([words]) => words)
    this.comparing = intentOf(text) === 'comparison' || new Set(years).size > 1
    this.listing = LIST.test(text)
  }

  /** Documents by 文号, name, batch and territory, or year. */
  documents(): void {
    const { documents } = this.vocabulary
    const named = new Set<NamedDocument>()
    for (const [match] of this.text.matchAll(DOCUMENT_NUMBER))
      for (const document of documents.filter(
        ({ documentNumber }) => documentNumber && squash(match).endsWith(documentNumber),
      ))
        this.use(match, named, document)
    const plain = squash(this.text)
    for (const document of documents)
      for (const name of document.names)
        if (name.length >= NAME_MIN && plain.includes(name)) this.use(name, named, document)
    for (const { territory } of named) if (territory) this.used.push(`${territory}省`, territory)
    if (named.size > 0) {
      this.put(
        'document',
        [...named].map(({ id }) => id),
      )
      return
    }

    const batches = this.matches(
      BATCH,
      ([, digits]) => digits!,
      new Set(documents.flatMap(({ batch }) => batch ?? [])),
      '批',
    )
    const ofBatch = documents.filter(
      ({ batch }) => batches.length === 0 || (batch && batches.includes(batch)),
    )
    const chosen = this.byTerritory(ofBatch, batches.length > 0) ?? this.byTable(ofBatch)
    if (chosen?.length === 0) this.unknown.push(...batches.map((batch) => `该地区第${batch}批`))
    else if (chosen)
      this.put(
        'document',
        chosen.map(({ id }) => id),
      )
    else if (batches.length > 0) this.put('batch', batches)

    const years = new Set(documents.flatMap(({ year }) => year ?? []))
    const pattern = this.comparing ? ANY_YEAR : DOCUMENT_YEAR
    const found = this.matches(pattern, ([, four, two]) => four ?? `20${two}`, years, '年')
    if (found.length > 0) this.put('year', found)
  }

  /** 广东分工表, 国务院第6批, 国家版: the documents of a territory. */
  private byTerritory(documents: readonly NamedDocument[], batchNamed: boolean): NamedDocument[] | undefined {
    const territories = new Set(this.vocabulary.documents.flatMap(({ territory }) => territory ?? []))
    const meant = [...territories].filter((territory) => {
      const name = territory === '全国' ? '(?:国务院|国家|全国|中央)' : `${territory}省?`
      const link = '(?:的|那个|那张|那份|这份|第?\\d{1,3}批|(?:20)?\\d{2}年?)*'
      const called = new RegExp(`${name}${link}${DOCUMENT_NOUN}`, 'u').exec(this.text)?.[0]
      const has = documents.some((document) => document.territory === territory)
      // A territory without that batch is only meant where the two stand together: 广东第5批.
      const near = has ? name : `${name}(?:自贸(?:试验)?区)?的?第?\\d{1,3}批`
      const bare = batchNamed || this.comparing ? new RegExp(near, 'u').exec(this.text)?.[0] : undefined
      const cabinet = territory === '全国' && this.text.includes('国务院') ? '国务院' : undefined
      const words = called ?? bare ?? cabinet
      if (words) this.used.push(words)
      return words !== undefined
    })
    const chosen = documents.filter(({ territory }) => territory && meant.includes(territory))
    // Compared with something that is no document, one document alone would leave the other side out.
    if (meant.length === 0 || (this.comparing && chosen.length < 2)) return undefined
    return chosen.length < this.vocabulary.documents.length ? chosen : undefined
  }

  /** 那张分解表: the documents that are called so. */
  private byTable(documents: readonly NamedDocument[]): NamedDocument[] | undefined {
    const tables = [...this.text.matchAll(NAMED_TABLE)].map(([table]) => table)
    const chosen = documents.filter(({ names }) =>
      tables.some((table) => names.some((name) => name.includes(table))),
    )
    if (chosen.length === 0) return undefined
    this.used.push(...tables)
    return chosen
  }

  /** 全国首创, 复制拓展 and 复制, where a list or a document is asked about. */
  innovation(): void {
    if (!this.listing && !this.inDocuments()) return
    const values = this.vocabulary.values.innovation.map(({ value, normal }) => ({
      value,
      words:
        normal === '复制' ? '(?:纯|单纯|算|属于|仅|只)复制(?!推广|拓展)' : `(?:${normal}|${normal.slice(2)})`,
    }))
    const named = values.filter(({ words }) => new RegExp(words, 'u').test(this.text))
    const excluded = named.filter(({ words }) => new RegExp(`${EXCLUDED}${words}`, 'u').test(this.text))
    // 除了全国首创还有哪些: all the others are meant.
    const wanted = excluded.length > 0 ? values.filter((one) => !excluded.includes(one)) : named
    if (wanted.length === 0) return
    this.used.push('全国首创', '首创', '复制拓展', '拓展', '纯复制', '既不算', '也不算', '除了')
    this.put(
      'innovation',
      wanted.map(({ value }) => value),
    )
  }

  /** Units that lead or provided something. */
  people(): void {
    if (PROVIDED.test(this.text)) {
      const literal = this.literal('provider')
      const area = /(\p{Script=Han}{2})片区/u.exec(this.text)?.[0]
      const named = literal.length > 0 ? literal : this.containing('provider', area)
      this.putNamed('provider', named, area)
      if (named.length > 0) return
    }
    if (!RESPONSIBLE.test(this.text) || ASKS_WHO.test(this.text)) return
    const place = /(\p{Script=Han}{2,3}?)的?(?:单位|部门|机构)/u.exec(this.text)?.[1]
    const literal = this.literal('unit')
    const named = literal.length > 0 ? literal : this.containing('unit', place)
    if (named.length === 0 || !(this.listing || this.inDocuments())) return
    this.putNamed('unit', named, place)
    if (/单独|独自|只由|仅由|一家/u.test(this.text)) this.only.push('unit')
  }

  /** Areas where something was done first, and the scope of its promotion. */
  places(): void {
    const exclusive = EXCLUSIVE.test(this.text)
    if (PROMOTED.test(this.text) && (exclusive || this.inDocuments())) {
      const [, named, whole] = PROMOTED_WHERE.exec(this.text) ?? []
      const place = named ?? whole
      const scopes = place
        ? scopesWithin(this.vocabulary, place.replace('自贸区', '自贸试验区').replace(/市$/u, ''), exclusive)
        : []
      this.putNamed('scope', scopes, place)
      if (scopes.length > 0) return
    }
    const areas = this.literal('area').filter((value) => value.endsWith('片区') || exclusive)
    if (areas.length === 0 || this.filters.provider) return
    const held = this.documentsHold('area', areas)
    if (!held || !(exclusive || this.listing || this.inDocuments())) return
    this.putNamed('area', areas)
    if (exclusive) this.only.push('area')
  }

  domain(): void {
    if (!this.listing && !this.inDocuments()) return
    const named = this.vocabulary.values.domain.filter(({ normal }) =>
      new RegExp(`${normal}${DOMAIN_WORD}`, 'u').test(this.text),
    )
    if (named.length === 0) return
    this.used.push(...named.map(({ normal }) => normal))
    this.put(
      'domain',
      named.map(({ value }) => value),
    )
  }

  cases(): void {
    const asked = /案例(?:里|中|有|集|$)/u.test(this.text) && (this.listing || this.inDocuments())
    if (asked && !this.comparing && this.vocabulary.values.kind.some(({ value }) => value === 'case'))
      this.put('kind', ['case'])
  }

  result(): ReadFilters {
    const topic = this.used
      .sort((a, b) => b.length - a.length)
      .reduce((text, words) => text.replaceAll(words, ' '), this.text)
    return { filters: this.filters, only: this.only, unknown: this.unknown, topic }
  }

  private put(key: FilterKey, values: readonly string[]): void {
    if (values.length > 0) this.filters[key] = values.length === 1 ? values[0]! : [...values]
  }

  /** A filter by names that the question prints, in full or by a part of them. */
  private putNamed(key: FilterKey, values: readonly string[], printed?: string): void {
    this.put(key, values)
    if (values.length > 0) this.used.push(...values.map(normalize), ...(printed ? [printed] : []))
  }

  private use(words: string, named: Set<NamedDocument>, document: NamedDocument): void {
    this.used.push(words)
    named.add(document)
  }

  private inDocuments(): boolean {
    return ['document', 'batch', 'year'].some((key) => this.filters[key as FilterKey] !== undefined)
  }

  /** What a pattern finds: the known ones; the others are noted as unknown. */
  private matches(
    pattern: RegExp,
    read: (match: RegExpExecArray) => string,
    known: ReadonlySet<string>,
    unit: '批' | '年',
  ): string[] {
    const found = [...this.text.matchAll(pattern)].map((match) => ({ words: match[0], value: read(match) }))
    const good = found.filter(({ value }) => known.has(value))
    this.used.push(...good.map(({ words }) => words))
    const strangers = found
      .filter(({ value }) => !known.has(value))
      .map(({ value }) => (unit === '批' ? `第${value}批` : `${value}年`))
    this.unknown.push(...new Set(strangers))
    return [...new Set(good.map(({ value }) => value))]
  }

  /** Values of a facet that the question prints, the longest where they overlap. */
  private literal(key: FilterKey): string[] {
    let rest = this.text
    const found: Value[] = []
    for (const value of this.vocabulary.values[key].toSorted((a, b) => b.normal.length - a.normal.length)) {
      if (!rest.includes(value.normal)) continue
      rest = rest.replaceAll(value.normal, '\0')
      found.push(value)
    }
    return found.map(({ value }) => value)
  }

  private containing(key: FilterKey, words: string | undefined): string[] {
    if (!words) return []
    const found = this.vocabulary.values[key].filter(({ normal }) => normal.includes(words))
    return found.map(({ value }) => value)
  }

  /** Whether the documents already chosen have one of the values. */
  private documentsHold(key: FilterKey, values: readonly string[]): boolean {
    const chosen = this.vocabulary.documents.filter(
      ({ id, batch, year }) =>
        includes(this.filters.document, id) &&
        includes(this.filters.batch, batch) &&
        includes(this.filters.year, year),
    )
    return chosen.some(({ id }) => values.some((value) => this.vocabulary.ofDocument(id, key).has(value)))
  }
}

function includes(filter: string | string[] | undefined, value: string | undefined): boolean {
  return filter === undefined || (value !== undefined && [filter].flat().includes(value))
}
