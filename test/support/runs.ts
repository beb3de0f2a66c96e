// How often a property is tried. It knows no property.

import fc from 'fast-check'

/** So often with each change; the battery asks for more of all of them at once. */
export function runs(least: number): { numRuns: number } {
  return { numRuns: Math.max(least, fc.readConfigureGlobal().numRuns ?? 0) }
}
