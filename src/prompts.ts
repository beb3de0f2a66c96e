// The sentences that the desk itself speaks. They live in `prompts/*.md`, where an editor changes them without
// touching code; here they are read, checked and filled in.

import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { ROOT } from './config.ts'
import { AppError } from './errors.ts'
import { allMatches } from './text/matches.ts'

/** Every sentence with the placeholders it may hold. */
const SENTENCES = {
  'answered.one': ['title'],
  'answered.place': ['place'],
  'answered.direct': ['about', 'fact'],
  'answered.same': ['count', 'source'],
  'answered.some': ['count'],
  'answered.list': ['total'],
  'answered.listFrom': ['total', 'source'],
  'answered.listOne': ['source'],
  'answered.beyond': ['total'],
  'answered.page': ['from', 'to'],
  'record.source': ['place'],
  'record.twin': ['place', 'fields'],
  'record.highest': ['issuer'],
  'record.latest': ['source'],
  'record.predecessor': ['place', 'title', 'fields'],
  'record.successor': ['place', 'title', 'fields'],
  'record.related': ['place', 'title', 'fields'],
  'place.measure': ['number'],
  'place.case': ['number'],
  'place.article': ['number'],
  'place.section': ['number'],
  'field.implementedIn': ['value'],
  'field.promotionScope': ['value'],
  'field.promotionTime': ['value'],
  'field.leadUnits': ['value'],
  'field.sameUnits': [],
  'field.providedBy': ['value'],
  'field.innovationType': ['value'],
  'missing.implementedIn': [],
  'missing.promotionScope': [],
  'missing.promotionTime': [],
  'missing.leadUnits': [],
  'missing.providedBy': [],
  'missing.innovationType': [],
  'section.background': ['quotes'],
  'section.practices': ['quotes'],
  'section.effects': ['quotes'],
  'figure.direct': ['figures'],
  'list.alsoIn': ['count', 'source'],
  'list.noUnits': [],
  'list.source': ['source'],
  'list.innovationType': ['counts'],
  'list.domain': ['counts'],
  'list.count': ['value', 'count'],
  'comparison.opening': [],
  'comparison.side': ['side', 'place', 'title'],
  'comparison.wording': [],
  'comparison.sameWording': [],
  'comparison.others': [],
  'comparison.only': ['shared', 'count'],
  'comparison.of': ['side', 'said'],
  'count.said': ['quote'],
  'partial.opening': ['detail'],
  'partial.near': [],
  'answered.continued': [],
  'none.opening': [],
  'none.unknown': ['what'],
  'none.place': ['what'],
  'none.nearest': [],
  'none.filters': [],
  'none.errand': [],
  'help.text': ['documents'],
  'notice.degraded': [],
  'notice.unreachable': [],
  'notice.spent': [],
  'notice.unfounded': [],
  'notice.withheld': [],
  'notice.dropped': ['count'],
  'match.place.met': ['wants', 'told'],
  'match.place.out': ['wants', 'told'],
  'match.place.open': ['wants', 'told'],
  'match.place.unsaid': ['wants'],
  'match.subject.met': ['wants', 'told'],
  'match.subject.implied': ['wants'],
  'match.subject.out': ['wants'],
  'match.subject.open': ['wants'],
  'match.denied': ['wants', 'told'],
  'match.direction.out': ['wants', 'told'],
  'match.grade.met': ['wants', 'told'],
  'match.grade.out': ['wants', 'told'],
  'match.grade.open': ['wants'],
  'match.hedge': ['wants'],
  'match.hedge.out': ['wants'],
  'match.office': [],
  'match.likeness': [],
  'stance.fits': [],
  'stance.fits_if': [],
  'stance.unknown': [],
  'stance.does_not_fit': [],
  'stance.met': ['quotes'],
  'stance.open': ['quotes'],
  'stance.out': ['quotes'],
  'stance.place.met': ['quotes'],
  'stance.place.open': ['quotes'],
  'stance.place.out': ['quotes'],
  'stance.ask': ['questions'],
  'stance.next': ['units'],
  'match.ask.place': ['wants'],
  'match.ask.grade': ['wants'],
  'match.ask.hedge': ['wants'],
  'match.ask.own': ['asks'],
  'match.ask.subject': ['wants'],
  'followUp.versions': ['title'],
  'followUp.effects': ['title'],
  'followUp.domain': ['domain'],
  'followUp.area': ['area'],
} as const satisfies Record<string, readonly string[]>

export type SentenceName = keyof typeof SENTENCES
type Placeholders<N extends SentenceName> = Record<(typeof SENTENCES)[N][number], string | number>

export interface Phrases {
  /** A sentence with its placeholders filled in. */
  say<N extends SentenceName>(
    name: N,
    ...values: keyof Placeholders<N> extends never ? [] : [Placeholders<N>]
  ): string
  /** Example questions for whoever asks what the desk can do. */
  readonly examples: readonly string[]
}

/**
 * Reads `prompts/answers.md`.
 * @throws AppError `invalid_request` naming a sentence that is missing, unknown, or has a placeholder nobody fills.
 */
export async function readPhrases(folder = path.join(ROOT, 'prompts')): Promise<Phrases> {
  const fault = (what: string, cause?: unknown) =>
    new AppError('invalid_request', `prompts/answers.md: ${what}`, { cause })
  const markdown = await readFile(path.join(folder, 'answers.md'), 'utf8').catch((cause) => {
    throw fault('the file cannot be read.', cause)
  })
  const sections = sectionsOf(markdown)
  for (const [name, placeholders] of Object.entries<readonly string[]>(SENTENCES)) {
    const text = sections.get(name)
    if (!text) throw fault(`the sentence “${name}” is missing.`)
    const stray = allMatches(text, /\{([^{}]*)\}/gu).find(
      ([, placeholder]) => !placeholders.includes(placeholder!),
    )
    if (stray) throw fault(`“${name}” has the placeholder ${stray[0]}, which nobody fills.`)
  }
  const examples =
    sections
      .get('examples')
      ?.split('\n')
      .map((line) => line.replace(/^[-*]\s*/u, '').trim()) ?? []
  const unknown = [...sections.keys()].find((name) => name !== 'examples' && !(name in SENTENCES))
  if (unknown) throw fault(`nobody says “${unknown}”.`)
  return {
    examples: examples.filter(Boolean),
    say: (name, ...[values = {}]) =>
      sections
        .get(name)!
        .replace(/\{(\w+)\}/gu, (_, placeholder: string) =>
          String((values as Record<string, unknown>)[placeholder]),
        ),
  }
}

/** `## name` and the text under it, by name. */
function sectionsOf(markdown: string): Map<string, string> {
  const parts = markdown.split(/^## +/mu).slice(1)
  return new Map(
    parts.map((part) => {
      const [name = '', ...lines] = part.split('\n')
      return [name.trim(), lines.join('\n').trim()]
    }),
  )
}
