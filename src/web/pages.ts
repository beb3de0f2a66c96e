// Serves the built pages: the desk at `/`, the reader at `/documents/{id}`, and their assets. The files are read once
// into memory and looked up by name, so no request ever names a path on disk.

import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import type { OpenAPIHono } from '@hono/zod-openapi'
import { ROOT } from '../config.ts'
import { AppError } from '../errors.ts'

const BUILT = path.join(ROOT, 'dist', 'web', 'client')
const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
}

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
  const send = (name: string, ifNoneMatch: string | undefined, status = 200) => {
    assets ??= readAssets()
    const asset = assets.get(name)
    if (!asset) throw new AppError('not_found', '没有这个文件。')
    const headers = { 'Content-Type': asset.type, ETag: asset.etag, 'Cache-Control': 'no-cache' }
    return status === 200 && ifNoneMatch === asset.etag
      ? new Response(null, { status: 304, headers })
      : new Response(asset.bytes, { status, headers })
  }
  app.get('/', (context) => send('index.html', context.req.header('If-None-Match')))
  app.get('/documents/:id', (context) =>
    send(
      'reader.html',
      context.req.header('If-None-Match'),
      hasDocument(context.req.param('id') ?? '') ? 200 : 404,
    ),
  )
  app.get('/assets/:name', (context) =>
    send(context.req.param('name') ?? '', context.req.header('If-None-Match')),
  )
}
