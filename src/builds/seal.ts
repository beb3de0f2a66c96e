// JSON on disk that ends with a digest of itself, so that one flipped bit in it is seen. It knows nothing of what it says.

import { createHash } from 'node:crypto'

/** The text of a sealed file: the value's own fields, then `seal`. Whoever reads it makes it anew and compares. */
export function sealed(value: object): string {
  const seal = createHash('sha256').update(JSON.stringify(value)).digest('hex')
  return `${JSON.stringify({ ...value, seal }, null, 2)}\n`
}
