// @vitest-environment jsdom
import { act, cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react'
import { afterEach, describe, expect, it } from 'vitest'
import { AppError } from '#shared/errors.ts'
import type { BroadcastPlan } from '#shared/model/broadcast.ts'
import { aConversation, accountId, conversationId } from '../../../test-support/samples.ts'
import { aPlan, button, cells, choose, HOUR, openDialog, press, someContacts, write } from '../testing.tsx'

/** Writes something and goes to the plan. */
async function openPlan(plan: BroadcastPlan = aPlan(), ...[handlers, over]: Parameters<typeof openDialog>) {
  const opened = await openDialog({ 'broadcasts.plan': () => plan, ...handlers }, over)
  write('Hello')
  press('Next')
  press('Next')
  await screen.findByRole('heading', { name: /^Included/u })
  return opened
}

const skip = (
  n: number,
  reason: BroadcastPlan['skipped'][number]['reason'],
  over: Partial<BroadcastPlan['skipped'][number]> = {},
) => ({ conversationId: conversationId(n), reason, accountState: null, left: 0, others: [], ...over })

describe('the plan of a broadcast', () => {
  afterEach(cleanup)

  it('counts missing names up front, and lets one skip those people', async () => {
    const { bridge } = await openPlan(aPlan({ unnamed: { contacts: 2, accounts: 0 } }))
    const words = screen.getByText(/^2 contacts have no name/u)
    const tables = screen.getByRole('heading', { name: /^Included/u })
    expect(words.compareDocumentPosition(tables)).toBe(Node.DOCUMENT_POSITION_FOLLOWING)
    const skipping = screen.getByRole<HTMLInputElement>('checkbox', { name: 'Skip people without a name' })
    expect(skipping.checked).toBe(false)
    fireEvent.click(skipping)
    await waitFor(() =>
      expect(bridge.inputs('broadcasts.plan').at(-1)?.choice).toMatchObject({ skipUnnamed: true }),
    )
  })

  it('keeps the way back while such people are skipped, and says what would help', async () => {
    const plan = aPlan({ skipped: [skip(3, 'name-missing')] })
    await openPlan(plan)
    expect(screen.queryByRole('checkbox', { name: 'Skip people without a name' })).toBeNull()
    expect(cells('Skipped')[0]).toEqual([
      'Contact 000003',
      'Shop',
      'Name missingA name that the text uses is missing. Give one, or include these people above.',
    ])
  })

  it('says who gets it, when, and in one sentence what is sent', async () => {
    await openPlan(
      aPlan({
        included: [
          { conversationId: conversationId(1), messages: 2, turnMs: 0, closesBefore: false },
          { conversationId: conversationId(3), messages: 3, turnMs: 180_000, closesBefore: true },
        ],
        messagesEach: { from: 2, to: 3 },
        messages: 5,
        accounts: [
          { accountId: accountId(1), people: 1, messages: 2, bytes: 2_048 },
          { accountId: accountId(2), people: 1, messages: 3, bytes: 2_048 },
        ],
        bytesEach: 2_048,
        bytes: 4_096,
        unnamed: { contacts: 1, accounts: 0 },
      }),
    )
    expect(screen.getByRole('heading', { name: 'Included (2)' })).toBeTruthy()
    expect(cells('Included')).toEqual([
      ['Li', 'Studio', '2', 'Immediately'],
      ['Contact 000003', 'Shop', '3', 'In 3 minutesReply window closes first'],
    ])
    expect(screen.getByText('Send 2 to 3 messages to each of 2 people through 2 accounts')).toBeTruthy()
    expect(screen.getByText('2 messages per person are reserved for your own replies.')).toBeTruthy()
    expect(screen.getByText(/^2 KB are uploaded per person, 4 KB in total/u)).toBeTruthy()
    expect(screen.getByText(/^1 contact has no name: that place stays empty/u)).toBeTruthy()
    expect(screen.getByText(/^1 reply window closes before its turn/u)).toBeTruthy()
    expect(screen.getByText(/^About 12 minutes at one message every 3 s per account/u)).toBeTruthy()
    expect(cells('Cost per account')).toEqual([
      ['Studio', '1', '2', '2 KB'],
      ['Shop', '1', '3', '2 KB'],
    ])
    expect(screen.getByText('Nobody is skipped.')).toBeTruthy()
  })

  it('says who is skipped, why, and what would help', async () => {
    await openPlan(
      aPlan({
        skipped: [
          skip(4, 'window-closed'),
          skip(1, 'quota-short', { left: 1 }),
          skip(2, 'excluded'),
          skip(3, 'account-offline', { accountState: 'needs-sign-in' }),
          skip(5, 'window-closed'),
        ],
      }),
      {},
      { conversations: [...someContacts(), aConversation(5, { contactAlias: 'Ann' })] },
    )
    expect(cells('Skipped')).toEqual([
      [
        'Contact 000003',
        'Shop',
        'Account offlineShop is not online (Needs sign-in). Reconnect it or sign in again under Accounts.',
      ],
      [
        'Li',
        'Studio',
        'Quota shortOnly 1 message can still go out. Shorten the broadcast, or wait until they have written.',
      ],
      ['Old', 'Studio', 'Window closedOnce Old writes again, they are added automatically.'],
      ['Ann', 'Studio', 'Window closedOnce Ann writes again, they are added automatically.'],
      ['Mei', 'Studio', 'ExcludedTaken out by hand. Check them under Recipients to include them.'],
    ])
    expect(
      screen.getByText('Account offline 1 · Quota short 1 · Window closed 2 · Excluded 1').closest('table'),
    ).toBeNull()
  })

  it.each([
    [2, 3, '3 messages are left: after this fewer than the 2 reserved for your own replies would remain.'],
    [2, 1, '1 message is left: after this fewer than the 2 reserved for your own replies would remain.'],
    [1, 1, '1 message is left: after this not even the one reserved for your own replies would remain.'],
  ])('says of a reserve of %i what %i left mean', async (reserve, left, words) => {
    await openPlan(aPlan({ reserve, skipped: [skip(1, 'reserve', { left })] }))
    expect(cells('Skipped')[0]?.[2]).toContain(
      `${words} Shorten the broadcast, or wait until they have written.`,
    )
  })

  it('P8: takes another account for somebody, and asks again', async () => {
    const [li] = someContacts()
    const other = aConversation(5, {
      accountId: accountId(2),
      contactUserId: li?.contactUserId ?? '',
      lastInboundAt: Date.now() - 9 * HOUR,
    })
    const { bridge } = await openPlan(
      aPlan({ skipped: [skip(1, 'account-offline', { others: [conversationId(5)] })] }),
      {},
      { conversations: [...someContacts(), other] },
    )
    press('Use Shop')
    await waitFor(() =>
      expect(bridge.inputs('broadcasts.plan').at(-1)?.choice.routes).toEqual([
        { contactUserId: li?.contactUserId, conversationId: 5 },
      ]),
    )
  })

  it('asks again when the pace is changed or somebody writes; the latest answer wins', async () => {
    const { bridge } = await openPlan()
    choose('Pace per account', '10000')
    expect(button('Start broadcast').disabled).toBe(true)
    await waitFor(() => expect(bridge.inputs('broadcasts.plan').at(-1)?.paceMs).toBe(10_000))
    await waitFor(() => expect(button('Start broadcast').disabled).toBe(false))
    const asked = bridge.inputs('broadcasts.plan').length
    act(() => bridge.emit({ kind: 'conversation', conversation: aConversation(8) }))
    await waitFor(() => expect(bridge.inputs('broadcasts.plan').length).toBe(asked + 1))
  })

  it('says why it cannot be started', async () => {
    await openPlan(
      aPlan({
        included: [],
        accounts: [],
        messages: 0,
        messagesEach: { from: 0, to: 0 },
        problem: 'no-recipients',
      }),
    )
    expect(screen.getByText('Nobody would get it.')).toBeTruthy()
    expect(screen.queryByText(/uploads not counted/u)).toBeNull()
    expect(screen.getByText(/^Nobody is chosen\. Go back to the recipients/u)).toBeTruthy()
    expect(button('Start broadcast').disabled).toBe(true)
  })

  it('says that the plan could not be made, and asks again', async () => {
    let fails = true
    await openDialog({
      'broadcasts.plan': () => {
        if (fails) throw new AppError('internal')
        return aPlan()
      },
    })
    press('Next')
    press('Next')
    expect((await screen.findByRole('alert')).textContent).toMatch(/^Something went wrong/u)
    fails = false
    press('Try again')
    expect(await screen.findByRole('table', { name: 'Included' })).toBeTruthy()
  })
})

describe('starting a broadcast', () => {
  afterEach(cleanup)

  async function send() {
    press('Start broadcast')
    const question = within(await screen.findByRole('alertdialog', { name: 'Start this broadcast?' }))
    return { question, confirm: question.getByRole('button', { name: 'Send' }) }
  }

  it('P13: starts once, for the people of the plan, after it was confirmed', async () => {
    const { bridge, onStarted, onClose } = await openPlan()
    const { question, confirm } = await send()
    expect(
      question.getByText(
        'Send 1 message to each of 2 people through 1 account. It takes about 12 minutes. What is sent cannot be recalled.',
      ),
    ).toBeTruthy()
    expect(bridge.inputs('broadcasts.start')).toEqual([])
    fireEvent.click(confirm)
    fireEvent.click(confirm)
    await waitFor(() => expect(onStarted).toHaveBeenCalledWith(7))
    expect(onStarted).toHaveBeenCalledOnce()
    expect(bridge.inputs('broadcasts.start')).toEqual([{ id: 7, recipients: [1, 2] }])
    expect(bridge.inputs('broadcasts.saveDraft')).toMatchObject([{ content: { text: 'Hello' } }])
    expect(bridge.inputs('staging.discard')).toEqual([])
    expect(onClose).not.toHaveBeenCalled()
  })

  it('starts nothing when it is cancelled', async () => {
    const { bridge, onStarted } = await openPlan()
    const { question } = await send()
    fireEvent.click(question.getByRole('button', { name: 'Cancel' }))
    await waitFor(() => expect(screen.queryByRole('alertdialog')).toBeNull())
    expect(bridge.inputs('broadcasts.start')).toEqual([])
    expect(onStarted).not.toHaveBeenCalled()
  })

  it('stays with its error where it could not be started, and can be tried again', async () => {
    let fails = true
    const { onStarted } = await openPlan(aPlan(), {
      'broadcasts.start': () => {
        if (fails) throw new AppError('media-missing')
      },
    })
    fireEvent.click((await send()).confirm)
    expect((await screen.findByRole('alert')).textContent).toMatch(/no longer on this computer/u)
    expect(onStarted).not.toHaveBeenCalled()
    fails = false
    fireEvent.click((await send()).confirm)
    await waitFor(() => expect(onStarted).toHaveBeenCalledWith(7))
  })

  it('starts nothing that could not be kept', async () => {
    const { bridge } = await openPlan(aPlan(), {
      'broadcasts.saveDraft': () => {
        throw new AppError('storage-full')
      },
    })
    fireEvent.click((await send()).confirm)
    await waitFor(() => expect(screen.getAllByText(/The disk is full/u).length).toBeGreaterThan(0))
    expect(bridge.inputs('broadcasts.start')).toEqual([])
  })
})
