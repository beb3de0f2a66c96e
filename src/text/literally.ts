// Words from documents and lists inside a pattern: they mean themselves.

/** The text as part of a regular expression that matches just it, under the `u` flag. */
export function literally(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/-]/gu, (character) =>
    character === '-' ? '\\x2d' : `\\${character}`,
  )
}
