// Writes CSV (RFC 4180) that a spreadsheet opens as it is meant: with a byte order mark, so that Chinese is read as
// UTF-8, and without letting a cell run as a formula. Pure; knows no columns.

/** Tells spreadsheets that the file is UTF-8. */
const BYTE_ORDER_MARK = '\uFEFF'

/** How a cell begins that a spreadsheet would run instead of show; the full-width twins count there too. */
const FORMULA_START = /^[=+\-@\t\r\n＝＋－＠]/u

/** The whole file: rows end with CRLF, the last one too. Rows may differ in length. */
export function csv(rows: readonly (readonly string[])[]): string {
  return BYTE_ORDER_MARK + rows.map((row) => `${row.map(cell).join(',')}\r\n`).join('')
}

/** One cell, quoted where it has to be. One that begins like a formula gets an apostrophe in front. */
function cell(text: string): string {
  const safe = FORMULA_START.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
