import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type CellFault, eventually, Rig } from './rig.ts'
import { type CellFilter, TROUBLES, wrongTypesOf } from './troubles.ts'

// The fault matrix: each call × each kind of trouble, one behaviour per cell, seen from outside. Signing
// in has its own file.

const CELL_MS = 60_000

function row(
  isChosen: CellFilter,
  call: string,
  cells: readonly [string, CellFault, ...unknown[]][],
  check: (rig: Rig, cell: [string, CellFault, ...unknown[]]) => Promise<void>,
): void {
  const chosen = cells.filter(([name]) => isChosen(name))
  describe(call, () => {
    let rig: Rig
    beforeAll(async () => {
      rig = await Rig.start()
    })
    afterAll(() => rig.end())
    it.concurrent.each(chosen)(
      `${call} × %s`,
      async (...cell) => {
        await check(rig, cell)
      },
      CELL_MS,
    )
  })
}

const allTroubles = Object.entries(TROUBLES)

/** What a reply becomes, and how often the phone shows it. */
type SendCell = [string, CellFault, string, number]

const UNKNOWN = 'unconfirmed, answer-lost'
const FAILED = 'unconfirmed, server-failed'
const UNREADABLE = 'unconfirmed, answer-unreadable'
const WITHOUT_ID = 'unconfirmed, no-message-id'

const sendTroubles: Readonly<Record<string, [string, number]>> = {
  delay: ['accepted', 1],
  'drop before effect': [UNKNOWN, 0],
  'drop after effect': [UNKNOWN, 1],
  '500 before effect': [FAILED, 0],
  '500 after effect': [FAILED, 1],
  '502': [FAILED, 0],
  '524 at once': [FAILED, 0],
  '524 after a hold': [FAILED, 0],
  redirect: ['unconfirmed, answered-by-another', 0],
  'garbage before effect': [UNREADABLE, 0],
  'garbage after effect': [UNREADABLE, 1],
  'JSON that is no object': [UNREADABLE, 1],
  'empty before effect': [WITHOUT_ID, 0],
  'empty after effect': [WITHOUT_ID, 1],
  'cut off': [UNKNOWN, 1],
  slow: ['accepted', 1],
  hang: ['unconfirmed, no-answer', 0],
  refusal: ['refused, refused-unknown', 0],
  '−14 as ret': ['accepted', 1],
  '−14 as errcode': ['accepted', 1],
  '−14 as errcode alone': ['accepted', 1],
}

/** Declares the tests of the cells that are chosen. */
export function declareMatrix(isChosen: CellFilter): void {
  row(
    isChosen,
    'getupdates',
    [
      ...allTroubles,
      ['duplicates with the same id', { kind: 'duplicate', how: 'sameId' }],
      ['duplicates with the same id, later', { kind: 'duplicate', how: 'sameId', later: true }],
      ['duplicates without id', { kind: 'duplicate', how: 'noId' }],
      ['duplicates without id, later', { kind: 'duplicate', how: 'noId', later: true }],
      ['reorder', { kind: 'reorder' }],
      ['no ids', { kind: 'noIds' }],
      ['an empty cursor', { kind: 'emptyCursor' }],
      ...wrongTypesOf('ret', 'get_updates_buf', 'longpolling_timeout_ms'),
      ...wrongTypesOf('seq', 'message_id', 'to_user_id', 'client_id', 'create_time_ms', 'update_time_ms'),
      ...wrongTypesOf('delete_time_ms', 'session_id', 'group_id', 'message_type', 'message_state'),
      ...wrongTypesOf('context_token', 'type', 'is_completed'),
    ],
    async (rig, [name, fault]) => {
      const cell = rig.prepare(name)
      cell.order('getupdates', fault)
      cell.write('a', 'b', 'c')
      await cell.adopt()
      await eventually(async () => expect(await cell.received()).toEqual(['a', 'b', 'c']))
      cell.write('d')
      await eventually(async () => expect(await cell.received()).toEqual(['a', 'b', 'c', 'd']))
      await eventually(async () => expect(await cell.state()).toBe('online'))
      expect(cell.left).toBe(0)
    },
  )

  row(
    isChosen,
    'getupdates, copies with new ids',
    [
      ['at once', { kind: 'duplicate', how: 'newId' }],
      ['later', { kind: 'duplicate', how: 'newId', later: true }],
    ],
    async (rig, [name, fault]) => {
      const cell = rig.prepare(name)
      cell.order('getupdates', fault)
      cell.write('a', 'b')
      await cell.adopt()
      await eventually(async () => expect((await cell.received()).sort()).toEqual(['a', 'a', 'b', 'b']))
    },
  )

  row(
    isChosen,
    'getupdates, broken messages',
    [
      ['one malformed message in a good batch', { kind: 'malformedMessage' }, 1, ['a', 'b']],
      ...wrongTypesOf('from_user_id').map(([name, fault]): [string, CellFault, number, string[]] => [
        name,
        fault,
        2,
        [],
      ]),
      ...wrongTypesOf('text_item').map(([name, fault]): [string, CellFault, number, string[]] => [
        name,
        fault,
        2,
        ['(unreadable)', '(unreadable)'],
      ]),
    ],
    async (rig, [name, fault, unreadable, readable]) => {
      const cell = rig.prepare(name)
      cell.order('getupdates', fault)
      cell.write('a', 'b')
      await cell.adopt()
      await eventually(async () => expect(await cell.unreadable()).toBe(unreadable))
      cell.write('later')
      await eventually(async () =>
        expect(await cell.received()).toEqual([...(readable as string[]), 'later']),
      )
      expect(await cell.state()).toBe('online')
    },
  )

  describe('getupdates × members that carry the messages', () => {
    it.each(wrongTypesOf('msgs', 'item_list', 'text').filter(([name]) => isChosen(name)))(
      '%s: the account goes on',
      async (name, fault) => {
        const rig = await Rig.start()
        const cell = rig.prepare(name)
        cell.order('getupdates', fault)
        cell.write('a')
        await cell.adopt()
        await eventually(() => expect(cell.left).toBe(0))
        cell.write('later')
        await eventually(async () => expect((await cell.received()).at(-1)).toBe('later'))
        await rig.end()
      },
    )
  })

  row(
    isChosen,
    'sendmessage',
    [
      ...allTroubles.map(([name, fault]): SendCell => [name, fault, ...(sendTroubles[name] ?? ['', -1])]),
      ['no message id', { kind: 'noMessageId' }, WITHOUT_ID, 1],
      ['wrong type of message_id', { kind: 'wrongTypes', field: 'message_id' }, WITHOUT_ID, 1],
      ['wrong type of ret', { kind: 'wrongTypes', field: 'ret' }, 'accepted', 1],
      ['prepare failed', { kind: 'ret', ret: -2, errmsg: 'prepare failed' }, 'refused, stale-context', 0],
      ['rate limited', { kind: 'ret', ret: -2, errmsg: 'rate limited' }, 'refused, rate-limited', 0],
      ['a parameter text', { kind: 'ret', ret: -2, errmsg: 'msg required' }, 'refused, malformed', 0],
      ['−3', { kind: 'ret', ret: -3, errmsg: 'invalid arguments' }, 'refused, wrong-recipient', 0],
    ],
    async (rig, [name, fault, outcome, shown]) => {
      const cell = rig.prepare(name)
      await cell.adopt()
      cell.write('question')
      await eventually(async () => expect(await cell.received()).toEqual(['question']))
      cell.order('sendmessage', fault)
      await cell.send('answer')
      await eventually(async () => expect(await cell.outcome('answer')).toBe(outcome))
      expect(cell.onPhone('answer')).toBe(shown)
      expect(cell.left).toBe(0)
      const isRetried = name.startsWith('−14')
      expect(cell.requests('sendmessage')).toBe(isRetried ? 2 : 1)
      // whatever it was, a reply to the contact's next message goes out, and the former one not again
      cell.write('another question')
      await eventually(async () => expect(await cell.received()).toEqual(['question', 'another question']))
      await cell.send('another answer')
      await eventually(async () => expect(await cell.outcome('another answer')).toBe('accepted'))
      expect([cell.onPhone('answer'), cell.onPhone('another answer')]).toEqual([shown, 1])
    },
  )

  for (const call of ['getconfig', 'sendtyping'] as const) {
    row(
      isChosen,
      call,
      [...allTroubles, ...wrongTypesOf(...(call === 'getconfig' ? ['typing_ticket', 'ret'] : ['ret']))],
      async (rig, [name, fault]) => {
        const cell = rig.prepare(name)
        await cell.adopt()
        cell.write('question')
        await eventually(async () => expect(await cell.received()).toEqual(['question']))
        cell.order(call, fault)
        await eventually(async () => {
          await cell.type()
          expect([cell.isTypingShown, cell.requests(call) > 0]).toEqual([true, true])
        })
        await cell.send('answer')
        await eventually(async () => expect(await cell.outcome('answer')).toBe('accepted'))
        expect(await cell.state()).toBe('online')
        expect(cell.left).toBe(0)
      },
    )
  }

  row(isChosen, 'notifystart', [...allTroubles, ...wrongTypesOf('ret')], async (rig, [name, fault]) => {
    const cell = rig.prepare(name)
    cell.order('notifystart', fault)
    await cell.adopt()
    cell.write('question')
    await eventually(async () => expect(await cell.received()).toEqual(['question']))
    await eventually(async () => expect(await cell.state()).toBe('online'))
    expect(cell.left).toBe(0)
  })

  row(isChosen, 'notifystop', [...allTroubles, ...wrongTypesOf('ret')], async (rig, [name, fault]) => {
    const cell = rig.prepare(name)
    await cell.adopt()
    cell.write('question')
    await eventually(async () => expect(await cell.received()).toEqual(['question']))
    cell.order('notifystop', fault)
    await rig.harness.request('accounts.signOut', { id: cell.id })
    expect(await cell.state()).toBe('signed-out')
    expect([cell.left, cell.requests('notifystop')]).toEqual([0, 1])
    expect(await cell.received()).toEqual(['question'])
  })
}
