// Serves the built pages: the desk at `/`, the records at `/records`, the reader at `/documents/{id}`, the page for
// frames at `/embed`, the widget, and their assets. The files are read once into memory and looked up by name, so no
// request ever names a path on disk. Who may frame or load them is the business of `origins.ts`.

import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import type { OpenAPIHono } from '@hono/zod-openapi'
import type { HonoRequest } from 'hono'
import { ROOT } from '../config.ts'
import { AppError } from '../errors.ts'
import { FRAMED_PATH } from './origins.ts'

const BUILT = path.join(ROOT, 'dist', 'web', 'client')
const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
}

/** A portal's pages ask for the widget on every visit; a change of it reaches them within minutes. */
const WIDGET_CACHE = 'public, max-age=300'
const PAGES = { '/': 'index.html', '/records': 'browse.html', [FRAMED_PATH]: 'embed.html' } as const

interface Asset {
  bytes: Uint8Array<ArrayBuffer>
  type: string
  etag: string
}

function readAssets(): Map<string, Asset> {
  return new Map(
    readdirSync(BUILT).flatMap((name) => {
      const type = TYPES[path.extname(name)]
      if (!type) return []
      const bytes = new Uint8Array(readFileSync(path.join(BUILT, name)))
      const etag = `"${createHash('sha256').update(bytes).digest('hex').slice(0, 16)}"`
      return [[name, { bytes, type, etag }] as const]
    }),
  )
}

/**
 * Adds the pages' routes. The files must have been built (`npm run build`).
 * @param hasDocument tells whether the reader has something to show; it says so itself where not
 */
// biome-ignore lint/suspicious/noExplicitAny: routes of any app, whatever its variables
export function pages(app: OpenAPIHono<any>, hasDocument: (id: string) => boolean): void {
  let assets: Map<string, Asset> | undefined
  const send = (request: HonoRequest, name: string, { status = 200, cache = 'no-cache' } = {}) => {
    assets ??= readAssets()
    const asset = assets.get(name)
    if (!asset) throw new AppError('not_found', '没有这个文件。')
    const headers = { 'Content-Type': asset.type, ETag: asset.etag, 'Cache-Control': cache }
    return status === 200 && request.header('If-None-Match') === asset.etag
      ? new Response(null, { status: 304, headers })
      : new Response(asset.bytes, { status, headers })
  }
  for (const [at, name] of Object.entries(PAGES)) app.get(at, ({ req }) => send(req, name))
  app.get('/widget.js', ({ req }) => send(req, 'widget.js', { cache: WIDGET_CACHE }))
  app.get('/documents/:id', ({ req }) =>
    send(req, 'reader.html', { status: hasDocument(req.param('id') ?? '') ? 200 : 404 }),
  )
  app.get('/assets/:name', ({ req }) => send(req, req.param('name') ?? ''))
}
