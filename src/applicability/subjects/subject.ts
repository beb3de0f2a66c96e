// What a measure can be about and a person can be concerned with: the shape of one such subject. It knows no texts.

/**
 * `actor`: a kind of firm or person; `goods`: goods or a line of trade; `state`: a state that few are in (closing down,
 * blacklisted). A text about one of these is for nobody else. `matter`: what may happen to any firm: who does not
 * mention it may still have it. `direction`: import or export.
 */
export type SubjectKind = 'actor' | 'goods' | 'state' | 'matter' | 'direction'

export interface Subject {
  /** What it is called in the desk's own sentences, in Chinese. Unique. */
  name: string
  kind: SubjectKind
  /** How texts word it, and people too unless `told` is given. */
  words: RegExp
  /** How people word it, besides `words`. */
  told?: RegExp
  /** Wider subjects that it is part of: who has only these may have it. */
  within?: readonly string[]
  /** Who names one of its parts means that one and not the others. */
  alternatives?: true
  /** What everybody who has this has as well. */
  implies?: readonly string[]
  /** Without these it cannot be: who says that they have none has not this either. */
  needs?: readonly string[]
  /** Who is in this state has not these. */
  rulesOut?: readonly string[]
  /** Concerns enterprises, no private persons. */
  firm?: true
  /** Says little: beside a more telling subject it does not count. */
  broad?: true
  /** The question that would settle it, where “有没有…” does not read well. */
  asks?: string
}
