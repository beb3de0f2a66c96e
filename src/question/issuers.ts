// Documents told by whose they are: the territory that issued them (广东分工表, 国务院第6批) or the opening of their 文号
// (粤府那份). Its patterns are made once for a library; it does not know what else a question names.

import { literally } from '../text/literally.ts'
import type { Manner } from './intent.ts'
import type { NamedDocument, Vocabulary } from './vocabulary.ts'

/** How the documents of a library are called by whose they are. */
export interface Issuers {
  territories: readonly Territory[]
  /** Documents by what their 文号 begins with, before a word for a document. */
  codes: readonly { called: RegExp; id: string }[]
}

interface Territory {
  name: string
  /** 广东的不要. */
  refused: RegExp
  /** 广东那张分工表. */
  document: RegExp
  /** 广东, where it is no part of an office's name. */
  bare: RegExp
  /** 广东第5批: named together with a batch. */
  batch: RegExp
  /** 广东的, 广东投资管理领域: a field of records shows that it is their documents' territory. */
  records: RegExp
}

/** What people call a document: 广东分工表, 国务院清单, 国家版, 中央那份. */
export const DOCUMENT_NOUN =
  '(?:分工表|分解表|任务表|清单|名单|文件|通知|文本|版本|版|表|那[份张]|这[份张]|[那这]边(?!的?(?:企业|公司|客户|厂|商)))'
/** What may stand between a territory and the word for its document; bounded, for 20202020 is read in many ways. */
const BETWEEN = '(?:的|转发的?|那个|那张|那份|这份|第?\\d{1,3}批|(?:20)?\\d{2}年?){0,4}'
/** So many characters of a domain or task show that it is meant. */
const FIELD_OPENING = 4

/** @param values of the whole library */
export function issuersOf(documents: readonly NamedDocument[], values: Vocabulary['values']): Issuers {
  const names = [...new Set(documents.flatMap(({ territory }) => territory ?? []))]
  const fields = [...values.domain, ...values.task]
    .map(({ normal }) => literally(normal.slice(0, FIELD_OPENING)))
    .concat('(?!)')
    .join('|')
  return {
    territories: names.map((name) => territoryOf(name, fields)),
    codes: documents.flatMap(({ id, documentNumber = '' }) => {
      const code = /^\p{Script=Han}{3,}?(?=[函发办字令]?\d)/u
        .exec(documentNumber)?.[0]
        .replace(/[函发办字令]$/u, '')
      return code && code.length >= 2
        ? [{ id, called: new RegExp(`${literally(code)}[函发办字令]?的?${DOCUMENT_NOUN}`, 'u') }]
        : []
    }),
  }
}

function territoryOf(name: string, fields: string): Territory {
  const words =
    name === '全国'
      ? '(?:国务院|国家(?!级|外汇|税务|移民|林草)|全国(?!首创|人口)|中央)'
      : `${literally(name)}(?!海事|证监|银保监|检验|监管局)省?`
  // 广东转发国务院…: what is passed on is not the document that is meant.
  const own = `(?<!转发)${words}`
  return {
    name,
    refused: new RegExp(`${words}[^，。,]{0,3}(?:不要|除外|不算)`, 'u'),
    document: new RegExp(`${own}${BETWEEN}${DOCUMENT_NOUN}`, 'u'),
    bare: new RegExp(own, 'u'),
    batch: new RegExp(
      `${own}(?:[^，。,]{0,4}转发的?(?:国务院|国家)?)?(?:自贸(?:试验)?区)?的?第?\\d{1,3}批`,
      'u',
    ),
    records: new RegExp(`${own}(?:的(?!企业|公司|客户|厂|商)|有|里|推|$|${fields})`, 'u'),
  }
}

/** 粤府那份, 国函的文件: by what its 文号 begins with. */
export function byIssuerCode(
  text: string,
  { documents, issuers }: Pick<Vocabulary, 'documents' | 'issuers'>,
): NamedDocument[] {
  const called = issuers.codes.filter(({ called }) => called.test(text)).map(({ id }) => id)
  return documents.filter(({ id }) => called.includes(id))
}

/**
 * The documents of the territories that a question means. Empty where those have none of what it asks for; undefined
 * where it means no territory, or all.
 * @param fitting the documents of the batch and year that it names
 */
export function byTerritory(
  text: string,
  { documents, issuers }: Pick<Vocabulary, 'documents' | 'issuers'>,
  fitting: readonly NamedDocument[],
  { comparing, listing, expects, batchNamed }: Manner & { batchNamed: boolean },
): { chosen: NamedDocument[]; used: string[] } | undefined {
  const refused = issuers.territories.filter((territory) => territory.refused.test(text))
  const used: string[] = []
  const meant = issuers.territories.filter((territory) => {
    if (refused.includes(territory)) return false
    const bare =
      batchNamed ||
      comparing ||
      expects.has('document') ||
      expects.has('batch') ||
      (listing && territory.records.test(text))
    // A territory without that batch is only meant where the two stand together: 广东第5批.
    const has = fitting.some((document) => document.territory === territory.name)
    const words =
      territory.document.exec(text)?.[0] ??
      (bare ? (has ? territory.bare : territory.batch).exec(text)?.[0] : undefined) ??
      (territory.name === '全国' && /(?<!转发|被)国务院/u.test(text) ? '国务院' : undefined)
    if (words) used.push(words)
    return words !== undefined
  })
  used.push(...refused.map(({ name }) => name))
  const chosen = fitting.filter(({ territory }) => meant.some(({ name }) => name === territory))
  // Compared with something that is no document, one document alone would leave the other side out.
  if (meant.length === 0 || (comparing && chosen.length < 2)) return undefined
  return chosen.length < documents.length ? { chosen, used } : undefined
}
