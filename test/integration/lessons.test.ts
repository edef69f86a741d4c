import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { RECENT_CONTACTS } from '#shared/model/broadcast-defaults.ts'
import type { ConversationId } from '#shared/model/ids.ts'
import { LESSONS, type LessonId, type LessonView } from '#shared/model/lesson.ts'
import type { Message } from '#shared/model/message.ts'
import { wallTimeAt } from '#shared/model/wall-time.ts'
import { type Practice, startPractice } from '#simulator/scenario/practice.ts'
import { AppHarness } from '#test/support/app-harness.ts'
import { createQuickTime } from '#test/support/quick-time.ts'

const HOUR_MS = 60 * 60 * 1_000

describe('the lessons of practice mode', () => {
  let harness: AppHarness
  let practice: Practice

  beforeEach(async () => {
    const { clock, timers } = createQuickTime(10)
    const worlds: Practice[] = []
    harness = await AppHarness.start(
      { clock, timers },
      {
        clock,
        lessons(simulator) {
          const world = startPractice(simulator)
          worlds.push(world)
          return world.lessons
        },
      },
    )
    const [world] = worlds
    if (world === undefined) throw new Error('no practice world')
    practice = world
    for (const { botToken, botId, userId, baseUrl, alias, people } of world.presetBindings())
      await harness.app.adopt(
        { token: botToken, botId, ownerUserId: userId, baseUrl: baseUrl ?? harness.simulator.url },
        { alias, contacts: people },
      )
  })
  afterEach(async () => {
    practice.stop()
    await harness.end()
  })

  async function viewOf(lesson: LessonId): Promise<LessonView> {
    const { lessons } = await harness.request('app.snapshot', undefined)
    const found = lessons?.all.find(({ id }) => id === lesson)
    if (found === undefined) throw new Error(`no lesson ${lesson}`)
    return found
  }

  const untilStep = (lesson: LessonId, step: string) =>
    harness.until(async () => {
      const view = await viewOf(lesson)
      return view.standing === 'under-way' ? view.at.step === step : view.standing === step
    })
  const untilDone = (lesson: LessonId) => untilStep(lesson, 'done')

  /** Begins a lesson and waits until its people have written. */
  async function begin(lesson: LessonId): Promise<ConversationId[]> {
    await harness.request('practice.begin', { lesson })
    const view = await viewOf(lesson)
    if (view.standing !== 'under-way') throw new Error(`${lesson} did not begin`)
    await harness.until(({ conversations }) =>
      view.conversations.every((id) => conversations.find((one) => one.id === id)?.isUnanswered),
    )
    return view.conversations
  }

  async function beginWithOne(lesson: LessonId): Promise<ConversationId> {
    const [id] = await begin(lesson)
    if (id === undefined) throw new Error(`nobody takes part in ${lesson}`)
    return id
  }

  const say = (conversationId: ConversationId, text: string) =>
    harness.request('outbox.sendText', {
      ...{ conversationId, text, force: false },
      requestId: crypto.randomUUID(),
    })

  /** The newest message of a conversation in a state, once there is one. */
  async function sentAs(conversationId: ConversationId, state: string): Promise<Message> {
    let found: Message | undefined
    await harness.until(async () => {
      const { messages } = await harness.request('messages.page', { conversationId, limit: 50 })
      found = messages.findLast(({ sending }) => sending?.state === state)
      return found !== undefined
    })
    if (found === undefined) throw new Error(`nothing is ${state}`)
    return found
  }

  async function mark(id: ConversationId, kind: 'done' | 'snooze'): Promise<void> {
    const { conversations } = await harness.request('app.snapshot', undefined)
    const seen = conversations.find((one) => one.id === id)?.activitySeq ?? 0
    const action = kind === 'done' ? { kind } : { kind, until: null }
    await harness.request('conversations.mark', { conversations: [{ id, seen }], action })
  }

  it('begin with nothing: all of them are new, and nobody of theirs has written', async () => {
    const { lessons } = await harness.request('app.snapshot', undefined)
    expect(lessons).toMatchObject({ isShown: true, current: LESSONS[0] })
    expect(lessons?.all).toEqual(LESSONS.map((id) => ({ id, standing: 'new' })))
  })

  it('name who takes part before they have written', async () => {
    await harness.request('practice.begin', { lesson: 'answer-in-time' })
    const view = await viewOf('answer-in-time')
    const [id] = view.standing === 'under-way' ? view.conversations : []
    const { conversations } = await harness.request('app.snapshot', undefined)
    expect(conversations.find((one) => one.id === id)).toMatchObject({ contactAlias: '宋女士' })
  })

  it('1: somebody is answered before their time is up', async () => {
    const id = await beginWithOne('answer-in-time')
    const { conversations } = await harness.request('app.snapshot', undefined)
    const wroteAt = conversations.find((one) => one.id === id)?.lastInboundAt ?? 0
    const left = 24 * HOUR_MS - (harness.simulator.world.now() - wroteAt)
    expect(left).toBeGreaterThan(0)
    expect(left).toBeLessThan(HOUR_MS / 2)
    await say(id, '可以改，请把新地址发我')
    await untilDone('answer-in-time')
  })

  it('2: what was refused is sent again, and what waited with it, once the contact has written', async () => {
    const id = await beginWithOne('refused')
    await say(id, '修好了')
    await untilStep('refused', 'wait')
    await say(id, '今天发您')
    await sentAs(id, 'waiting-for-contact')
    await untilStep('refused', 'send-again')
    await harness.request('outbox.sendWaiting', { conversationId: id })
    await sentAs(id, 'accepted')
    expect(await viewOf('refused')).toMatchObject({ at: { step: 'send-again' } })
    await harness.request('outbox.sendAgain', { id: (await sentAs(id, 'refused')).id })
    await untilDone('refused')
  })

  it('3: what nobody can know is marked as sent, after the contact has shown that it arrived', async () => {
    const id = await beginWithOne('unconfirmed')
    await say(id, '上午十点')
    await untilStep('unconfirmed', 'decide')
    await harness.until(({ conversations }) => conversations.some((one) => one.id === id && one.unread > 1))
    await harness.request('outbox.markAsSent', { id: (await sentAs(id, 'unconfirmed')).id })
    await untilDone('unconfirmed')
  })

  it('3: or it is sent again, knowingly, and the contact says that it came twice', async () => {
    const id = await beginWithOne('unconfirmed')
    await say(id, '上午十点')
    await untilStep('unconfirmed', 'decide')
    await harness.request('outbox.sendAgain', { id: (await sentAs(id, 'unconfirmed')).id })
    await untilDone('unconfirmed')
    await harness.until(({ conversations }) =>
      conversations.some(
        ({ id: one, last }) => one === id && last?.part.kind === 'text' && last.part.text.includes('两遍'),
      ),
    )
  })

  it('4: an account that lost its sign-in is rescued by its owner, who scans the code, and hears from people', async () => {
    await begin('rescue')
    await untilStep('rescue', 'sign-in')
    const view = await viewOf('rescue')
    const accountId = view.standing === 'under-way' ? view.accountId : null
    if (accountId === null) throw new Error('no account')
    await harness.request('signIn.start', { label: null, accountId })
    await untilDone('rescue')
    const { accounts } = await harness.until(({ conversations }) =>
      conversations.some((one) => one.accountId === accountId && one.unread > 1),
    )
    expect(accounts.find(({ id }) => id === accountId)).toMatchObject({ state: 'online', alias: '展厅' })
    expect(accounts).toHaveLength(practice.presetBindings().length)
  })

  it('5: a file is sent to whoever asked for it; a text does not do', async () => {
    const id = await beginWithOne('file')
    await say(id, '稍等')
    await sentAs(id, 'accepted')
    expect(await viewOf('file')).toMatchObject({ standing: 'under-way' })
    const file = path.join(harness.folder, '价目表.txt')
    writeFileSync(file, '杯子 39')
    const staged = await harness.app.stage({ kind: 'path', key: crypto.randomUUID(), path: file })
    if (staged?.ok !== true) throw new Error('not staged')
    await harness.request('outbox.sendFiles', {
      ...{ conversationId: id, requestId: crypto.randomUUID(), caption: '', force: false },
      files: [{ stagedId: staged.file.id, asFile: false }],
    })
    await untilDone('file')
  })

  it('6: a quick reply that is there answers what is asked every day', async () => {
    const id = await beginWithOne('quick-reply')
    const { quickReplies } = await harness.request('app.snapshot', undefined)
    const [item] = quickReplies[0]?.items ?? []
    if (item?.kind !== 'text') throw new Error('no quick reply')
    await say(id, '九点半')
    await sentAs(id, 'accepted')
    expect(await viewOf('quick-reply')).toMatchObject({ standing: 'under-way' })
    await say(id, item.text)
    await untilDone('quick-reply')
    // the same again leaves no second one
    await begin('quick-reply')
    expect((await harness.request('app.snapshot', undefined)).quickReplies).toHaveLength(1)
  })

  it('7: one conversation is snoozed and one is done, in whatever order', async () => {
    const [first, second] = await begin('tidy')
    if (first === undefined || second === undefined) throw new Error('not two')
    await mark(second, 'done')
    await untilStep('tidy', 'snooze')
    await mark(first, 'snooze')
    await untilDone('tidy')
  })

  it('8: what is asked for is found with two characters in another account and said', async () => {
    const id = await beginWithOne('search')
    const search = () =>
      harness.request('search.messages', { text: '青花', filter: { direction: 'in' }, limit: 20 })
    await expect.poll(async () => (await search())?.hits.length).toBe(2)
    const found = (await search())?.hits.find(({ conversationId }) => conversationId !== id)
    expect(found).toBeDefined()
    await say(id, '我查一下')
    await sentAs(id, 'accepted')
    expect(await viewOf('search')).toMatchObject({ standing: 'under-way' })
    await say(id, '您好，单号是 qh-3086')
    await untilDone('search')
  })

  it('9: a broadcast goes to a few', async () => {
    await begin('broadcast')
    const { accounts, conversations } = await harness.until(
      (now) => now.conversations.filter(({ contactAlias }) => contactAlias === '秦女士').length === 1,
    )
    const showroom = accounts.find(({ alias }) => alias === '展厅')
    const recipients = conversations
      .filter(({ accountId, hasWritten }) => accountId === showroom?.id && hasWritten)
      .map(({ id }) => id)
    const content = { text: '本周有新样品', fallbacks: { contact: '', account: '' }, files: [] }
    const draft = { id: null, content, choice: RECENT_CONTACTS, paceMs: 1_500 }
    const { id } = await harness.request('broadcasts.saveDraft', draft)
    expect(await viewOf('broadcast')).toMatchObject({ at: { step: 'start' } })
    await harness.request('broadcasts.start', { id, recipients })
    await untilDone('broadcast')
  })

  it('10: a message is scheduled for later', async () => {
    const id = await beginWithOne('send-later')
    await harness.request('scheduled.add', {
      ...{ conversationId: id, requestId: crypto.randomUUID(), text: '地址是中山路 18 号' },
      files: [],
      due: wallTimeAt(harness.simulator.world.now() + HOUR_MS),
    })
    await untilDone('send-later')
  })

  it('go on beside each other: what is done in one is nothing to another, and who takes part is in one alone', async () => {
    const people = new Set<ConversationId>()
    const all = LESSONS.filter((lesson) => lesson !== 'rescue')
    for (const lesson of all) for (const id of await begin(lesson)) people.add(id)
    expect(people.size).toBe(9)
    const view = await viewOf('send-later')
    const [last] = view.standing === 'under-way' ? view.conversations : []
    if (last === undefined) throw new Error('nobody')
    await say(last, '好的')
    await sentAs(last, 'accepted')
    const { lessons } = await harness.request('app.snapshot', undefined)
    expect(lessons?.all.filter(({ standing }) => standing === 'under-way')).toHaveLength(all.length)
  })

  it('one that is skipped goes wrong no more, and can be begun later', async () => {
    const id = await beginWithOne('refused')
    await harness.request('practice.skip', { lesson: 'refused' })
    const { lessons } = await harness.request('app.snapshot', undefined)
    expect(lessons).toMatchObject({ current: 'unconfirmed' })
    expect(await viewOf('refused')).toEqual({ id: 'refused', standing: 'skipped' })
    await say(id, '修好了')
    await sentAs(id, 'accepted')
    await begin('refused')
    await say(id, '还有一张')
    await untilStep('refused', 'wait')
  })

  it('one whose account was removed cannot be begun, and says so', async () => {
    const { accounts } = await harness.request('app.snapshot', undefined)
    const store = accounts.find(({ alias }) => alias === '门店')
    if (store === undefined) throw new Error('no account')
    await harness.request('accounts.remove', { id: store.id, history: 'keep' })
    const answer = await harness.window.request('practice.begin', { lesson: 'answer-in-time' })
    expect(answer).toEqual({ ok: false, error: { code: 'not-possible-now' } })
    expect(await viewOf('answer-in-time')).toEqual({ id: 'answer-in-time', standing: 'new' })
  })

  it('one that cannot be begun stands before the operator, who can skip it and nothing else', async () => {
    const { accounts } = await harness.request('app.snapshot', undefined)
    const store = accounts.find(({ alias }) => alias === '门店')
    if (store === undefined) throw new Error('no account')
    await begin('refused')
    await harness.request('accounts.remove', { id: store.id, history: 'keep' })
    await harness.window.request('practice.begin', { lesson: 'search' })
    expect((await harness.request('app.snapshot', undefined)).lessons?.current).toBe('search')
    await harness.request('practice.skip', { lesson: 'search' })
    expect(await viewOf('refused')).toMatchObject({ standing: 'under-way' })
  })

  it('one whose contact is deleted meanwhile can be begun anew, with nothing left of before', async () => {
    const id = await beginWithOne('refused')
    await say(id, '修好了')
    await untilStep('refused', 'wait')
    await harness.request('contacts.delete', { id })
    expect(await viewOf('refused')).toEqual({ id: 'refused', standing: 'new' })
    const again = await beginWithOne('refused')
    expect(again).not.toBe(id)
    await say(again, '修好了')
    await untilStep('refused', 'wait')
  })

  it('one whose account is removed meanwhile is no dead end', async () => {
    await begin('rescue')
    await untilStep('rescue', 'sign-in')
    const view = await viewOf('rescue')
    const id = view.standing === 'under-way' ? view.accountId : null
    if (id === null) throw new Error('no account')
    await harness.request('accounts.remove', { id, history: 'delete' })
    expect(await viewOf('rescue')).toEqual({ id: 'rescue', standing: 'new' })
  })

  it('are put away and brought back', async () => {
    await harness.request('practice.show', { isShown: false })
    expect((await harness.request('app.snapshot', undefined)).lessons?.isShown).toBe(false)
    await harness.request('practice.begin', { lesson: 'broadcast' })
    expect((await harness.request('app.snapshot', undefined)).lessons).toMatchObject({
      isShown: true,
      current: 'broadcast',
    })
  })
})

it('outside of practice mode there are no lessons, and what asks for them is refused', async () => {
  const harness = await AppHarness.start()
  try {
    expect((await harness.request('app.snapshot', undefined)).lessons).toBeNull()
    const refused = { ok: false, error: { code: 'not-possible-now' } }
    for (const ask of [
      () => harness.window.request('practice.begin', { lesson: 'refused' }),
      () => harness.window.request('practice.skip', { lesson: 'refused' }),
      () => harness.window.request('practice.show', { isShown: true }),
    ])
      expect(await ask()).toEqual(refused)
  } finally {
    await harness.end()
  }
})
