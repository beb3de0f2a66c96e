// An answer with its references in official form as plain text, for pasting into a paper. Pure: no DOM.

import type { Answer, Citation, Hit } from '../../schema.ts'
import { citationHref } from './citation-steps.ts'
import { ownAddress, splitRecordId } from './links.ts'
import { reference } from './references.ts'

type Cited = Pick<Answer, 'text' | 'citations' | 'hits'>

/** @param server address that the paths of citations are put behind */
export function citedText(answer: Cited, server: string): string {
  const references = answer.citations.map((citation) =>
    [
      `[${citation.marker}] ${referenceOf(citation, answer.hits)}`,
      `“${citation.quote}”`,
      ownAddress(server, citationHref(citation)),
    ].join('\n'),
  )
  return references.length === 0 ? answer.text : [answer.text, '', '引用', ...references].join('\n')
}

/** 《title》（issuer，文号，date）第 n 项“record title”. The kind of record is known where the hits hold it. */
export function referenceOf(citation: Citation, hits: readonly Pick<Hit, 'id' | 'kind'>[]): string {
  const kind = hits.find(({ id }) => id === citation.recordId)?.kind
  const { number } = splitRecordId(citation.recordId)
  return reference({ ...citation, number, ...(kind === undefined ? {} : { kind }) })
}
