import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { messagesLeft, windowMinutes } from '#shared/model/reply-window.ts'
import { AppHarness } from '#test/support/app-harness.ts'

describe('the product against the simulator', () => {
  let harness: AppHarness
  beforeEach(async () => {
    harness = await AppHarness.start()
  })
  afterEach(() => harness.end())

  const firstConversation = async () => {
    const snapshot = await harness.until((now) => now.conversations.some((one) => one.unread > 0))
    const conversation = snapshot.conversations[0]
    if (conversation === undefined) throw new Error('no conversation')
    return conversation
  }

  const send = (conversationId: Awaited<ReturnType<typeof firstConversation>>['id'], text: string) =>
    harness.request('outbox.sendText', {
      conversationId,
      requestId: crypto.randomUUID(),
      text,
      force: false,
    })

  it('signs in, receives, answers, and after a restart answers again with the stored token (P1, P7)', async () => {
    const accountId = await harness.signIn('shop')
    harness.simulator.world.inject({ account: 'shop', text: '发货了吗？' })
    const conversation = await firstConversation()
    expect(conversation.accountId).toBe(accountId)
    expect(conversation.last?.part).toEqual({ kind: 'text', text: '发货了吗？' })
    expect(windowMinutes(conversation, Date.now())).toBe(1440)
    expect(messagesLeft(conversation, Date.now())).toBe(10)

    await send(conversation.id, '今天下午发')
    const answered = await harness.until((now) => now.conversations[0]?.last?.sendState === 'accepted')
    expect(answered.conversations[0]?.sentSinceInbound).toBe(1)

    await harness.restart()
    await send(conversation.id, '单号稍后给您')
    const again = await harness.until((now) => now.conversations[0]?.sentSinceInbound === 2)
    expect(again.conversations[0]?.unread).toBe(1)
    await harness.until((now) => now.conversations[0]?.last?.sendState === 'accepted')
    const phone = harness.simulator.world.phone({ account: 'shop' })
    expect(phone.messages.map((line) => line.text)).toEqual(['发货了吗？', '今天下午发', '单号稍后给您'])
    expect(harness.simulator.world.violations().violations).toEqual([])
  })

  it('keeps drafts, read marks and names over a restart (P14)', async () => {
    const accountId = await harness.signIn('shop')
    await harness.request('accounts.setAlias', { id: accountId, alias: '工作室' })
    harness.simulator.world.inject({ account: 'shop', text: 'one' })
    const conversation = await firstConversation()
    await harness.request('conversations.saveDraft', { id: conversation.id, text: '还没写完' })
    const page = await harness.request('messages.page', { conversationId: conversation.id, limit: 50 })
    const newest = page.messages.at(-1)
    if (newest === undefined) throw new Error('no message')
    await harness.request('conversations.markRead', { id: conversation.id, upTo: newest.id })
    await harness.restart()
    const snapshot = await harness.request('app.snapshot', undefined)
    expect(snapshot.accounts[0]?.alias).toBe('工作室')
    expect(snapshot.conversations[0]).toMatchObject({ draft: '还没写完', unread: 0 })
  })

  it('polls many accounts at once, none waiting for another (P6)', async () => {
    const names = Array.from({ length: 12 }, (_, index) => `account-${index}`)
    for (const name of names) await harness.signIn(name)
    for (const name of names) harness.simulator.world.inject({ account: name, text: `from ${name}` })
    const snapshot = await harness.until(
      (now) => now.conversations.filter((one) => one.unread === 1).length === 12,
    )
    expect(snapshot.accounts).toHaveLength(12)
    expect(snapshot.accounts.filter((account) => account.isDefault)).toHaveLength(1)
  })

  it('refuses bad requests with a code and never throws', async () => {
    const { request } = harness.window
    expect(await request('no.such', {})).toEqual({ ok: false, error: { code: 'unknown-request' } })
    expect(await request('outbox.sendText', { text: 5 })).toEqual({
      ok: false,
      error: { code: 'bad-request' },
    })
    expect(await request('outbox.cancel', { id: 99 })).toEqual({ ok: false, error: { code: 'not-found' } })
  })

  it('removes an account, keeping its history for when its owner signs in again', async () => {
    const first = await harness.signIn('shop')
    const second = await harness.signIn('office')
    harness.simulator.world.inject({ account: 'shop', text: 'remember me' })
    await firstConversation()
    await harness.request('accounts.remove', { id: first, history: 'keep' })
    const without = await harness.request('app.snapshot', undefined)
    expect(without.accounts).toMatchObject([{ id: second, isDefault: true }])
    expect(without.conversations.every((one) => one.accountId === second)).toBe(true)

    const { id } = await harness.request('signIn.start', { label: null, accountId: null })
    await harness.until((now) => now.signIns.some((one) => one.id === id && one.status === 'waiting'))
    harness.simulator.world.scan({ account: 'shop' })
    harness.simulator.world.confirm({})
    const back = await harness.until((now) => now.accounts.length === 2)
    expect(back.accounts.map((account) => account.id).sort()).toEqual([first, second].sort())
    const conversation = back.conversations.find((one) => one.accountId === first)
    expect(conversation?.last?.part).toEqual({ kind: 'text', text: 'remember me' })

    await harness.request('accounts.remove', { id: first, history: 'delete' })
    const empty = await harness.request('app.snapshot', undefined)
    expect(empty.accounts.map((account) => account.id)).toEqual([second])
    await harness.restart()
    const gone = await harness.request('app.snapshot', undefined)
    expect(gone.accounts.map((account) => account.id)).toEqual([second])
  })

  it('sends nothing that was queued while its account was being removed', async () => {
    const { world } = harness.simulator
    const id = await harness.signIn('shop')
    world.inject({ account: 'shop', text: 'hello' })
    const conversation = await firstConversation()
    world.fault({ call: 'notifystop', kind: 'delay', ms: 300 })
    const removed = harness.request('accounts.remove', { id, history: 'keep' })
    await new Promise((resolve) => setImmediate(resolve))
    await send(conversation.id, 'too late')
    await removed

    const signIn = await harness.request('signIn.start', { label: null, accountId: null })
    await harness.until((now) => now.signIns.some((one) => one.id === signIn.id && one.status === 'waiting'))
    world.scan({ account: 'shop' })
    world.confirm({})
    const back = await harness.until((now) => now.accounts.some((account) => account.state === 'online'))
    expect(back.conversations.find((one) => one.id === conversation.id)?.last?.sendState).toBe('cancelled')
  })

  it('keeps the order and the default that the operator chose', async () => {
    const ids = [await harness.signIn('a'), await harness.signIn('b'), await harness.signIn('c')]
    const [a, b, c] = ids
    if (a === undefined || b === undefined || c === undefined) throw new Error('no accounts')
    await harness.request('accounts.move', { id: c, index: 0 })
    await harness.request('accounts.setDefault', { id: b })
    await harness.restart()
    const { accounts } = await harness.request('app.snapshot', undefined)
    expect(accounts.map((account) => account.id)).toEqual([c, a, b])
    expect(accounts.find((account) => account.isDefault)?.id).toBe(b)
  })
})
