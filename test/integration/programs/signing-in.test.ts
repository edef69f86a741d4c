import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Change } from '#shared/model/changes.ts'
import type { SignInStatus } from '#shared/model/sign-in.ts'
import { AppHarness } from '../../support/app-harness.ts'
import { allow, connectNewer, connectOlder, openDoor, type ProgramClient } from './program-clients.ts'

const PNG_SIGNATURE = '89504e470d0a1a0a'

describe.each([
  ['2026', connectNewer],
  ['2025', connectOlder],
] as const)('a program of the era of %s', { timeout: 30_000 }, (_era, connect) => {
  let harness: AppHarness
  let client: ProgramClient
  let url: string
  const shown: Change[] = []

  beforeEach(async () => {
    harness = await AppHarness.start()
    const opened = await openDoor(harness)
    url = opened.url
    client = await connect(url, (await allow(harness, 'manage')).token)
    await client.names()
    shown.length = 0
    harness.window.subscribe(
      ({ changes }) => void shown.push(...changes.filter(({ kind }) => kind === 'show')),
    )
  })
  afterEach(async () => {
    await client.close()
    await harness.end()
  })

  const login = async (input: Record<string, unknown> = {}) => {
    const { isError, structured, text, picture } = await client.call('login', input)
    return { isError, picture, code: isError ? JSON.parse(text).error : null, ...(structured as object) }
  }
  const until = (status: SignInStatus) =>
    harness.until(({ signIns }) => signIns.some((one) => one.status === status))

  it('has a code shown, here and there, and follows it to the end', async () => {
    const { world } = harness.simulator
    const first = await login({ session_name: '门店' })
    expect(first).toMatchObject({ status: 'pending', qr_url: expect.stringContaining('https://liteapp.') })
    expect(first.picture?.subarray(0, 8).toString('hex')).toBe(PNG_SIGNATURE)
    expect(first.picture?.readUInt32BE(16)).toBeGreaterThan(200)
    expect(shown).toEqual([{ kind: 'show', target: { kind: 'add-account', accountId: null } }])
    expect((await harness.request('app.snapshot', undefined)).signIns).toMatchObject([{ label: '门店' }])
    expect(await login({ session_name: '门店', timeout: 0 })).toMatchObject({ status: 'pending' })
    world.addAccount({ account: 'shop' })
    const scanned = login({ session_name: '门店' })
    world.scan({ account: 'shop' })
    expect(await scanned).toMatchObject({ status: 'scanned', picture: null })
    const asked = login({ session_name: '门店' })
    const { code } = world.needCode({})
    expect(await asked).toMatchObject({ status: 'need_code' })
    const { signIns } = await until('need-code')
    const [signIn] = signIns
    if (signIn === undefined) throw new Error('no code on the screen')
    await harness.request('signIn.submitCode', { id: signIn.id, code })
    const confirmed = login({ session_name: '门店' })
    await until('scanned')
    world.confirm({})
    let end = await confirmed
    if ('status' in end && end.status === 'scanned') end = await login({ session_name: '门店' })
    expect(end).toMatchObject({
      status: 'confirmed',
      session: '门店',
      bot_id: expect.stringMatching(/@im\.bot$/),
    })
    const { accounts } = await harness.request('app.snapshot', undefined)
    expect(accounts).toMatchObject([{ alias: '门店' }])
    await harness.until((now) => now.accounts.every(({ state }) => state === 'online'))
    expect(await login({ session_name: '门店' })).toMatchObject({ status: 'already_bound', picture: null })
  })

  it('learns that who scanned is signed in already, and begins anew when it says so', async () => {
    const { world } = harness.simulator
    await harness.signIn('shop')
    const first = await login({ session_name: '另一个' })
    const second = await login({ session_name: '另一个', force: true })
    expect(second).toMatchObject({ status: 'pending' })
    expect(second).not.toMatchObject({ qr_url: 'qr_url' in first ? first.qr_url : '' })
    const bound = login({ session_name: '另一个' })
    world.scan({ account: 'shop' })
    expect(await bound).toMatchObject({ status: 'already_bound', session: 'Account 1' })
  })

  it('learns that it is signed in also where the operator has named it before', async () => {
    const { world } = harness.simulator
    world.addAccount({ account: 'shop' })
    await login({ session_name: '门店' })
    world.scan({ account: 'shop' })
    world.confirm({})
    const { signIns } = await until('signed-in')
    const [signIn] = signIns
    if (signIn?.accountId == null) throw new Error('signed in without an account')
    await harness.request('accounts.setAlias', { id: signIn.accountId, alias: '门店' })
    await harness.request('signIn.dismiss', { id: signIn.id })
    expect(await login({ session_name: '门店' })).toMatchObject({ status: 'confirmed', session: '门店' })
  })

  it('learns that the operator took the code away', async () => {
    await Promise.all([login({ timeout: 1 }), login({ timeout: 1 })])
    const { signIns } = await until('waiting')
    expect(signIns).toHaveLength(1)
    const expired = login()
    for (const { id } of signIns) await harness.request('signIn.dismiss', { id })
    expect(await expired).toMatchObject({ status: 'expired', picture: null })
    expect(await login()).toMatchObject({ status: 'pending' })
  })

  it('signs a session in again, and cannot sign in another one where it may know of chosen ones only', async () => {
    const id = await harness.signIn('shop')
    await harness.request('accounts.signOut', { id })
    expect(await login()).toMatchObject({ status: 'pending', session: 'Account 1' })
    expect(shown).toContainEqual({ kind: 'show', target: { kind: 'add-account', accountId: id } })
    const { token } = await harness.request('programs.allow', {
      ...{ name: 'Keeper', scope: 'manage', accounts: [id] },
    })
    const kept = await connect(url, token)
    await kept.names()
    expect((await kept.call('login', { session_name: '新的' })).text).toContain('not_allowed')
    expect((await kept.call('login', { timeout: 60 })).text).toContain('bad_input')
    await kept.close()
  })

  it('signs a session out once a person agrees', async () => {
    await harness.signIn('shop')
    const asked: string[] = []
    harness.confirmSignOut = async ({ program, account }) => {
      asked.push(`${program}: ${account.number}`)
      return asked.length > 1
    }
    expect((await client.call('logout')).structured).toMatchObject({ success: false, state: 'declined' })
    const other = await connect(url, (await allow(harness, 'manage', 'Other')).token)
    await other.names()
    expect((await other.call('logout', { session_name: 'Account 1' })).structured).toEqual({
      ...{ success: true, session: 'Account 1', state: 'signed_out' },
    })
    expect(asked).toEqual(['Helper: 1', 'Other: 1'])
    await other.close()
  })
})
