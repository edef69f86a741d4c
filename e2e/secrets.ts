import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import type { Simulator } from '#simulator/index.ts'

/** Members of requests and answers that P9 names. */
const SECRET_MEMBERS: ReadonlySet<string> = new Set([
  'bot_token',
  'local_token_list',
  'get_updates_buf',
  'context_token',
  'typing_ticket',
  'qrcode',
  'qrcode_img_content',
  'aeskey',
  'aes_key',
  'encrypt_query_param',
  'full_url',
])
/** Shorter ones would be found anywhere. */
const SHORTEST = 8

/** Every secret that went over the wire so far, by what it is. */
export function secretsOnWire({ world }: Simulator): Map<string, string> {
  const found = new Map<string, string>()
  const keep = (secret: unknown, what: string) => {
    if (typeof secret === 'string' && secret.length >= SHORTEST) found.set(secret, what)
  }
  const walk = (value: unknown, what: string | null): void => {
    if (what !== null) keep(value, what)
    if (Array.isArray(value)) for (const one of value) walk(one, what)
    else if (typeof value === 'object' && value !== null) {
      for (const [name, member] of Object.entries(value)) {
        walk(member, SECRET_MEMBERS.has(name) ? name : null)
      }
    }
  }
  for (const { body, answer, headers } of world.log().requests) {
    walk(body, null)
    walk(parsed(answer), null)
    const [, bearer = ''] = headers.find(([name]) => name.toLowerCase() === 'authorization') ?? []
    keep(bearer.replace(/^Bearer /, ''), 'bot_token')
  }
  return found
}

function parsed(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? 'null')
  } catch {
    // A fault's garbage.
    return null
  }
}

/** What a text holds of the secrets; their kinds, so that a failure does not print one. */
export function secretsIn(text: string, secrets: ReadonlyMap<string, string>): string[] {
  return [...secrets].filter(([secret]) => text.includes(secret)).map(([, what]) => what)
}

/** Files below a folder with their bytes, by their paths inside it. */
export function filesBelow(folder: string): Map<string, string> {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true })
  return new Map(
    entries
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .map((file) => [file.slice(folder.length + 1), readFileSync(file, 'latin1')]),
  )
}

/** Every text that can be reached from `window` and the page's elements, one a line. */
export async function pageMemory(page: Page): Promise<string> {
  return await page.evaluate(() => {
    const texts = new Set<string>()
    const seen = new Set<unknown>()
    const next: unknown[] = [window, ...document.querySelectorAll('*')]
    while (next.length > 0 && seen.size < 400_000) {
      const value = next.pop()
      if (typeof value === 'string') texts.add(value)
      if ((typeof value !== 'object' && typeof value !== 'function') || value === null || seen.has(value))
        continue
      seen.add(value)
      if (value instanceof Map) next.push(...value.keys(), ...value.values())
      if (value instanceof Set) next.push(...value)
      for (const key of Reflect.ownKeys(value)) {
        if (typeof key === 'string') texts.add(key)
        try {
          next.push(Reflect.get(value, key))
        } catch {
          // A getter that needs another receiver.
        }
      }
    }
    return [...texts].join('\n')
  })
}
