// How high the issuer of a document stands: the state, a ministry, a province, anyone below. Told from its name alone; it
// does not know which of two documents is in force.

/** The higher the more authoritative. */
export type Authority = 0 | 1 | 2 | 3

const STATE =
  /^(?:中共中央|中国共产党中央|国务院(?!.{2,})|国务院办公厅|中办|国办|全国人民代表大会|全国人大|最高人民)/u
/** 商务部、海关总署、国家税务总局, also as the first of several; not 福建省…委员会. */
const MINISTRY =
  /^(?:国家|中国人民银行|中华人民共和国.{2,14}(?:部|署|局|委员会)|国务院.{2,}|[^省市县区]{2,8}(?:部|总局|总署|委员会)(?:[、，,\s]|$))/u
const PROVINCE =
  /^(?:[^、，,]{2,8}(?:省|自治区)|(?:北京|天津|上海|重庆)市|省|中国[（(][^（()）]{2,4}[)）]自由贸易试验区)/u

/** @param issuer as printed; undefined where the document names none */
export function authorityOf(issuer: string | undefined): Authority {
  if (!issuer) return 0
  return STATE.test(issuer) ? 3 : MINISTRY.test(issuer) ? 2 : PROVINCE.test(issuer) ? 1 : 0
}

interface Dated {
  summary: { issuer?: string | undefined; date?: string | undefined }
}

/** The document of the highest issuer; of one level the latest. Undefined where none stands above the others. */
export function mostAuthoritative<T extends Dated>(documents: readonly T[]): T | undefined {
  const ordered = documents.toSorted(
    (a, b) =>
      authorityOf(b.summary.issuer) - authorityOf(a.summary.issuer) ||
      (b.summary.date ?? '').localeCompare(a.summary.date ?? '', 'en'),
  )
  const [first, second] = ordered
  if (!first || !second) return first
  const level = ({ summary: { issuer, date } }: T) => `${authorityOf(issuer)} ${date ?? ''}`
  return level(first) === level(second) ? undefined : first
}
