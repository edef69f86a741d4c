import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:https'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { HttpFailure, type HttpRequest } from '../ilink/ports.ts'
import { createNodeHttp } from './http.ts'
import { SELF_MADE } from './testing.ts'

let server: Server
let seen: (string | undefined)[]
let port: number

beforeEach(async () => {
  seen = []
  server = createServer(SELF_MADE, (request, response) => {
    seen.push(request.headers.authorization)
    response.end('taken')
  })
  server.listen(0)
  await once(server, 'listening')
  port = (server.address() as AddressInfo).port
})

afterEach(async () => {
  vi.unstubAllEnvs()
  server.closeAllConnections()
  server.close()
  await once(server, 'close')
})

/** Asks in a process of its own, whose environment counts from its start. */
async function askInProcess(host: string, env: Record<string, string>): Promise<string> {
  const script = `
    const { createNodeHttp } = await import(${JSON.stringify(new URL('./http.ts', import.meta.url).href)})
    const http = createNodeHttp()
    const signal = new AbortController().signal
    const request = { url: 'https://${host}:${port}/', method: 'GET', headers: {}, signal, timeoutMs: 10_000, lane: 'call' }
    const ended = await http.fetch(request).then((answer) => answer.status, (error) => error.code)
    process.stdout.write(String(ended))
    await http.close()`
  const child = spawn(process.execPath, ['--input-type=module-typescript', '--eval', script], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  let output = ''
  child.stdout.on('data', (text: Buffer) => {
    output += text.toString()
  })
  await once(child, 'close')
  return output
}

describe('certificates are verified whatever the environment says', () => {
  it.each<HttpRequest['lane']>(['poll', 'call', 'media'])(
    'sends no token to a server with a self-made certificate, in the lane of a %s',
    async (lane) => {
      vi.stubEnv('NODE_TLS_REJECT_UNAUTHORIZED', '0')
      const http = createNodeHttp()
      const headers = { Authorization: 'Bearer secret' }
      const signal = new AbortController().signal
      const url = `https://localhost:${port}/`
      const thrown: unknown = await http
        .fetch({ url, method: 'GET', headers, signal, timeoutMs: 10_000, lane })
        .catch((error: unknown) => error)
      await http.close()
      expect(thrown).toBeInstanceOf(HttpFailure)
      expect(thrown).toMatchObject({ reason: 'tls', notSent: true })
      expect(seen).toEqual([])
    },
  )

  it('trusts what NODE_EXTRA_CA_CERTS names, for that host alone', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'linkboard-certificates-'))
    const file = path.join(folder, 'extra.pem')
    writeFileSync(file, SELF_MADE.cert)
    try {
      const env = { NODE_EXTRA_CA_CERTS: file, NODE_TLS_REJECT_UNAUTHORIZED: '0' }
      expect(await askInProcess('localhost', env)).toBe('200')
      expect(await askInProcess('127.0.0.1', env)).toBe('ERR_TLS_CERT_ALTNAME_INVALID')
      expect(await askInProcess('localhost', { NODE_TLS_REJECT_UNAUTHORIZED: '0' })).toMatch(/SELF_SIGNED/)
    } finally {
      rmSync(folder, { recursive: true })
    }
  })
})
