// JSON text of plain data, written without asking the `toJSON` that old libraries put on a host page's prototypes
// (with Prototype.js 1.6, JSON.stringify turns every list into a quoted string). Pure.

const { stringify } = JSON
const { entries } = Object
const { isArray } = Array

/** Like JSON.stringify for objects, lists, strings, numbers, booleans and null; absent fields are left out. */
export function plainJson(value: unknown): string {
  if (isArray(value)) return `[${value.map((item) => plainJson(item ?? null)).join(',')}]`
  if (typeof value !== 'object' || value === null) return stringify(value)
  const fields = entries(value).filter(([, field]) => field !== undefined)
  return `{${fields.map(([key, field]) => `${stringify(key)}:${plainJson(field)}`).join(',')}}`
}
