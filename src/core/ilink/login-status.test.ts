import { describe, expect, it } from 'vitest'
import vectors from '#test/fixtures/ilink-vectors.json'
import { parseLoginStatus } from './login-status.ts'
import { HttpFailure } from './ports.ts'
import { ACCOUNT, answerOf, createBench, TOKEN, USER } from './testing.ts'

const CONFIRMED = {
  status: 'confirmed',
  botToken: TOKEN,
  botId: 'aaaabbbbcccc@im.bot',
  userId: USER,
  baseUrl: 'https://ilinkai.weixin.qq.com',
}

/** What each sequence of the vectors must read as. */
const EXPECTED: Record<string, object[]> = {
  'login-plain': [{ status: 'wait' }, { status: 'scaned' }, CONFIRMED],
  'login-code': [
    { status: 'wait' },
    { status: 'need_verifycode' },
    { status: 'need_verifycode' },
    { status: 'scaned' },
    CONFIRMED,
  ],
  'login-code-blocked': [
    { status: 'need_verifycode' },
    { status: 'verify_code_blocked' },
    { status: 'wait' },
  ],
  'login-redirect': [
    { status: 'wait' },
    { status: 'scaned_but_redirect', redirectHost: 'ilink-sh.example.invalid' },
    { ...CONFIRMED, baseUrl: 'https://ilink-sh.example.invalid' },
  ],
  'login-redirect-nohost': [{ status: 'scaned_but_redirect', redirectHost: null }, { status: 'wait' }],
  'login-already': [{ status: 'scaned' }, { status: 'binded_redirect' }],
  'login-expired': [{ status: 'expired' }, { status: 'expired' }, { status: 'expired' }],
  'login-noid': [{ status: 'confirmed_incomplete', missing: 'ilink_bot_id' }],
  'login-unknown': [{ status: 'unknown', name: 'some_future_status' }, { status: 'wait' }],
}

describe('sign-in status', () => {
  it.each(vectors.login_sequences)('$id', async ({ id, polls }) => {
    const answers = polls.map((poll) => JSON.stringify(poll))
    const { client } = createBench(() => answerOf(200, answers.shift() ?? ''))
    const seen: object[] = []
    for (const _ of polls) seen.push(await client.getQrStatus({ baseUrl: ACCOUNT.baseUrl, qrcode: 'k' }))
    expect(seen).toEqual(EXPECTED[id])
  })

  it('takes fields of wrong types as absent', () => {
    expect(parseLoginStatus({ status: 7 })).toEqual({ status: 'wait' })
    expect(parseLoginStatus({})).toEqual({ status: 'wait' })
    expect(parseLoginStatus({ status: 'scaned_but_redirect', redirect_host: 5 })).toEqual({
      status: 'scaned_but_redirect',
      redirectHost: null,
    })
    expect(parseLoginStatus({ status: 'confirmed', ilink_bot_id: 'a@im.bot', bot_token: ['x'] })).toEqual({
      status: 'confirmed_incomplete',
      missing: 'bot_token',
    })
  })

  it.each(['to\r\nX-Evil: 1', 'to ken', 'tök', '\u0000'])(
    'takes a token that no header can carry for none: %j',
    (token) => {
      expect(parseLoginStatus({ status: 'confirmed', ilink_bot_id: 'a@im.bot', bot_token: token })).toEqual({
        status: 'confirmed_incomplete',
        missing: 'bot_token',
      })
    },
  )

  it('cuts and cleans the name of an unknown status', () => {
    const status = parseLoginStatus({ status: `a\n\u001b[31m${'x y '.repeat(500)}` })
    expect(status.status === 'unknown' && status.name).toMatch(/^a \[31m(?:x y ?)+x? ?$/)
  })

  it('reads a poll that ran out of time as wait', async () => {
    const { client, clock } = createBench(() => new Promise(() => {}))
    const poll = client.getQrStatus({ baseUrl: ACCOUNT.baseUrl, qrcode: 'k' })
    await clock.advance(40_000)
    expect(await poll).toEqual({ status: 'wait' })
  })

  it.each([504, 524])('reads a gateway that cut the hold with %i as wait', async (status) => {
    const { client, clock } = createBench(async () => {
      await clock.advance(16_000)
      return answerOf(status, '')
    })
    expect(await client.getQrStatus({ baseUrl: ACCOUNT.baseUrl, qrcode: 'k' })).toEqual({ status: 'wait' })
  })

  it('fails when the server cannot be reached or refuses', async () => {
    const down = createBench(() => {
      throw new HttpFailure({ kind: 'network', reason: 'dns', code: 'ENOTFOUND', notSent: true })
    })
    const request = { baseUrl: ACCOUNT.baseUrl, qrcode: 'k' }
    await expect(down.client.getQrStatus(request)).rejects.toMatchObject({ kind: 'network', reason: 'dns' })
    const refusing = createBench(() => answerOf(200, '{"ret":-1,"errmsg":"no"}'))
    await expect(refusing.client.getQrStatus(request)).rejects.toMatchObject({ kind: 'refused', ret: -1 })
  })

  it('polls no host that is not allowed (P10)', async () => {
    const { client, requests } = createBench(() => answerOf(200, '{"status":"wait"}'))
    const poll = client.getQrStatus({ baseUrl: 'https://ilink-sh.example.invalid', qrcode: 'k' })
    await expect(poll).rejects.toMatchObject({ kind: 'forbidden-host', delivery: 'not-sent' })
    expect(requests).toEqual([])
  })
})
