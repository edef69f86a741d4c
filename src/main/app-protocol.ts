import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { protocol } from 'electron'
import type { MediaServing } from '#core/media/ports.ts'
import { type PageLook, withLook } from './page-look.ts'
import { resolveInside } from './resolve-inside.ts'
import { isMediaAddress, serveMedia } from './serve-media.ts'

const SCHEME = 'app'
/** The one origin whose pages may talk to main. */
export const APP_ORIGIN = 'app://linkboard'
export const APP_PAGE = `${APP_ORIGIN}/index.html`

const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data: blob:",
  "media-src 'self' blob:",
  "font-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  // no text becomes markup or script: nothing in the page may make a trusted type, and a sink takes nothing else
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join('; ')

const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
}

const isPage = (file: string) => path.extname(file) === '.html'

/** Must run before the app is ready. */
export function registerAppScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true } },
  ])
}

/** Serves the built pages from `folder` under a strict content policy, and media by their ids. */
export function serveApp(
  folder: string,
  product: { serving(): MediaServing | null; look(): PageLook },
): void {
  protocol.handle(SCHEME, async (request) => {
    const url = new URL(request.url)
    const isRead = request.method === 'GET' || request.method === 'HEAD'
    if (url.host === 'linkboard' && isMediaAddress(url.pathname) && isRead)
      return serveMedia(request, product.serving())
    const file = url.host === 'linkboard' ? resolveInside(folder, url.pathname) : null
    const type = file === null ? undefined : TYPES[path.extname(file)]
    if (file === null || type === undefined || request.method !== 'GET')
      return new Response(null, { status: 404 })
    try {
      const part = isPage(file)
        ? withLook(await readFile(file, 'utf8'), product.look())
        : await readFile(file)
      return new Response(part, {
        headers: {
          'content-type': type,
          'content-security-policy': POLICY,
          'x-content-type-options': 'nosniff',
          'referrer-policy': 'no-referrer',
          'cache-control': 'no-store',
        },
      })
    } catch {
      return new Response(null, { status: 404 })
    }
  })
}
