import { describe, expect, it, vi } from 'vitest'
import type { SessionStatus } from '#core/accounts/ports.ts'
import { OTHER_USER, outboundText, START } from '#core/inbox/testing.ts'
import { createTestOutbox, LOST, REFUSED } from '#core/outbox/testing.ts'
import type { Database } from '#core/storage/database.ts'
import { ToldRepository } from '#core/storage/told-repository.ts'
import { TestDesktop } from '#core/testing/desktop.ts'
import type { AccountId, ConversationId } from '#shared/model/ids.ts'
import type { LockState } from '#shared/model/lock.ts'
import { ProposalId } from '#shared/model/program.ts'
import { DEFAULT_SETTINGS, type Language } from '#shared/model/settings.ts'
import type { ShowTarget } from '#shared/model/show-target.ts'
import { Notifier } from './notifier.ts'
import { Replies } from './replies.ts'
import { HOUR, MINUTE } from './testing.ts'

const CONNECTING: SessionStatus = { state: 'connecting', since: START, reason: null }

/** The notifier over the real stores and outbox; one account, called "Shop". */
async function start(database?: Database) {
  const app = createTestOutbox(database)
  const { clock, stores, events, accountId, conversations } = app
  const desktop = new TestDesktop()
  const settings = { ...DEFAULT_SETTINGS.notifications }
  const shown = new Set<ConversationId>()
  const places: ShowTarget[] = []
  const status = new Map<AccountId, SessionStatus>()
  const world = { language: 'en' as Language, lock: 'off' as LockState }
  const failures: unknown[] = []
  const failed = (error: unknown) => failures.push(error)
  app.accounts.setAlias(accountId, 'Shop')
  let replies = 0
  const inTheirs = new Replies({
    ...{ outbox: app.outbox, conversations, failed },
    isLocked: () => world.lock === 'locked',
    drafts: { saveDraft: (id, text) => conversations.saveDraft(id, text) },
    random: {
      uuid: () => {
        replies += 1
        return `20000000-0000-4000-8000-${String(replies).padStart(12, '0')}`
      },
    },
  })
  const notifier = new Notifier({
    ...{ clock, desktop, stores, failed },
    told: new ToldRepository(app.database),
    statusOf: (id) => status.get(id) ?? CONNECTING,
    settings: () => settings,
    language: () => world.language,
    shown: () => shown,
    showPlace: (target) => places.push(target),
    reply: (id, text) => inTheirs.send(id, text),
    lockState: () => world.lock,
    lock: () => lock('locked'),
  })
  function lock(state: LockState): void {
    world.lock = state
    notifier.lockChanged()
  }
  events.subscribe(notifier)
  notifier.start()
  await clock.advance(1_000)
  /** Time for what happens together to be told together, however much has been told just now. */
  const soon = () => clock.advance(1_000)
  function turn(id: AccountId, state: SessionStatus['state']): Promise<void> {
    const next: SessionStatus = { state, since: clock.now(), reason: null }
    status.set(id, next)
    events.raise({ kind: 'session-changed', accountId: id, status: next })
    return soon()
  }
  function rename(userId: string, alias: string): void {
    conversations.setContactAlias(userId, alias)
    const conversationIds = conversations.idsOfContact(userId)
    events.raise({ kind: 'conversations-changed', conversationIds })
  }
  return {
    ...app,
    ...{ desktop, notifier, settings, shown, places, world, failures, soon, turn, rename, lock },
  }
}

describe('what is told', () => {
  it('is a message in words, whose click raises the window and leads there', async () => {
    const { write, rename, soon, desktop, places, summary } = await start()
    write({ text: 'Have  you\nsent it?', from: OTHER_USER })
    rename(OTHER_USER, '老王')
    await soon()
    expect(desktop.told).toEqual([
      {
        key: `message:${summary(OTHER_USER).id}`,
        title: '老王 · Shop',
        body: 'Have you sent it?',
        group: 'message',
        replyPlaceholder: 'Reply',
      },
    ])
    expect(desktop.badge).toEqual({ count: 1, words: '1 unread conversation' })
    expect(desktop.done).toEqual(['flashed'])
    write({ text: 'Hello?', from: OTHER_USER })
    await soon()
    expect(desktop.newest?.body).toBe('2 unread · Hello?')
    const { id, lastInboundSeq } = summary(OTHER_USER)
    desktop.onScreen.get(`message:${id}`)?.clicked()
    expect(desktop.done).toContain('raised')
    expect(places).toEqual([{ kind: 'conversation', id, messageId: lastInboundSeq }])
  })

  it('is told at once after a pause, and while more keeps coming once a second', async () => {
    const { write, clock, desktop } = await start()
    await clock.advance(1_000)
    write({ text: 'one' })
    await clock.advance(250)
    expect(desktop.newest?.body).toBe('one')
    write({ text: 'two' })
    await clock.advance(500)
    write({ text: 'three' })
    await clock.advance(499)
    expect(desktop.newest?.body).toBe('one')
    await clock.advance(1)
    expect(desktop.newest?.body).toBe('3 unread · three')
  })

  it('is not told again by the next run', async () => {
    const first = await start()
    first.write()
    await first.soon()
    await first.turn(first.accountId, 'needs-sign-in')
    expect(first.desktop.titles).toHaveLength(2)
    first.notifier.stop()
    expect(first.desktop.onScreen.size).toBe(0)
    const second = await start(first.database)
    await second.turn(second.accountId, 'needs-sign-in')
    expect(second.desktop.titles).toEqual([])
    expect(second.desktop.badge.count).toBe(1)
    await second.clock.advance(HOUR + MINUTE)
    expect(second.desktop.titles).toEqual(['Shop needs sign-in'])
  })

  it('is told by the next run where a quiet hour held it back, also in the very first one', async () => {
    const first = await start()
    first.settings.quietHours = { on: true, from: 0, to: 0 }
    first.write()
    await first.soon()
    expect(first.desktop.titles).toEqual([])
    first.notifier.stop()
    const second = await start(first.database)
    expect(second.desktop.told).toHaveLength(1)
  })

  it('says neither names nor words where the content is hidden', async () => {
    const { write, rename, soon, settings, desktop, turn, accountId, send, session } = await start()
    settings.content = 'hidden'
    write({ text: 'secret words', from: OTHER_USER })
    rename(OTHER_USER, 'Wang')
    await soon()
    await turn(accountId, 'needs-sign-in')
    write()
    await send('secret answer')
    await session.last.answer(REFUSED)
    await soon()
    expect(JSON.stringify(desktop.told)).not.toMatch(/secret|Wang|Shop/)
    expect(desktop.titles).toEqual([
      'Linkboard',
      'An account needs sign-in',
      'Linkboard',
      'A message was refused',
    ])
  })

  it('takes away what stands there with names and words once they are to be hidden, and tells it no more', async () => {
    const { write, soon, settings, desktop, summary, events, clock } = await start()
    write({ text: 'secret words' })
    write({ text: 'from somebody else', from: OTHER_USER })
    await soon()
    const { id } = summary()
    desktop.onScreen.get(`message:${id}`)?.replied('x'.repeat(10_000_000))
    expect([...desktop.onScreen.keys()]).toContain(`reply:${id}`)
    const told = desktop.told.length
    settings.content = 'hidden'
    events.raise({ kind: 'settings-changed', settings: { ...DEFAULT_SETTINGS, notifications: settings } })
    await clock.advance(0)
    expect(desktop.onScreen.size).toBe(0)
    await clock.advance(MINUTE)
    expect(desktop.told).toHaveLength(told)
  })

  it('follows the language at once, in the tray too', async () => {
    const { write, soon, desktop, world, events, turn, accountId, clock } = await start()
    write()
    await soon()
    await turn(accountId, 'needs-sign-in')
    expect(desktop.menu).toEqual([
      '1 account needs you',
      '1 unread conversation',
      '-',
      'Shop: needs sign-in',
      '-',
      'Show Linkboard',
      'Quit',
    ])
    world.language = 'zh-CN'
    events.raise({ kind: 'settings-changed', settings: DEFAULT_SETTINGS })
    await clock.advance(0)
    expect(desktop.menu).toEqual([
      '1 个账号需要处理',
      '1 个未读会话',
      '-',
      'Shop：需重新登录',
      '-',
      '显示 Linkboard',
      '退出',
    ])
    expect(desktop.tray?.tooltip).toBe('Linkboard\n1 个账号需要处理\n1 个未读会话')
    await clock.advance(HOUR)
    expect(desktop.newest?.title).toBe('“Shop”掉线了，需本人重新扫码')
  })

  it('is a reminder by the clock on the wall, also when that was set or the computer slept', async () => {
    const { write, soon, desktop, clock, notifier, summary } = await start()
    write()
    await soon()
    clock.set(21.5 * HOUR)
    await clock.advance(MINUTE)
    expect(desktop.titles).toHaveLength(1)
    clock.set(2 * HOUR)
    notifier.clocksChanged()
    await clock.advance(0)
    const closesAt = (summary().lastInboundAt ?? 0) + 24 * HOUR
    const time = new Date(closesAt).toTimeString().slice(0, 5)
    expect(desktop.newest).toEqual({
      title: expect.stringMatching(/^29 min left to reply to Contact /),
      body: `They wrote last. Reply before ${time}.`,
    })
  })

  it('is a send with its reason, until it is dealt with', async () => {
    const { write, sendOne, session, soon, desktop, outbox, places, summary } = await start()
    write()
    const id = await sendOne('there you go')
    await session.last.answer(REFUSED)
    await soon()
    expect(desktop.newest?.title).toMatch(/^Not sent to Contact /)
    expect(desktop.newest?.body).not.toBe('')
    desktop.onScreen.get(`refused:${id}`)?.clicked()
    expect(places).toEqual([{ kind: 'conversation', id: summary().id, messageId: id }])
    const again = await sendOne('once more')
    await session.last.answer(REFUSED)
    await soon()
    outbox.discard(again)
    await soon()
    expect(desktop.onScreen.has(`refused:${again}`)).toBe(false)
  })

  it('P4: is an account that may be muted, until the copy of a send comes back', async () => {
    const { write, sendOne, session, clock, soon, receive, accountId, desktop } = await start()
    write()
    for (const text of ['one', 'two', 'three']) {
      await sendOne(text)
      await clock.advance(1_500)
      await session.last.answer(LOST)
    }
    await soon()
    expect([...desktop.onScreen.keys()]).toContain(`may-be-muted:${accountId}`)
    expect(desktop.menu).toContain('Shop: may be muted')
    const client = session.last.message.clientId
    receive({ messages: [outboundText({ text: 'three', id: '900', client })], receivedAt: clock.now() })
    await soon()
    expect([...desktop.onScreen.keys()]).not.toContain(`may-be-muted:${accountId}`)
    expect(desktop.menu).not.toContain('Shop: may be muted')
  })

  it('is everything that waited, read in portions after the start', async () => {
    const first = await start()
    first.notifier.stop()
    for (let n = 0; n < 120; n += 1) first.write({ from: `contact${n}@im.wechat` })
    const second = await start(first.database)
    await second.soon()
    expect(second.desktop.badge.count).toBe(120)
    // together, since nobody could tell it when it came
    expect(second.desktop.titles).toEqual(['120 conversations with new messages'])
  })

  it('is read a few conversations at a time: what comes in meanwhile waits for no more', async () => {
    const { write, clock, conversations, soon, desktop } = await start()
    for (let n = 0; n < 23; n += 1) write({ from: `contact${n}@im.wechat` })
    const read = vi.spyOn(conversations, 'summary')
    const paused = vi.spyOn(globalThis, 'setImmediate')
    const timers = vi.spyOn(clock, 'setTimeout')
    await soon()
    expect(desktop.badge.count).toBe(23)
    // a timer of no length would come round again before anything else does
    expect(timers.mock.calls.filter(([ms]) => ms === 0)).toEqual([])
    const pauses = [0, ...paused.mock.invocationCallOrder, Number.POSITIVE_INFINITY]
    paused.mockRestore()
    const atOnce = pauses.map(
      (from, index) =>
        read.mock.invocationCallOrder.filter((at) => at > from && at < (pauses[index + 1] ?? 0)).length,
    )
    expect(read).toHaveBeenCalledTimes(23)
    expect(Math.max(...atOnce)).toBeLessThanOrEqual(5)
  })

  it('is what a program asks to send, in words, whose click leads to its card', async () => {
    const { write, rename, soon, desktop, places, settings, stores, events, summary, database } =
      await start()
    write({ text: 'Have you sent it?', from: OTHER_USER })
    rename(OTHER_USER, '老王')
    await soon()
    const program = {
      name: 'Helper',
      scope: 'draft',
      accounts: null,
      tokenHash: new Uint8Array(32),
      createdAt: START,
    } as const
    const programId = stores.programs.add(program)
    const ask = async (n: number, text: string) => {
      const id = ProposalId.parse(`30000000-0000-4000-8000-${String(n).padStart(12, '0')}`)
      database.transaction(() => {
        stores.proposals.add({
          ...{ id, programId, programName: 'Helper', conversationId: summary(OTHER_USER).id, text },
          ...{ kind: 'send', state: 'waiting', files: [], key: null, createdAt: START },
        })
        events.raise({ kind: 'proposals-changed', ids: [id] })
      })
      await soon()
      return id
    }
    const id = await ask(1, 'It leaves  today.')
    expect(desktop.told.at(-1)).toMatchObject({
      key: `request:${id}`,
      title: 'Helper wants to write to 老王',
      body: 'It leaves today.',
      replyPlaceholder: null,
    })
    desktop.onScreen.get(`request:${id}`)?.clicked()
    expect(places).toEqual([{ kind: 'request', id }])
    await ask(2, '')
    expect(desktop.newest?.body).toBe('Nothing goes out before you decide.')
    settings.content = 'hidden'
    await ask(3, 'It leaves today.')
    expect(desktop.newest).toMatchObject({
      title: 'A program wants to write to somebody',
      body: 'Nothing goes out before you decide.',
    })
  })

  it('is told although nobody can keep that it was', async () => {
    const { write, soon, desktop, database, failures } = await start()
    write()
    const transaction = database.transaction.bind(database)
    database.transaction = () => {
      throw new Error('the disk is full')
    }
    await soon()
    database.transaction = transaction
    expect([desktop.titles.length, failures.length]).toEqual([1, 1])
    write()
    await soon()
    expect(new ToldRepository(database).read().messagesUpTo).toBeGreaterThan(1)
  })

  it('is nothing of what is on the screen of the focused window', async () => {
    const { write, soon, desktop, notifier, shown, conversationWith, clock } = await start()
    notifier.focusChanged(true)
    shown.add(conversationWith())
    write()
    await soon()
    expect(desktop.titles).toEqual([])
    notifier.focusChanged(false)
    await clock.advance(MINUTE)
    expect(desktop.titles).toEqual([])
    write()
    await soon()
    expect(desktop.titles).toHaveLength(1)
    notifier.focusChanged(true)
    await clock.advance(0)
    expect(desktop.onScreen.size).toBe(0)
  })
})

describe('the tray', () => {
  it('leads to what its lines say', async () => {
    const { write, soon, desktop, places, accountId, turn } = await start()
    write()
    await soon()
    await turn(accountId, 'needs-sign-in')
    for (const label of [
      '1 unread conversation',
      '1 account needs you',
      'Shop: needs sign-in',
      'Show Linkboard',
    ])
      desktop.choose(label)
    expect(places).toEqual([
      { kind: 'filter', filter: 'unread' },
      { kind: 'accounts', shown: 'all' },
      { kind: 'account', id: accountId },
    ])
    desktop.choose('Quit')
    expect(desktop.done.filter((one) => one !== 'flashed')).toEqual([
      'raised',
      'raised',
      'raised',
      'raised',
      'quit',
    ])
  })
})

describe('a reply in a notification', () => {
  it('goes through the outbox and leaves the draft alone', async () => {
    const { write, soon, desktop, session, conversations, summary, clock } = await start()
    write()
    await soon()
    const { id } = summary()
    conversations.saveDraft(id, 'half a sentence')
    desktop.onScreen.get(`message:${id}`)?.replied('On its way.')
    await clock.advance(0)
    expect(session.texts).toEqual([expect.stringContaining('On its way.')])
    expect(summary().draft).toBe('half a sentence')
    expect(desktop.onScreen.has(`message:${id}`)).toBe(false)
  })

  it('goes out too when something came while it was written, which stays on the screen', async () => {
    const { write, soon, desktop, session, summary, clock } = await start()
    write()
    await soon()
    const key = `message:${summary().id}`
    const former = desktop.onScreen.get(key)
    write({ text: 'Hello?' })
    await soon()
    former?.replied('On its way.')
    await clock.advance(0)
    expect(session.texts).toEqual([expect.stringContaining('On its way.')])
    expect(desktop.onScreen.has(key)).toBe(true)
  })

  it('is not sent into a closed window, which is said, and kept as the draft', async () => {
    const { write, soon, desktop, session, summary, clock, places } = await start()
    write()
    await soon()
    const { id } = summary()
    clock.set(25 * HOUR)
    desktop.onScreen.get(`message:${id}`)?.replied('Too late?')
    expect(session.texts).toEqual([])
    expect(summary().draft).toBe('Too late?')
    expect(desktop.newest).toEqual({
      title: expect.stringMatching(/^Not sent to Contact /),
      body: 'The 24 hours to reply are over. Ask the contact to write first.\nYour text is kept as a draft.',
    })
    desktop.onScreen.get(`reply:${id}`)?.clicked()
    expect(places).toEqual([{ kind: 'conversation', id, messageId: null }])
  })

  it('is not sent when it is blank, and touches no draft', async () => {
    const { write, soon, desktop, session, summary } = await start()
    write()
    await soon()
    const { id } = summary()
    desktop.onScreen.get(`message:${id}`)?.replied(' \u200b ')
    expect([session.texts, summary().draft]).toEqual([[], ''])
    expect(desktop.newest?.title).toMatch(/^Not sent to/)
  })
})

describe('while it is locked', () => {
  it('says nothing of anybody, and takes away what was said', async () => {
    const { write, turn, accountId, soon, lock, clock, desktop } = await start()
    write({ text: 'before' })
    await soon()
    lock('locked')
    expect([desktop.onScreen.size, desktop.badge.count]).toEqual([0, 0])
    const told = desktop.told.length
    write({ text: 'meanwhile', from: OTHER_USER })
    await turn(accountId, 'needs-sign-in')
    await clock.advance(25 * HOUR)
    expect(desktop.told).toHaveLength(told)
    expect([desktop.badge.count, desktop.tray?.tooltip, desktop.tray?.isCalling]).toEqual([
      0,
      'Linkboard',
      false,
    ])
    expect(desktop.menu).toEqual(['Show Linkboard', 'Quit'])
    desktop.choose('Show Linkboard')
    expect(desktop.done.at(-1)).toBe('raised')
  })

  it('has told nothing: what is still due is told after unlocking, once', async () => {
    const { write, soon, lock, desktop } = await start()
    write({ text: 'before' })
    await soon()
    lock('locked')
    write({ text: 'meanwhile', from: OTHER_USER })
    await soon()
    lock('unlocked')
    await soon()
    expect(desktop.told.map(({ body }) => body)).toEqual(['before', 'meanwhile'])
    expect([desktop.badge.count, desktop.menu.includes('Lock now')]).toEqual([2, true])
  })

  it('begins so where it starts locked', async () => {
    const { lock, write, soon, desktop } = await start()
    lock('locked')
    desktop.clear()
    write()
    await soon()
    expect(desktop.titles).toEqual([])
  })

  it('sends no reply from a notification, and keeps its words for the message box', async () => {
    const { write, soon, lock, desktop, summary } = await start()
    write({ text: 'before' })
    await soon()
    const [notice] = [...desktop.onScreen.values()]
    lock('locked')
    notice?.replied('from behind the lock')
    notice?.clicked()
    await soon()
    expect(summary().draft).toBe('from behind the lock')
    expect(desktop.titles).toHaveLength(1)
  })

  it('is locked from the tray', async () => {
    const { lock, write, soon, desktop } = await start()
    lock('unlocked')
    write()
    await soon()
    desktop.choose('Lock now')
    expect(desktop.menu).toEqual(['Show Linkboard', 'Quit'])
  })
})
