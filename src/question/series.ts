// Series of documents, by what their titles call them: 第6批可复制创新成果, 2022年的创新实践案例. It knows which numbers and
// years of a series the library lacks, and nothing of single documents (documents.ts).

import { allMatches } from '../text/matches.ts'
import type { NamedDocument } from './vocabulary.ts'

/** Shorter names, such as 创新举措, are said of any document. */
const NAME_MIN = 6
const NUMBERED =
  /(?:(?<year>(?:19|20)\d{2})年|第(?<batch>\d{1,3})批)(?:的|里面?|那些|省级){0,2}(?<name>\p{Script=Han}{2,10}?(?:成果|案例|经验|举措))/gu

/**
 * The batches and years of a series that a question names and the library lacks.
 * @param text normalized
 */
export function seriesMissing(text: string, documents: readonly NamedDocument[]): string[] {
  return allMatches(text, NUMBERED).flatMap(({ groups = {} }) => {
    const { year, batch, name = '' } = groups
    const series = documents.filter(({ names }) => names.some((one) => one.includes(name)))
    if (name.length < NAME_MIN || series.length === 0) return []
    const held = series.some((one) => (year ? one.year === year : one.batch === batch))
    return held ? [] : [`${year ? `${year}年` : `第${batch}批`}${name}`]
  })
}
