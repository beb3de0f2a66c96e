// Which facet values a question asks for, and how: any of them, all together, nothing else, not those, so many. The
// values are those that the chosen documents have; where no list is asked for, only the plainest wordings count.

import type { Condition } from '../schema.ts'
import { areasOf } from './areas.ts'
import { conditionsOn, ofSingleValues } from './conditions.ts'
import { institutionsOf } from './institutions.ts'
import type { Manner } from './intent.ts'
import { type Scene, sceneOf } from './scene.ts'
import { scopesOf, timesOf } from './scopes.ts'
import { tasksOf } from './tasks.ts'
import type { NamedDocument, Vocabulary } from './vocabulary.ts'

/**
 * All conditions of a question, and the words that became them.
 * @param text the question, normalized
 * @param chosen the documents that it speaks of
 */
export function readFacets(
  text: string,
  vocabulary: Vocabulary,
  chosen: readonly NamedDocument[],
  manner: Manner & { inDocuments: boolean },
): { facets: Condition[]; used: string[] } {
  if (manner.comparing || !(manner.listing || manner.inDocuments)) return { facets: [], used: [] }
  const scene = sceneOf(text, vocabulary, chosen, manner)
  const facets = [
    ...innovationOf(scene),
    ...institutionsOf(scene, 'provider'),
    ...institutionsOf(scene, 'unit'),
    ...areasOf(scene),
    ...scopesOf(scene),
    ...timesOf(scene),
    ...domainsOf(scene),
    ...tasksOf(scene),
    ...casesOf(scene),
  ]
  return { facets, used: scene.used }
}

/** 全国首创, 复制拓展, and 复制 where it stands alone; each may be shut out. */
function innovationOf(scene: Scene): Condition[] {
  const { values } = scene
  const longer = (value: string) =>
    values('innovation').some((other) => other.value !== value && other.value.startsWith(value))
  const groups = scene.names.flatMap((said) => {
    const named = said.values.innovation ?? []
    // 复制 alone is a word of every title; as a type it stands by itself.
    const short = named.length === 1 && longer(named[0]!) && said.words === named[0]
    const around = scene.text.slice(Math.max(0, said.start - 3), said.end + 2)
    if (
      named.length === 0 ||
      (short && !/(?:纯|单纯|算|属于|是|为|仅|只|的)[“"]?复制|复制[”"]?(?:[的类]|$)/u.test(around))
    )
      return []
    return [{ values: named, said }]
  })
  scene.used.push(...groups.map(({ said }) => said.words))
  // 唯一一条…复制 is one of them, not the only type of a record.
  return ofSingleValues(conditionsOn('innovation', groups))
}

/** A domain that is named whole or by its opening: 金融开放 for 金融开放创新. */
function domainsOf({ names, used }: Scene): Condition[] {
  const groups = names.flatMap((said) => (said.values.domain ? [{ values: said.values.domain, said }] : []))
  used.push(...groups.map(({ said }) => said.words))
  return ofSingleValues(conditionsOn('domain', groups))
}

/** 案例, where a list is asked for or where they are what something is looked for in. */
function casesOf({ text, values, listing }: Scene): Condition[] {
  const asked = listing ? /案例/u.test(text) : /案例(?:里|中|有|集|$)/u.test(text)
  return asked && values('kind').some(({ value }) => value === 'case')
    ? [{ key: 'kind', values: ['case'], mode: 'any' }]
    : []
}
