// Areas of the pilot zone where something was done first, as a question asks for them: by name, or as so many. It does
// not know where something is promoted (scopes.ts).

import type { Condition } from '../schema.ts'
import { conditionsOn } from './conditions.ts'
import { NUMBER, numberOf, rangeOf } from './numerals.ts'
import type { Scene } from './scene.ts'

/** Areas where something was done first: with 片区, or bare where the documents know areas. */
export function areasOf(scene: Scene): Condition[] {
  const { text, names, values, used, inDocuments, listing } = scene
  const known = values('area').filter(({ normal }) => normal.endsWith('片区'))
  if (known.length === 0) return []
  const counted = areaCount(text, known, used)
  const groups = names.flatMap((said) => {
    const bare = said.place && known.find(({ normal }) => normal === `${said.place}片区`)
    const own = said.values.area ?? (bare ? [bare.value] : [])
    // 福州市 is a scope; without a document, a bare place may be anything.
    const has =
      said.role === undefined &&
      (scene.expects.has('area') ||
        (inDocuments && /^(?:也|都)?(?:有(?!关)|没(?!有关)有?)/u.test(text.slice(said.end))))
    const meant = bare
      ? (said.role === 'done' || has) &&
        said.words === said.place &&
        (inDocuments || said.clause.text.includes('片区'))
      : true
    const elsewhere = said.role === 'provided' || (said.role === 'promoted' && !/片区$/u.test(said.words))
    const whose = WHOSE.test(text.slice(said.end))
    return own.length > 0 && meant && !elsewhere && !whose ? [{ values: own, said }] : []
  })
  if (!inDocuments && !listing) return []
  used.push(...groups.flatMap(({ said }) => [`${said.words}片区`, said.words]))
  return [...conditionsOn('area', groups), ...counted]
}

/** 厦门片区的企业, 在厦门片区做贸易的企业能…: whose it is, not where it was done. */
const WHOSE =
  /^(?:的|内|里)?.{0,2}(?:企业|公司|工厂|客户|台商|台企|商户)|^[^,，。]{0,12}的(?:企业|公司|工厂|客户|台商|台企|商户)(?=有|能|可以|要|怎|享受|申请|办|想|$)/u
const ALL = new RegExp(
  `(?<!不是)(?:各|全部|所有|(仨|${NUMBER})个?)片区[^，。,]{0,2}(?:都|全|均|同时|一起)`,
  'u',
)
const COUNTED = new RegExp(
  `(至少|不少于|超过|不止|只有|只在|只)?(?:其中)?(单|${NUMBER})个片区(及?以上)?`,
  'u',
)

/** 三个片区都做过 where there are three, 两个片区试点, 单个片区, 至少两个片区. */
function areaCount(text: string, known: readonly { value: string }[], used: string[]): Condition[] {
  const all = ALL.exec(text)
  const howMany = all?.[1] === '仨' ? 3 : all?.[1] ? numberOf(all[1]) : known.length
  if (all && howMany === known.length) {
    used.push(all[0].slice(0, -1), '片区')
    return [{ key: 'area', values: known.map(({ value }) => value), mode: 'every' }]
  }
  const match = COUNTED.exec(text)
  const rest = /片区[^。]{0,30}?其中([一两12])个/u.exec(text)
  const number = rest ? numberOf(rest[1]!) : match?.[2] === '单' ? 1 : match ? numberOf(match[2]!) : undefined
  if (!number) return []
  used.push(...(match ? [match[0]] : []), ...(rest ? [`其中${rest[1]}个`] : []))
  return [
    {
      key: 'area',
      values: known.map(({ value }) => value),
      mode: 'count',
      ...(rest ? { least: number, most: number } : rangeOf(number, match![1], match![3])),
    },
  ]
}
