// Who is responsible: the lead units first, complete and as printed, then what for. Where a text has no such field (a
// law), the sentences that name who acts stand for it.

import type { Form } from './form.ts'
import { records } from './lookup.ts'

/** Characters quoted besides: what they are responsible for, and little else. */
const BUDGET = 320

export const department: Form = (assignment, pen) =>
  records(assignment, pen, {
    direct: (one) =>
      [pen.field(one, 'leadUnits') ?? pen.field(one, 'providedBy')].filter((line) => line !== undefined),
    budget: BUDGET,
    told: ['leadUnits', 'providedBy'],
  })
