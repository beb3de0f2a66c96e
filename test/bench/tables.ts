// Plain text tables of the comparison, and the figures in them. Knows nothing of engines.

/** Columns as wide as their widest cell; the first `left` of them from the left, the others from the right. */
export function table(head: readonly string[], rows: readonly (readonly string[])[], left = 2): string {
  const widths = head.map((name, column) =>
    Math.max(name.length, ...rows.map((row) => (row.length === head.length ? row[column]!.length : 0))),
  )
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, column) =>
        column < left || cells.length < head.length
          ? cell.padEnd(widths[column]!)
          : cell.padStart(widths[column]!),
      )
      .join('  ')
      .trimEnd()
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join('\n')
}

export function quantile(values: readonly number[], share: number): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length * share)]!
}

export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}

/** A figure and how many times ours it is. */
export function against(value: number, ours: number | undefined, digits: number): string {
  const ratio = ours === undefined || ours <= 0 ? '' : ` (${(value / ours).toFixed(2)}×)`
  return `${value.toFixed(digits)}${ratio}`
}
