// @vitest-environment jsdom
import { cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react'
import { afterEach, describe, expect, it } from 'vitest'
import { AppError } from '#shared/errors.ts'
import type { Segment } from '#shared/model/broadcast.ts'
import { RECENT_CONTACTS } from '#shared/model/broadcast-defaults.ts'
import { BroadcastId, type SegmentId } from '#shared/model/ids.ts'
import type { SegmentFilter } from '#shared/model/recipient-choice.ts'
import { accountId } from '../../../test-support/samples.ts'
import {
  button,
  checkbox,
  choose,
  contacts,
  field,
  openDialog,
  press,
  someContacts,
  write,
} from '../testing.tsx'
import { filterOf } from './segment.ts'

function aSegment(n: number, name: string, over: Partial<SegmentFilter> = {}): Segment {
  return { id: n as SegmentId, name, filter: { ...filterOf(RECENT_CONTACTS), ...over } }
}

const UNREAD = aSegment(1, 'Unread', { unreadOnly: true })
const REGULARS = aSegment(2, 'Regulars', { tags: { any: ['regular'], all: [], none: ['staff'] } })

async function openRecipients(...input: Parameters<typeof openDialog>) {
  const opened = await openDialog(...input)
  write('Hello')
  press('Next')
  return opened
}

async function choosing(item: string): Promise<void> {
  fireEvent.click(button('Actions for segments'))
  fireEvent.click(await screen.findByRole('menuitem', { name: item }))
}

const shown = () => field('Segment').selectedOptions[0]?.text

describe('segments', () => {
  afterEach(cleanup)

  it('the filters are kept under a name, without who was ticked by hand', async () => {
    const { bridge } = await openRecipients({ 'broadcasts.saveSegment': () => ({ id: UNREAD.id }) })
    expect(screen.queryByRole('combobox', { name: 'Segment' })).toBeNull()
    fireEvent.click(checkbox('Unread only'))
    fireEvent.click(checkbox('Mei via Studio'))
    press('Save as segment')
    const dialog = within(await screen.findByRole('dialog', { name: 'Save as segment' }))
    const save = dialog.getByRole<HTMLButtonElement>('button', { name: 'Save' })
    expect(save.disabled).toBe(true)
    fireEvent.change(dialog.getByRole('textbox', { name: 'Name of the segment' }), {
      target: { value: ' Unread ' },
    })
    fireEvent.click(save)
    await waitFor(() => expect(screen.queryByRole('dialog', { name: 'Save as segment' })).toBeNull())
    expect(bridge.inputs('broadcasts.saveSegment')).toEqual([{ name: 'Unread', filter: UNREAD.filter }])
    bridge.emit({ kind: 'segments', segments: [UNREAD] })
    await waitFor(() => expect(shown()).toBe('Unread'))
  })

  it('one that is chosen sets the filters, says when they were changed, and takes the change', async () => {
    const { bridge } = await openRecipients(
      { 'broadcasts.saveSegment': () => ({ id: UNREAD.id }) },
      { segments: [REGULARS, UNREAD] },
    )
    expect(shown()).toBe('None')
    choose('Segment', String(UNREAD.id))
    expect(contacts()).toEqual(['+ Mei via Studio'])
    choose('Last wrote', '24')
    expect(shown()).toBe('Unread (changed)')
    press('Next')
    press('Back')
    expect(shown()).toBe('Unread (changed)')
    await choosing('Update “Unread”')
    const filter = { ...UNREAD.filter, wroteWithinHours: 24 }
    await waitFor(() => expect(bridge.inputs('broadcasts.saveSegment')).toEqual([{ name: 'Unread', filter }]))
    bridge.emit({ kind: 'segments', segments: [REGULARS, { ...UNREAD, filter }] })
    await waitFor(() => expect(shown()).toBe('Unread'))
    choose('Segment', '')
    expect(shown()).toBe('None')
    expect(checkbox('Unread only').checked).toBe(false)
    expect(bridge.inputs('broadcasts.saveDraft').at(-1)?.choice).not.toHaveProperty('segment')
  })

  it('is renamed, and says when the name is taken', async () => {
    const { bridge } = await openRecipients(
      {
        'broadcasts.renameSegment': () => {
          throw new AppError('segment-name-taken')
        },
      },
      { segments: [REGULARS, UNREAD] },
    )
    choose('Segment', String(UNREAD.id))
    await choosing('Rename…')
    const dialog = within(await screen.findByRole('dialog', { name: 'Rename the segment “Unread”' }))
    const name = dialog.getByRole<HTMLInputElement>('textbox', { name: 'Name of the segment' })
    expect(name.value).toBe('Unread')
    fireEvent.change(name, { target: { value: 'Regulars' } })
    fireEvent.click(dialog.getByRole('button', { name: 'Save' }))
    await dialog.findByText('Another segment has this name. Choose another one.')
    expect(bridge.inputs('broadcasts.renameSegment')).toEqual([{ id: UNREAD.id, name: 'Regulars' }])
  })

  it('is deleted after a question, and leaves the filters as they are', async () => {
    const { bridge } = await openRecipients(
      { 'broadcasts.removeSegment': () => undefined },
      { segments: [UNREAD] },
    )
    choose('Segment', String(UNREAD.id))
    await choosing('Delete…')
    const question = await screen.findByRole('alertdialog', { name: 'Delete the segment “Unread”?' })
    fireEvent.click(within(question).getByRole('button', { name: 'Delete segment' }))
    await waitFor(() => expect(bridge.inputs('broadcasts.removeSegment')).toEqual([{ id: UNREAD.id }]))
    bridge.emit({ kind: 'segments', segments: [] })
    await waitFor(() => expect(screen.queryByRole('combobox', { name: 'Segment' })).toBeNull())
    expect(contacts()).toEqual(['+ Mei via Studio'])
  })

  it('says that the broadcast it takes people from was deleted', async () => {
    const gone = aSegment(3, 'Old', { from: { run: BroadcastId.parse(99), which: 'unreached' } })
    await openRecipients({}, { segments: [gone] })
    expect(screen.queryByText(/was deleted/u)).toBeNull()
    choose('Segment', '3')
    screen.getByText(/^The broadcast that people are taken from was deleted/u)
    choose('From', 'recent')
    expect(screen.queryByText(/was deleted/u)).toBeNull()
  })

  it('says what it names that is gone: tags that nobody has, and accounts', async () => {
    const [li] = someContacts()
    const userId = li?.contactUserId ?? ''
    const gone = aSegment(3, 'Old', { accounts: [accountId(1), accountId(9)], tags: REGULARS.filter.tags })
    await openRecipients(
      {},
      {
        segments: [gone],
        contacts: [{ userId, note: '', followUp: null, isSelf: false, tags: ['regular'] }],
      },
    )
    expect(screen.queryByText(/any more/u)).toBeNull()
    choose('Segment', '3')
    screen.getByText('No contact has this tag any more: staff.')
    screen.getByText('1 account of these filters is gone.')
    fireEvent.click(screen.getByRole('button', { name: /^Accounts/u }))
    fireEvent.click(await screen.findByRole('menuitemcheckbox', { name: 'an account that is gone' }))
    expect(screen.queryByText(/of these filters/u)).toBeNull()
    expect(contacts()).toEqual(['+ Li via Studio'])
  })
})
