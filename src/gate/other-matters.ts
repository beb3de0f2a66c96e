// Matters of other counters and of private life (exams, driving, marriage, food, weather…), by the words that name them:
// general knowledge, kept as data by fields. It does not know what the library is about.

import { literally } from '../text/literally.ts'
import { allMatches } from '../text/matches.ts'
import fields from './other-matters.json' with { type: 'json' }

const WORDS = Object.values(fields).flatMap((words) => words.split(' '))
/** 奶茶店 is somebody's trade, 股票账户 a matter of its own, not what is asked about. */
const MATTER = new RegExp(
  `(?:${WORDS.sort((a, b) => b.length - a.length)
    .map(literally)
    .join('|')})(?![店馆铺厂户]|平台|账户|公司|企业|行业|机构)`,
  'gu',
)

/**
 * The words of other matters that a question has and none of the records found has; one may be told in passing.
 * @param question normalized
 * @param wordings squashed, of the best records
 */
export const otherMattersIn = (question: string, wordings: readonly string[]): string[] =>
  allMatches(question, MATTER)
    .map(([word]) => word)
    .filter((word) => !wordings.some((wording) => wording.includes(word)))
