import { request } from 'node:http'
import { describe, expect, it } from 'vitest'
import { createRecorded } from '../recorder.ts'
import { serveControl } from './server.ts'

function statusOf(url: string, headers: Record<string, string>): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    request(url, { headers }, (response) => {
      response.resume()
      resolve(response.statusCode)
    })
      .on('error', reject)
      .end()
  })
}

describe('host control', () => {
  it.each<[string, Record<string, string>, number]>([
    ['a program of this computer', {}, 200],
    ['a page of the web', { origin: 'https://evil.example' }, 403],
    ['a page without an origin', { origin: 'null' }, 403],
    ['a page that hides its origin', { 'sec-fetch-site': 'cross-site' }, 403],
    ['a name that points here', { host: 'rebound.example' }, 403],
  ])('answers %s', async (_name, headers, status) => {
    const url = await serveControl(0, {
      recorded: createRecorded(),
      power() {},
      setIdle() {},
      setFocused: () => Promise.resolve(),
      closeWindow() {},
      setSystemProxy() {},
    })
    expect(await statusOf(`${url}/badge`, headers)).toBe(status)
  })
})
