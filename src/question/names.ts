// What people call the values of facets: whole, without what stands before the name, or by its kind (海关 for every
// customs office of the library). Derived from how the names are built, so that a new document brings its own.

import type { FilterKey } from '../schema.ts'
import { literally } from '../text/literally.ts'
import type { Value } from './vocabulary.ts'

/** A name and the value it can mean. */
export interface Name {
  name: string
  key: FilterKey
  value: string
  /** The name is not this value's alone, but that of its kind. */
  kind: boolean
}

/** The names and places that a question can have, as `mentionsIn` looks for them. */
export interface NameIndex {
  /** Names by their first two characters, the longest first. */
  byOpening: ReadonlyMap<string, readonly Name[]>
  /** 厦门, 厦门市: a place of the library. Sticky. */
  place: RegExp
  /** 福州、厦门海关: two places before what may be one name for both. */
  placesInRow: RegExp
}

/** Names, kinds and stems of one character say nothing. */
const NAME_MIN = 2
/** What stands before the kind of an institution, besides the places of the library. */
const RANK = '(?:省委|省政府|国务院|国家|中央|中国|最高人民|最高|省|市|区)'
/** What a kind ends with: 银监局 is the 银监 of its kind, and so are 银监部门 and 银监系统. */
const OFFICE = /(?:总局|总署|总站|总队|局|厅|委|部|署|会)$/u
const OFFICE_WORDS = ['部门', '系统', '机构', '单位', '条线']
/** A stem this long means the institution also where it stands alone: 检验检疫, 银保监. */
const BARE_STEM_MIN = 3
/** 人行福州中心支行 is a branch of 人行, 海关总署广东分署 one of 海关总署. */
const BRANCH = /(?:\p{Script=Han}{2}[省市]?)(?:中心支行|分行|分公司|分局|分署|监管局)$/u
/** So many characters of the name of a domain or task stand for the whole. */
const OPENING = 4

/**
 * All names of all values.
 * @param places of the library: what may stand before the kind of an institution
 */
export function namesOf(
  values: Readonly<Record<FilterKey, readonly Value[]>>,
  places: ReadonlySet<string>,
): NameIndex {
  const place = [...places].map(literally).join('|') || '(?!)'
  const before = new RegExp(`^(?:${RANK}|(?:${place})(?:省|市|片区|综合实验区)?)*`, 'u')
  /** 自贸试验区 for 广东自贸试验区; of 福州市厦门市 nothing would be left. */
  const opening = new RegExp(`^(?:${place})`, 'u')
  const withoutPlace = (name: string) => {
    const rest = name.replace(opening, '')
    return rest.length >= NAME_MIN + 1 && !rest.startsWith('市') ? rest : name
  }
  const named = (key: FilterKey, called: (value: Value) => readonly string[]) =>
    values[key].flatMap((value) =>
      [...new Set(called(value))]
        .filter((name) => name.length >= NAME_MIN)
        .map((name): Name => ({ name, key, value: value.value, kind: !value.called.includes(name) })),
    )
  const byOpening = new Map<string, Name[]>()
  const all = [
    ...named('unit', (value) => institution(value, before)),
    ...named('provider', (value) => institution(value, before)),
    ...named('area', ({ normal }) => (normal.endsWith('片区') ? [normal] : [])),
    ...named('scope', ({ called }) => called.flatMap((name) => [name, withoutPlace(name)])),
    ...named('domain', ({ called }) =>
      called.flatMap((name) => [name, name.slice(0, OPENING), ...fields(name)]),
    ),
    ...named('task', ({ called }) => called),
    ...named('innovation', ({ normal }) =>
      normal.length > OPENING - 1 ? [normal, normal.slice(2)] : [normal],
    ),
  ]
  for (const one of all.sort((a, b) => b.name.length - a.name.length)) {
    const opening = one.name.slice(0, NAME_MIN)
    const named = byOpening.get(opening)
    if (named) named.push(one)
    else byOpening.set(opening, [one])
  }
  return {
    byOpening,
    place: new RegExp(`(${place})(?:市|综合实验区)?`, 'uy'),
    placesInRow: new RegExp(
      `(${place})([、和与跟及])(${place})((?:[两二三]个|[23]家)?)(\\p{Script=Han}{2,6})`,
      'gu',
    ),
  }
}

/** 金融类, 投资领域: the first word of a domain with what shows that one is meant. */
const fields = (name: string) => ['类', '领域', '方面', '这块', '板块'].map((word) => name.slice(0, 2) + word)

function institution({ called }: Value, before: RegExp): string[] {
  const kinds = called.flatMap((name) => {
    const kind = name.replace(before, '')
    const area = /片区/u.test(name) ? name.slice(name.indexOf('片区')) : ''
    const [, outside = kind, inside = ''] = /^([^（(]*)[（(]([^）)]*)[）)]$/u.exec(kind) ?? []
    return [kind, area, outside, inside, outside.replace(BRANCH, '')].filter((one) => one.length >= NAME_MIN)
  })
  const stems = kinds.flatMap((kind) => {
    const stem = kind.replace(/(总局|总署)[\s\S]*$/u, '$1').replace(OFFICE, '')
    return stem !== kind && stem.length >= NAME_MIN ? [{ kind, stem }] : []
  })
  return [
    ...called,
    ...kinds,
    ...stems.flatMap(({ kind, stem }) => [
      ...OFFICE_WORDS.map((word) => stem + word),
      ...(/总[局署]/u.test(kind) ? [stem, `${stem}局`] : []),
      ...(stem.length >= BARE_STEM_MIN ? [stem] : []),
      // 国土资源厅 is the 国土厅.
      ...(stem.length > OPENING - 1 && stem !== kind ? [stem.slice(0, 2) + kind.slice(stem.length)] : []),
      ...(stem.endsWith('管理') ? [`${stem.slice(0, -2)}局`] : []),
    ]),
  ]
}
