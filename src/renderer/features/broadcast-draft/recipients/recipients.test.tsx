// @vitest-environment jsdom
import { act, cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react'
import { afterEach, describe, expect, it } from 'vitest'
import { AppError } from '#shared/errors.ts'
import type { BroadcastRecipient } from '#shared/model/broadcast.ts'
import { aConversation, accountId, conversationId } from '../../../test-support/samples.ts'
import {
  aRun,
  broadcastId,
  cells,
  checkbox,
  choose,
  contacts,
  field,
  HOUR,
  openDialog,
  press,
  someContacts,
} from '../testing.tsx'

async function openRecipients(...input: Parameters<typeof openDialog>) {
  const opened = await openDialog(...input)
  press('Next')
  return opened
}

const counts = () => screen.getByText(/chosen of/u, { ignore: '[role=status]' }).textContent
const OTHERS = ['+ Contact 000003 via Shop', '+ Li via Studio', '- Old via Studio']

describe('choosing recipients', () => {
  afterEach(cleanup)

  it('begins with everybody who can be reached, who closes soonest first, and shows the others', async () => {
    await openRecipients()
    expect(field('From').selectedOptions[0]?.text).toBe('Recent contacts (reply window open)')
    expect(contacts()).toEqual(['+ Mei via Studio', ...OTHERS])
    expect(counts()).toBe('3 chosen of 4 through 2 accounts')
    expect(cells('Contacts')[0]?.slice(1, 5)).toEqual(['Mei', 'Studio', '4 h', '10'])
  })

  it('counts who is chosen at once, and reads that out when it has come to rest', async () => {
    await openRecipients()
    const said = () => screen.getByText(/chosen of/u, { selector: '[role=status]' }).textContent
    fireEvent.click(checkbox('Old via Studio'))
    expect(counts()).toBe('4 chosen of 4 through 2 accounts')
    expect(screen.getByText(counts() ?? '').closest('[aria-live], [aria-hidden], [role=status]')).toBeNull()
    expect(said()).toBe('3 chosen of 4 through 2 accounts')
    await waitFor(() => expect(said()).toBe('4 chosen of 4 through 2 accounts'))
  })

  it('narrows down by tags, which are offered once there are some', async () => {
    const [li, mei] = someContacts()
    if (li === undefined || mei === undefined) throw new Error('no contacts')
    const card = { note: '', followUp: null, isSelf: false }
    await openRecipients(
      {},
      {
        contacts: [
          { ...card, userId: li.contactUserId, tags: ['regular'] },
          { ...card, userId: mei.contactUserId, tags: ['regular', 'wholesale'] },
        ],
      },
    )
    const rare = () => screen.getByText(/^More filters/u).closest('details')?.open
    expect(rare()).toBe(false)
    fireEvent.click(screen.getByText('More filters'))
    expect(rare()).toBe(true)
    fireEvent.click(screen.getByRole('button', { name: /^Without tags/u }))
    fireEvent.click(await screen.findByRole('menuitemcheckbox', { name: 'wholesale' }))
    expect(contacts()).not.toContain('+ Mei via Studio')
    expect(contacts()).toContain('+ Li via Studio')
    press('Next')
    press('Back')
    expect(screen.getByText('More filters (1 in use)')).toBeDefined()
    expect(rare()).toBe(true)
  })

  it('picks one by one over the rules, and keeps that with the draft', async () => {
    const { bridge } = await openDialog()
    fireEvent.change(screen.getByRole('textbox', { name: 'Message' }), { target: { value: 'Hello' } })
    press('Next')
    fireEvent.click(checkbox('Old via Studio'))
    fireEvent.click(checkbox('Li via Studio'))
    expect(counts()).toBe('3 chosen of 4 through 2 accounts')
    press('Next')
    await waitFor(() =>
      expect(bridge.inputs('broadcasts.saveDraft').at(-1)?.choice.picks).toEqual([
        { contactUserId: someContacts()[3]?.contactUserId, included: true },
        { contactUserId: someContacts()[0]?.contactUserId, included: false },
      ]),
    )
    press('Back')
    fireEvent.click(checkbox('Old via Studio'))
    fireEvent.click(checkbox('Li via Studio'))
    press('Next')
    await waitFor(() => expect(bridge.inputs('broadcasts.saveDraft').at(-1)?.choice.picks).toEqual([]))
  })

  it('P8: has one row for a person known to several accounts, and lets another one be taken', async () => {
    const [li] = someContacts()
    const conversations = [
      ...someContacts(),
      aConversation(5, {
        accountId: accountId(2),
        contactUserId: li?.contactUserId ?? '',
        contactAlias: 'Li',
        lastInboundAt: Date.now() - 9 * HOUR,
        lastInboundSeq: 0,
      }),
    ]
    await openRecipients({}, { conversations })
    expect(contacts()).toEqual(['+ Mei via Studio', ...OTHERS])
    const route = field('Account for Li')
    expect([...route.options].map(({ text }) => text)).toEqual(['Studio', 'Shop'])
    fireEvent.change(route, { target: { value: '5' } })
    expect(contacts()).toContain('+ Li via Shop')
    expect(contacts()).not.toContain('+ Li via Studio')
  })

  it('chooses all who are shown, or nobody of them', async () => {
    await openRecipients()
    fireEvent.change(screen.getByRole('searchbox', { name: 'Search by name' }), { target: { value: 'ol' } })
    expect(contacts()).toEqual(['- Old via Studio'])
    fireEvent.click(checkbox('Choose everybody shown'))
    fireEvent.change(screen.getByRole('searchbox', { name: 'Search by name' }), { target: { value: '' } })
    expect(counts()).toBe('4 chosen of 4 through 2 accounts')
    expect(checkbox('Choose everybody shown').checked).toBe(true)
    fireEvent.click(checkbox('Choose everybody shown'))
    expect(screen.getByText('Nobody chosen of 4', { ignore: '[role=status]' })).toBeTruthy()
  })

  it('gives all who are shown back to the rules, also those whose window closed meanwhile', async () => {
    const { bridge } = await openDialog()
    fireEvent.change(screen.getByRole('textbox', { name: 'Message' }), { target: { value: 'Hello' } })
    press('Next')
    fireEvent.click(checkbox('Choose everybody shown'))
    expect(contacts().every((words) => words.startsWith('-'))).toBe(true)
    const [li] = someContacts()
    if (!li) throw new Error('no contact')
    act(() =>
      bridge.emit({ kind: 'conversation', conversation: { ...li, lastInboundAt: Date.now() - 30 * HOUR } }),
    )
    fireEvent.click(checkbox('Choose everybody shown'))
    expect(checkbox('Choose everybody shown').checked).toBe(true)
    expect(counts()).toBe('2 chosen of 4 through 2 accounts')
    press('Next')
    await waitFor(() => expect(bridge.inputs('broadcasts.saveDraft').at(-1)?.choice.picks).toEqual([]))
  })

  it('chooses all by hand, whether they can be reached or not, but nobody who is excluded for good', async () => {
    const conversations = someContacts().map((one, place) => ({ ...one, isExcluded: place === 0 }))
    await openRecipients({}, { conversations })
    choose('From', 'nobody')
    fireEvent.click(checkbox('Choose everybody shown'))
    expect(contacts().filter((words) => words.startsWith('-'))).toEqual(['- Li via Studio'])
    expect(counts()).toBe('3 chosen of 4 through 2 accounts')
  })

  it('filters by account, by hours and by what is unread; who was picked stays', async () => {
    await openRecipients()
    choose('Reply window closes', '4')
    expect(contacts()).toEqual(['+ Mei via Studio'])
    choose('Reply window closes', '')
    choose('Last wrote', '6')
    expect(contacts()).toEqual(OTHERS.slice(0, 2))
    choose('Last wrote', '')
    fireEvent.click(checkbox('Old via Studio'))
    fireEvent.click(checkbox('Unread only'))
    expect(contacts()).toEqual(['+ Mei via Studio', '+ Old via Studio'])
    fireEvent.click(checkbox('Unread only'))
    press('Accounts All accounts')
    fireEvent.click(await screen.findByRole('menuitemcheckbox', { name: 'Shop' }))
    await waitFor(() => expect(contacts()).toEqual(['+ Contact 000003 via Shop', '+ Old via Studio']))
  })

  it('offers everybody for picking by hand', async () => {
    await openRecipients()
    choose('From', 'nobody')
    expect(contacts().map((words) => words.slice(0, 1))).toEqual(['-', '-', '-', '-'])
    fireEvent.click(checkbox('Mei via Studio'))
    expect(counts()).toBe('1 chosen of 4 through 1 account')
  })

  it('takes whom a former run was for, or whom it did not reach', async () => {
    const [li, mei, , old] = someContacts()
    const line = (
      place: number,
      contactUserId: string | undefined,
      over: Partial<BroadcastRecipient>,
    ): BroadcastRecipient => ({
      broadcastId: broadcastId(3),
      place,
      conversationId: conversationId(1),
      accountId: accountId(1),
      contactUserId: contactUserId ?? '',
      isPlanned: true,
      state: 'accepted',
      skip: null,
      items: [],
      settledAt: null,
      answeredAt: null,
      ...over,
    })
    const { bridge } = await openRecipients(
      {
        'broadcasts.show': () => ({
          id: broadcastId(3),
          text: '',
          fallbacks: { contact: '', account: '' },
          files: [],
          paceMs: 3_000,
          reserve: 2,
          recipients: [
            line(0, li?.contactUserId, {}),
            line(1, mei?.contactUserId, { state: 'refused' }),
            line(2, old?.contactUserId, { state: 'skipped', isPlanned: false }),
          ],
        }),
      },
      {
        broadcasts: [
          aRun(3, { title: 'News' }),
          aRun(4, { state: 'draft', startedAt: null, title: 'Unborn' }),
        ],
      },
    )
    expect([...field('From').options].map(({ text }) => text)).toEqual([
      'Recent contacts (reply window open)',
      'By hand',
      'All of “News”',
      'Not reached by “News”',
    ])
    choose('From', 'all 3')
    await waitFor(() => expect(contacts()).toEqual(['+ Mei via Studio', '+ Li via Studio']))
    choose('From', 'unreached 3')
    await waitFor(() => expect(contacts()).toEqual(['+ Mei via Studio', '+ Old via Studio']))
    expect(bridge.inputs('broadcasts.show')).toEqual([{ id: 3 }])
  })

  it('leaves somebody out for good, and takes that back', async () => {
    const { bridge } = await openRecipients()
    press('Exclude for good: Li')
    expect(bridge.inputs('contacts.setExcluded')).toEqual([{ id: 1, excluded: true }])
    const [li] = someContacts()
    if (!li) throw new Error('no contact')
    act(() => bridge.emit({ kind: 'conversation', conversation: { ...li, isExcluded: true } }))
    await waitFor(() => expect(contacts()).toContain('- Li via Studio'))
    const row = within(screen.getByRole('row', { name: /Li/u }))
    expect(row.getByText('Excluded')).toBeTruthy()
    press('Undo the exclusion of Li')
    expect(bridge.inputs('contacts.setExcluded').at(-1)).toEqual({ id: 1, excluded: false })
  })

  it('says what failed, in place', async () => {
    await openRecipients({
      'contacts.setExcluded': () => {
        throw new AppError('storage-failed')
      },
    })
    press('Exclude for good: Li')
    expect((await screen.findByRole('alert')).textContent).toBe('It could not be stored. Try again.')
  })

  it('follows who writes', async () => {
    const { bridge } = await openRecipients()
    const old = someContacts()[3]
    if (!old) throw new Error('no contact')
    act(() => bridge.emit({ kind: 'conversation', conversation: { ...old, lastInboundAt: Date.now() } }))
    await waitFor(() => expect(counts()).toBe('4 chosen of 4 through 2 accounts'))
  })

  it('sorts by its heads', async () => {
    await openRecipients()
    press('Contact')
    expect(contacts().map((words) => words.slice(2))).toEqual([
      'Contact 000003 via Shop',
      'Li via Studio',
      'Mei via Studio',
      'Old via Studio',
    ])
    press('Contact')
    expect(screen.getByRole('columnheader', { name: 'Contact' }).getAttribute('aria-sort')).toBe('descending')
    expect(contacts()[0]).toBe('- Old via Studio')
  })

  it('draws of very many contacts only those in view, and says how many rows there are', async () => {
    const conversations = Array.from({ length: 1_000 }, (_, n) =>
      aConversation(n + 1, { lastInboundAt: Date.now() - HOUR }),
    )
    await openRecipients({}, { conversations })
    const table = screen.getByRole('table', { name: 'Contacts' })
    expect(table.getAttribute('aria-rowcount')).toBe('1001')
    expect(within(table).queryAllByRole('row').length).toBeLessThan(50)
    expect(counts()).toBe('1000 chosen of 1000 through 1 account')
  })

  it('clears filters that let nobody through', async () => {
    await openRecipients()
    fireEvent.change(screen.getByRole('searchbox', { name: 'Search by name' }), { target: { value: 'zzz' } })
    press('Clear the filters')
    expect(contacts()).toHaveLength(4)
  })
})
