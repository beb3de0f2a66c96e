// What a link between two records says: the relation and what it was judged by. Schemas only; finding links is the
// business of lineage.ts.

import { z } from '@hono/zod-openapi'

const offset = z.int().min(0)

/** What another record is to this one. */
const Relation = z.enum(['same', 'predecessor', 'successor', 'related'])

export const Lineage = z
  .array(
    z.object({
      id: z.string(),
      relation: Relation,
      evidence: z
        .object({
          name: z.number().openapi({ description: 'How alike the names are, 0…1.' }),
          wording: z.number().openapi({ description: 'How alike the contents are, 0…1.' }),
          passage: z
            .object({
              text: z.string(),
              start: offset,
              end: offset,
              otherStart: offset,
              otherEnd: offset,
            })
            .optional()
            .openapi({
              description:
                'The longest passage that both have word for word, with its place in both documents.',
            }),
        })
        .optional()
        .openapi({ description: 'What the relation was judged by, besides the dates of the documents.' }),
    }),
  )
  .openapi({ description: 'The same innovation in other documents, its forerunners, and what is akin.' })
