import { describe, expect, it } from 'vitest'
import { decodeMessage } from '#core/ilink/decode.ts'
import { settle } from '#core/testing/settle.ts'
import { AccountId } from '#shared/model/ids.ts'
import { sealToken } from './bound-token.ts'
import type { Adoption } from './supervisor.ts'
import { API_URL, createTestAccounts, OTHER_HOST } from './testing/accounts.ts'
import { answer, emptyAnswer } from './testing/ports.ts'

const OWNER = 'o9cq80_SynthUserAAAAAAAAAA01@im.wechat'

function adoption(change: Partial<Adoption> = {}): Adoption {
  return { botId: 'new@im.bot', baseUrl: API_URL, ownerUserId: OWNER, token: 'new@im.bot:secret', ...change }
}

describe('starting behind the first screen', () => {
  it('asks nobody for anything before, begins a few sessions at a time, and leaves none out', async () => {
    const { client, clock, leases, statuses, supervisor, hold } = createTestAccounts()
    const records = Array.from({ length: 12 }, (_, index) => hold(`${index}@im.bot`))
    const screen = Promise.withResolvers<void>()
    supervisor.start(screen.promise)
    await clock.advance(60_000)
    expect([client.polls, client.notified, [...leases.held], statuses]).toEqual([[], [], [], []])
    expect(records.map(({ id }) => supervisor.status(id)?.state)).toEqual(Array(12).fill('connecting'))
    screen.resolve()
    const begun = () => new Set(statuses.map(({ id }) => id)).size
    const counts: number[] = []
    for (const ms of [0, 19, 1, 19, 1]) {
      await clock.advance(ms)
      counts.push(begun())
    }
    expect(counts).toEqual([5, 5, 10, 10, 12])
    await clock.advance(1_960)
    expect(client.openPolls).toHaveLength(12)
  })

  it('knows at once who is signed out', () => {
    const { store, supervisor, hold } = createTestAccounts()
    const { id } = hold('one@im.bot')
    store.setSignedOut(id)
    supervisor.start(new Promise(() => undefined))
    expect(supervisor.status(id)?.state).toBe('signed-out')
  })

  it('tells the server of who signs out before, and begins no session for them after', async () => {
    const { client, clock, supervisor, hold } = createTestAccounts()
    const { id } = hold('one@im.bot')
    const screen = Promise.withResolvers<void>()
    supervisor.start(screen.promise)
    await supervisor.signOut(id)
    expect(client.notified).toContainEqual({ call: 'stop', baseUrl: API_URL, token: 'one@im.bot:token' })
    screen.resolve()
    await clock.advance(60_000)
    expect([supervisor.status(id)?.state, client.openPolls]).toEqual(['signed-out', []])
  })

  it('P6: polls once for who was healed before', async () => {
    const { client, clock, supervisor, hold } = createTestAccounts()
    const { id } = hold('one@im.bot', { owner: OWNER })
    const screen = Promise.withResolvers<void>()
    supervisor.start(screen.promise)
    await supervisor.adopt(id, adoption())
    screen.resolve()
    await clock.advance(60_000)
    expect(client.openPolls.map(({ request }) => request.account.token)).toEqual(['new@im.bot:secret'])
  })
})

describe('starting', () => {
  it('opens one poll per account however often it is started (P6)', async () => {
    const { client, clock, supervisor, hold } = createTestAccounts()
    hold('one@im.bot')
    hold('two@im.bot')
    supervisor.start()
    supervisor.start()
    await clock.advance(2_000)
    expect(client.openPolls.map(({ request }) => request.account.token)).toEqual([
      'one@im.bot:token',
      'two@im.bot:token',
    ])
  })

  it('opens the first of 50 accounts at once and spreads the others over 2 s', async () => {
    const app = createTestAccounts({ chance: 0.5 })
    for (let number = 1; number <= 50; number += 1) app.hold(`${number}@im.bot`)
    app.supervisor.start()
    await settle()
    expect(app.client.openPolls).toHaveLength(1)
    await app.clock.advance(999)
    expect(app.client.openPolls.length).toBeLessThan(51)
    await app.clock.advance(1_001)
    expect(app.client.openPolls).toHaveLength(50)
  })

  it('lets no poll wait for another account', async () => {
    const { client, clock, supervisor, hold } = createTestAccounts()
    for (let number = 1; number <= 20; number += 1) hold(`${number}@im.bot`)
    supervisor.start()
    await clock.advance(2_000)
    const seventh = client.openPolls.find(({ request }) => request.account.token === '7@im.bot:token')
    await seventh?.answer(emptyAnswer('Yw=='))
    await clock.advance(50)
    expect(client.openPolls).toHaveLength(20)
    expect(client.poll.request).toMatchObject({ cursor: 'Yw==', account: { token: '7@im.bot:token' } })
  })

  it('P10: an account whose host is not allowed is offline and makes no request, notifystart included', async () => {
    const { client, clock, supervisor, hold } = createTestAccounts()
    const { id } = hold('one@im.bot', { baseUrl: 'https://evil.example.invalid' })
    supervisor.start()
    await clock.advance(86_400_000)
    supervisor.reconnect(id)
    await supervisor.signOut(id)
    expect(client.polls).toHaveLength(0)
    expect(client.notified).toHaveLength(0)
  })

  it('P10: says why', async () => {
    const { supervisor, hold } = createTestAccounts()
    const { id } = hold('one@im.bot', { baseUrl: 'https://evil.example.invalid' })
    supervisor.start()
    await settle()
    expect(supervisor.status(id)).toMatchObject({ state: 'offline', reason: 'host-not-allowed' })
    expect(supervisor.canSend(id)).toBe(false)
    expect(supervisor.credentials(id)).toBe(null)
  })

  it('asks for a new sign-in when the vault has no token', async () => {
    const { client, vault, supervisor, hold } = createTestAccounts()
    const { id } = hold('one@im.bot')
    vault.tokens.clear()
    supervisor.start()
    await settle()
    expect(supervisor.status(id)).toMatchObject({ state: 'needs-sign-in', reason: 'token-missing' })
    expect(supervisor.canSend(id)).toBe(false)
    supervisor.resume()
    await settle()
    expect(supervisor.status(id)?.state).toBe('needs-sign-in')
    expect(client.polls).toHaveLength(0)
  })

  it('is offline while the vault cannot be opened, and tries again', async () => {
    const { client, clock, vault, supervisor, hold } = createTestAccounts()
    const { id } = hold('one@im.bot')
    vault.getError = new Error('locked')
    supervisor.start()
    await settle()
    expect(supervisor.status(id)).toMatchObject({ state: 'offline', reason: 'vault-unavailable' })
    vault.getError = null
    await clock.advance(30_000)
    expect(client.openPolls).toHaveLength(1)
    expect(supervisor.canSend(id)).toBe(true)
  })

  it('gives credentials as soon as the token is known, before anything was answered', async () => {
    const { supervisor, hold } = createTestAccounts()
    const { id } = hold('one@im.bot')
    supervisor.start()
    await settle()
    expect(supervisor.credentials(id)).toEqual({ baseUrl: API_URL, token: 'one@im.bot:token', binding: 1 })
    expect(supervisor.canSend(id)).toBe(true)
  })

  it('lets every account send at once, though their polls open one after another', async () => {
    const { client, statuses, supervisor, hold } = createTestAccounts({ chance: 0.5 })
    hold('one@im.bot')
    const { id } = hold('two@im.bot')
    supervisor.start()
    await settle()
    expect(client.openPolls).toHaveLength(1)
    expect(supervisor.canSend(id)).toBe(true)
    expect(statuses.filter((one) => one.id === id)).toHaveLength(2)
  })

  it('leaves a signed-out account alone', async () => {
    const { client, clock, store, supervisor, hold } = createTestAccounts()
    const { id } = hold('one@im.bot')
    store.setSignedOut(id)
    supervisor.start()
    await clock.advance(60_000)
    expect(supervisor.status(id)?.state).toBe('signed-out')
    expect(client.polls).toHaveLength(0)
    expect(() => supervisor.reconnect(id)).toThrow(expect.objectContaining({ code: 'not-possible-now' }))
  })

  it('does not know an account that is not there', () => {
    const { supervisor } = createTestAccounts()
    const nobody = AccountId.parse('10000000-0000-4000-8000-999999999999')
    expect(supervisor.status(nobody)).toBe(null)
    expect(supervisor.canSend(nobody)).toBe(false)
    expect(() => supervisor.reconnect(nobody)).toThrow(expect.objectContaining({ code: 'not-found' }))
  })
})

describe('stopping', () => {
  it('P6: aborts every open poll at once and leaves no timer behind', async () => {
    const { client, clock, supervisor, hold } = createTestAccounts()
    hold('one@im.bot')
    hold('two@im.bot')
    supervisor.start()
    await clock.advance(2_000)
    await supervisor.stop()
    expect(client.openPolls).toHaveLength(0)
    expect(client.notified.filter(({ call }) => call === 'stop')).toHaveLength(0)
    expect(clock.pending).toBe(0)
  })

  it('reconnecting replaces the open poll at once', async () => {
    const { client, supervisor, hold } = createTestAccounts()
    const { id } = hold('one@im.bot')
    supervisor.start()
    await settle()
    const before = client.poll
    supervisor.reconnect(id)
    await settle()
    expect(before.isOpen).toBe(false)
    expect(client.openPolls).toHaveLength(1)
  })
})

describe('signing out', () => {
  it('ends the poll, tells the server, forgets the token and keeps the row', async () => {
    const { client, supervisor, store, vault, trail, hold } = createTestAccounts()
    const { id } = hold('one@im.bot')
    supervisor.start()
    await settle()
    await supervisor.signOut(id)
    expect(client.openPolls).toHaveLength(0)
    expect(client.notified.at(-1)).toEqual({ call: 'stop', baseUrl: API_URL, token: 'one@im.bot:token' })
    expect(trail).toEqual(['forget', 'signed-out'])
    expect(vault.tokens.size).toBe(0)
    expect(store.get(id)?.signedOut).toBe(true)
    expect(supervisor.status(id)?.state).toBe('signed-out')
    expect(supervisor.credentials(id)).toBe(null)
  })

  it('tells the server right after a start too, while the token is still looked for', async () => {
    const { client, supervisor, hold } = createTestAccounts()
    hold('one@im.bot')
    hold('two@im.bot')
    supervisor.start()
    await supervisor.signOutAll()
    const stops = client.notified.filter(({ call }) => call === 'stop')
    expect(stops.map(({ token }) => token)).toEqual(['one@im.bot:token', 'two@im.bot:token'])
  })

  it('goes through though the server cannot be told, and may be repeated', async () => {
    const { client, supervisor, store, statuses, hold } = createTestAccounts()
    const { id } = hold('one@im.bot')
    supervisor.start()
    await settle()
    client.notifyError = new Error('unreachable')
    await supervisor.signOut(id)
    await supervisor.signOut(id)
    expect(store.get(id)?.signedOut).toBe(true)
    expect(statuses.at(-1)?.status.state).toBe('signed-out')
  })
})

describe('binding', () => {
  it('makes a new account, stored before its poll opens', async () => {
    const { client, supervisor, store, vault } = createTestAccounts()
    const id = await supervisor.adopt(null, adoption())
    await settle()
    expect(store.get(id)).toMatchObject({
      botId: 'new@im.bot',
      ownerUserId: OWNER,
      baseUrl: API_URL,
      binding: 1,
    })
    expect(vault.tokens.get(id)).toBe(sealToken(1, 'new@im.bot:secret'))
    expect(client.poll.request).toMatchObject({ cursor: '', account: { token: 'new@im.bot:secret' } })
  })

  it('P6: heals the row of the same owner: old poll ended, token kept, row bound, then the new poll', async () => {
    const { client, clock, supervisor, store, vault, trail, hold } = createTestAccounts()
    const { id } = hold('old@im.bot', { owner: OWNER })
    supervisor.start()
    await settle()
    await client.poll.answer(emptyAnswer('b2xk'))
    await clock.advance(1_000)
    const old = client.poll
    const set = vault.set.bind(vault)
    vault.set = (...written) => {
      trail.push(old.isOpen ? 'old poll still open' : 'old poll ended')
      return set(...written)
    }
    expect(await supervisor.adopt(null, adoption())).toBe(id)
    await settle()
    expect(trail).toEqual(['old poll ended', 'vault', 'bind'])
    expect(store.rows.size).toBe(1)
    expect(client.openPolls).toHaveLength(1)
    expect(client.poll.request).toMatchObject({ cursor: '', account: { token: 'new@im.bot:secret' } })
    expect(supervisor.credentials(id)?.binding).toBe(2)
  })

  it('P6: what the old binding still brings is refused and changes nothing', async () => {
    const { client, supervisor, store, sink, hold } = createTestAccounts()
    const row = hold('old@im.bot', { owner: OWNER })
    supervisor.start()
    await settle()
    const late = client.poll
    store.bind(row.id, { botId: 'new@im.bot', baseUrl: API_URL, ownerUserId: OWNER })
    const message = decodeMessage({
      from_user_id: OWNER,
      item_list: [{ type: 1, text_item: { text: 'late' } }],
    })
    await late.answer(answer([message], 'b2xk'))
    expect(sink.batches).toHaveLength(0)
    expect(client.openPolls).toHaveLength(0)
    expect(store.get(row.id)?.lastContactAt).toBe(null)
  })

  it('heals the row of the same bot when the server names no owner', async () => {
    const { supervisor, store, hold } = createTestAccounts()
    const { id } = hold('new@im.bot', { owner: OWNER })
    expect(await supervisor.adopt(null, adoption({ ownerUserId: null }))).toBe(id)
    expect(store.get(id)?.ownerUserId).toBe(OWNER)
  })

  it('heals a signed-out row', async () => {
    const { client, supervisor, hold } = createTestAccounts()
    const { id } = hold('old@im.bot', { owner: OWNER })
    await supervisor.signOut(id)
    expect(await supervisor.adopt(id, adoption())).toBe(id)
    await settle()
    expect(client.openPolls).toHaveLength(1)
    expect(supervisor.status(id)?.state).toBe('connecting')
  })

  it('never gives a row to another person who scanned its code', async () => {
    const { supervisor, store, hold } = createTestAccounts()
    const mine = hold('mine@im.bot')
    const theirs = hold('theirs@im.bot', { owner: OWNER })
    expect(await supervisor.adopt(mine.id, adoption())).toBe(theirs.id)
    expect(store.get(mine.id)).toMatchObject({ botId: 'mine@im.bot', binding: 1 })
    const fresh = await supervisor.adopt(mine.id, adoption({ botId: 'x@im.bot', ownerUserId: 'x@im.wechat' }))
    expect([mine.id, theirs.id]).not.toContain(fresh)
  })

  it('makes one row when the same person is confirmed twice at once', async () => {
    const { client, supervisor, store } = createTestAccounts()
    const [first, second] = await Promise.all([
      supervisor.adopt(null, adoption()),
      supervisor.adopt(null, adoption({ botId: 'newer@im.bot', token: 'newer@im.bot:secret' })),
    ])
    await settle()
    expect(first).toBe(second)
    expect(store.rows.size).toBe(1)
    expect(client.openPolls.map(({ request }) => request.account.token)).toEqual(['newer@im.bot:secret'])
  })

  it('goes on with the old binding when the vault refuses the new token', async () => {
    const { client, supervisor, store, vault, hold } = createTestAccounts()
    const { id } = hold('old@im.bot', { owner: OWNER })
    supervisor.start()
    await settle()
    vault.setError = new Error('refused')
    await expect(supervisor.adopt(null, adoption())).rejects.toThrow('refused')
    await settle()
    expect(store.get(id)).toMatchObject({ botId: 'old@im.bot', binding: 1 })
    expect(client.poll.request.account.token).toBe('old@im.bot:token')
  })

  it('P9: binds nothing new while nobody has agreed to how tokens are kept', async () => {
    const { supervisor, store, vault } = createTestAccounts()
    vault.protectedBy = 'ask'
    await expect(supervisor.adopt(null, adoption())).rejects.toMatchObject({ code: 'vault-refused' })
    expect(store.rows.size).toBe(0)
  })

  it('keeps the base URL that the server named', async () => {
    const app = createTestAccounts({ allowedHosts: [OTHER_HOST] })
    await app.supervisor.adopt(null, adoption({ baseUrl: `https://${OTHER_HOST}` }))
    await settle()
    expect(app.client.poll.request.account.baseUrl).toBe(`https://${OTHER_HOST}`)
  })
})

describe('P6: across processes', () => {
  it('does not poll an account that another process polls, names it, and goes on when that one ends', async () => {
    const { client, clock, leases, hold, supervisor } = createTestAccounts()
    const { id } = hold('one@im.bot')
    leases.takenElsewhere = true
    supervisor.start()
    await settle()
    expect(supervisor.status(id)).toMatchObject({ state: 'offline', reason: 'taken-elsewhere' })
    expect(supervisor.canSend(id)).toBe(false)
    expect(client.notified).toHaveLength(0)
    leases.takenElsewhere = false
    await clock.advance(15_000)
    await settle()
    expect(supervisor.status(id)?.state).not.toBe('offline')
    expect(leases.held.size).toBe(1)
    await supervisor.stop()
    expect(leases.held.size).toBe(0)
  })
})

describe('removing an account', () => {
  it('ends its poll, tells the server, deletes the token and then the row', async () => {
    const { client, hold, store, supervisor, vault } = createTestAccounts()
    const { id } = hold('one@im.bot')
    supervisor.start()
    await settle()
    await supervisor.remove(id, () => store.remove(id))
    expect(client.notified.at(-1)).toMatchObject({ call: 'stop', token: 'one@im.bot:token' })
    expect(vault.tokens.has(id)).toBe(false)
    expect(store.get(id)).toBeNull()
    expect(supervisor.status(id)).toBeNull()
  })

  it.each(['signOut', 'remove'] as const)(
    'goes on with the account when %s cannot delete its token',
    async (way) => {
      const { client, hold, store, supervisor, vault } = createTestAccounts()
      const { id } = hold('one@im.bot')
      supervisor.start()
      await settle()
      vault.deleteError = new Error('disk full')
      await expect(
        way === 'signOut' ? supervisor.signOut(id) : supervisor.remove(id, () => store.remove(id)),
      ).rejects.toThrow('disk full')
      await settle()
      expect(store.get(id)?.signedOut).toBe(false)
      expect(client.poll.request.account.token).toBe('one@im.bot:token')
    },
  )
})

describe('P6, P10: a crash while a row is bound anew', () => {
  it('never opens the old row with the new token: somebody has to scan again', async () => {
    const { client, hold, supervisor, vault } = createTestAccounts()
    const { id, binding } = hold('old@im.bot')
    vault.tokens.set(id, sealToken(binding + 1, 'new@im.bot:secret'))
    supervisor.start()
    await settle()
    expect(supervisor.status(id)).toMatchObject({ state: 'needs-sign-in', reason: 'token-missing' })
    expect(client.openPolls).toHaveLength(0)
    expect(client.notified).toHaveLength(0)
  })
})
