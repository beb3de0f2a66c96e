// A document told by a long piece of its title: 创新举措评估结果那个函. It does not know other names of documents.

import { DOCUMENT_NOUN } from './issuers.ts'
import { type NamedDocument, squash, type Vocabulary } from './vocabulary.ts'

/** A shorter piece of a title is a common word. */
const PIECE = 6
const DOCUMENT_END = /(?:条例|办法|规定|细则|案例|[表函法])$/u
const DOCUMENT_BEHIND = new RegExp(`^[^,，。]{0,6}?(?:${DOCUMENT_NOUN}|那个函|函|案例集|条例|办法|规定)`, 'u')

/** Documents by each piece of their names, canonical. */
export function piecesOf(
  documents: readonly NamedDocument[],
  canonical: (text: string) => string,
): Vocabulary['pieces'] {
  const pieces = new Map<string, NamedDocument[]>()
  for (const document of documents)
    for (const piece of new Set(document.names.flatMap((name) => piecesIn(canonical(name))))) {
      const having = pieces.get(piece)
      if (having) having.push(document)
      else pieces.set(piece, [document])
    }
  return pieces
}

/**
 * The document whose name has the longest piece of the question that any name has, where no other has it, and where a
 * word for a document stands behind it or at its end.
 * @param asked the question, normalized
 */
export function byPieceOfTitle(
  asked: string,
  { pieces, canonical }: Pick<Vocabulary, 'pieces' | 'canonical'>,
): { piece: string; document: NamedDocument } | undefined {
  const text = squash(canonical(asked))
  let longest: { piece: string; end: number; documents: readonly NamedDocument[] } | undefined
  let open: typeof longest
  for (const [at, piece] of piecesIn(text).entries()) {
    const having = pieces.get(piece) ?? []
    const now = new Set(having)
    const still = open?.documents.filter((document) => now.has(document)) ?? []
    open =
      still.length > 0
        ? { piece: open!.piece + piece.at(-1)!, end: at + PIECE, documents: still }
        : having.length > 0
          ? { piece, end: at + PIECE, documents: having }
          : undefined
    if (open && open.piece.length > (longest?.piece.length ?? 0)) longest = open
  }
  if (longest?.documents.length !== 1) return undefined
  const named = DOCUMENT_END.test(longest.piece) || DOCUMENT_BEHIND.test(text.slice(longest.end))
  return named ? { piece: longest.piece, document: longest.documents[0]! } : undefined
}

/** All stretches of `PIECE` characters. */
const piecesIn = (text: string) =>
  Array.from({ length: Math.max(0, text.length - PIECE + 1) }, (_, at) => text.slice(at, at + PIECE))
