// An answer with its references in official form as plain text, for pasting into a paper. Pure: no DOM.

import type { Answer, Citation } from '../../schema.ts'
import { citationHref } from './citation-steps.ts'
import { ownAddress, splitRecordId } from './links.ts'
import { reference } from './references.ts'

type Cited = Pick<Answer, 'text' | 'citations'>

/** @param server address that the paths of citations are put behind */
export function citedText(answer: Cited, server: string): string {
  const references = answer.citations.map((citation) =>
    [
      `[${citation.marker}] ${referenceOf(citation)}`,
      `“${citation.quote}”`,
      ownAddress(server, citationHref(citation)),
    ].join('\n'),
  )
  return references.length === 0 ? answer.text : [answer.text, '', '引用', ...references].join('\n')
}

/** 《title》（issuer，文号，date）第 n 项“record title”. */
export function referenceOf(citation: Citation): string {
  return reference({ ...citation, number: splitRecordId(citation.recordId).number })
}
