// The description of the interface, for programs and for people: GET /openapi.json and /docs. It knows no route by name.

import type { OpenAPIHono } from '@hono/zod-openapi'
import { docsPage } from './docs.ts'

const ABOUT = {
  openapi: '3.1.0',
  info: {
    title: '策问 Cewen',
    version: '0.1.0',
    description: 'Answers from policy documents, with verbatim citations.',
  },
}

/** Each is made when it is first asked for, and once: neither counts as work that takes a turn. */
export function docsRoutes(
  // biome-ignore lint/suspicious/noExplicitAny: the routes of any app, whatever its variables
  app: OpenAPIHono<any>,
): void {
  let document: object | undefined
  let page: string | undefined
  const described = () => {
    document ??= app.getOpenAPI31Document(ABOUT)
    return document
  }
  app.get('/openapi.json', (context) => context.json(described()))
  app.get('/docs', (context) => {
    page ??= docsPage(described())
    return context.html(page)
  })
}
