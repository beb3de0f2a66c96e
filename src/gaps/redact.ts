// Takes out of a text what may lead to a person, before the text is kept anywhere: numbers, papers, addresses, names.
// Rather too much than too little, but figures of policy stay. What it looks for stands in private-forms.ts. Pure.

import { FORMS } from './private-forms.ts'

const PRIVATE = new RegExp(FORMS.map(([, pattern]) => `(${pattern})`).join('|'), 'giu')

/** Zero-width marks would hide a number; line breaks and terminal codes have no place in a line of a journal. */
const INVISIBLE = /[\p{Default_Ignorable_Code_Point}\p{Cf}]+/gu
const BREAKS = /[\p{Cs}\p{Cc}\s]+/gu
/** Full-width letters and the signs inside numbers and addresses; other full-width signs are Chinese punctuation. */
const WIDE = /[Ａ-Ｚａ-ｚ＠．－＿＋]/gu
const DIGIT = /\p{Nd}/gu

/**
 * The text with a word in brackets for everything private (［电话］), in one line, digits in ASCII. Idempotent.
 * It knows forms, not people: a name that nothing announces stays.
 */
export function redact(text: string): string {
  let redacted = text
    .replace(INVISIBLE, '')
    .replace(BREAKS, ' ')
    .replace(WIDE, (sign) => sign.normalize('NFKC'))
    .replace(DIGIT, asAscii)
    .trim()
  // What was taken out can show more: 我叫 in front of a name that ended in a number. Each round only takes away.
  for (let before = ''; before !== redacted; ) {
    before = redacted
    redacted = before.replace(PRIVATE, replacement)
  }
  return redacted
}

function replacement(found: string, ...groups: (string | undefined)[]): string {
  const word = FORMS[groups.findIndex((group) => group !== undefined)]?.[0]
  return word === undefined ? found : `［${word}］`
}

/** The digits of every script stand in rows of ten, from zero up; those of mathematics NFKC knows. */
function asAscii(digit: string): string {
  const plain = digit.normalize('NFKC')
  if (plain >= '0' && plain <= '9') return plain
  let value = 0
  while (value < 9 && /\p{Nd}/u.test(String.fromCodePoint(digit.codePointAt(0)! - value - 1))) value += 1
  return String(value)
}
