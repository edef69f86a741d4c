import path from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { sealToken } from '#core/accounts/bound-token.ts'
import type { AppPorts } from '#core/app-ports.ts'
import { HttpFailure, type HttpResponse } from '#core/ilink/ports.ts'
import { createMemoryVault } from '#core/memory-vault.ts'
import { DATABASE_NAME } from '#core/storage/database.ts'
import { AccountId } from '#shared/model/ids.ts'

/** People who can be written to, and accounts that can write to them: what a broadcast needs beside a history. */

const HOUR_MS = 3_600_000

/** A server without news, which takes every message. */
export function createQuietServer(url: string): { url: string; cdnUrl: string; http: AppPorts['http'] } {
  const asked = new Set<string>()
  return {
    ...{ url, cdnUrl: url },
    http: {
      async fetch(request) {
        const token = request.headers['Authorization'] ?? ''
        if (request.url.endsWith('/getupdates') && asked.has(token)) {
          await givenUp([request.signal, request.halfClose ?? request.signal])
        }
        if (request.url.endsWith('/getupdates')) asked.add(token)
        return answer(JSON.stringify({ ret: 0, msgs: [], get_updates_buf: 'cursor', message_id: 1 }))
      },
      recycle: () => {},
      route: () => {},
      leaveWay: () => {},
      close: () => Promise.resolve(),
    },
  }
}

/** Rejects as soon as nobody waits for the answer any more. */
function givenUp(signals: readonly AbortSignal[]): Promise<never> {
  const { promise, reject } = Promise.withResolvers<never>()
  const end = () => reject(new HttpFailure({ kind: 'aborted', reason: 'other', code: null, notSent: false }))
  AbortSignal.any([...signals]).addEventListener('abort', end, { once: true })
  return promise
}

function answer(text: string): HttpResponse {
  return {
    status: 200,
    headers: { get: () => null },
    body: (async function* () {
      yield new TextEncoder().encode(text)
    })(),
    discard: () => Promise.resolve(),
  }
}

/**
 * Signs the accounts of a profile in, and adds so many people who wrote during the last twenty hours, half of them to the
 * second account.
 */
export async function addReachablePeople(
  folder: string,
  { people, url }: { people: number; url: string },
): Promise<AppPorts['vault']> {
  const vault = createMemoryVault()
  const database = new DatabaseSync(path.join(folder, DATABASE_NAME))
  try {
    database.prepare('UPDATE accounts SET signed_out = 0, base_url = ?').run(url)
    const rows = database.prepare('SELECT id, binding FROM accounts ORDER BY number').all()
    const accounts = rows.map(({ id }) => AccountId.parse(id))
    for (const { id, binding } of rows)
      await vault.set(AccountId.parse(id), sealToken(Number(binding), `token-of-${id}`))
    const insert = database.prepare(
      `INSERT INTO conversations (account_id, contact_user_id, context_token, context_token_at, last_inbound_at,
         last_inbound_seq) VALUES (?, ?, 'token', ?, ?, ?)`,
    )
    database.exec('BEGIN')
    for (let n = 0; n < people; n += 1) {
      const at = Date.now() - (n % 200) * (HOUR_MS / 10)
      insert.run(
        accounts[n % 2 === 0 ? 1 : n % accounts.length] ?? '',
        `wxid_reached_${String(n).padStart(8, '0')}@im.wechat`,
        at,
        at,
        n + 1,
      )
    }
    database.exec('COMMIT')
  } finally {
    database.close()
  }
  return vault
}
