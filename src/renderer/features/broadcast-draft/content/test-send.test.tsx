// @vitest-environment jsdom
import { act, cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react'
import { afterEach, describe, expect, it } from 'vitest'
import { AppError } from '#shared/errors.ts'
import { emptyCard } from '#shared/model/contact.ts'
import type { SendState } from '#shared/model/message.ts'
import { aReply, messageId } from '../../../test-support/samples.ts'
import { button, openDialog, press, someContacts, write } from '../testing.tsx'

const [LI, , , OLD] = someContacts()
const self = (userId: string | undefined) => ({ ...emptyCard(userId ?? ''), isSelf: true })
const test = () => within(screen.getByRole('region', { name: 'Try it on yourself first' }))

const sent = (id: number, state: SendState) => aReply(id, { state })

describe('a test to oneself', () => {
  afterEach(cleanup)

  it('asks who one is while nobody is, and shows what became of it where it was sent', async () => {
    const { bridge } = await openDialog({
      'broadcasts.testSend': () => ({ messageIds: [messageId(11), messageId(12)] }),
      'messages.page': () => ({ messages: [], hasOlder: false, hasNewer: false }),
    })
    write('Hello {contact}')
    test().getByRole('combobox', { name: 'You as a contact' })
    await act(() => bridge.deliver({ kind: 'contact', contact: self(LI?.contactUserId) }))
    expect(test().queryByRole('combobox')).toBeNull()
    test().getByText('Li')
    test().getByText(/Studio · 22 h · 10 left/u)
    press('Test it now')
    await waitFor(() =>
      expect(bridge.inputs('broadcasts.testSend')).toMatchObject([
        { conversationId: LI?.id, content: { text: 'Hello {contact}', files: [] } },
      ]),
    )
    await waitFor(() => expect(bridge.inputs('app.watch').at(-1)).toEqual({ conversationIds: [LI?.id] }))
    await act(() =>
      bridge.deliver(
        { kind: 'message', message: sent(11, 'accepted') },
        { kind: 'message', message: sent(12, 'queued') },
      ),
    )
    const states = () =>
      within(test().getByRole('list', { name: 'Messages of the test' }))
        .getAllByRole('listitem')
        .map(({ textContent }) => textContent)
    expect(states()).toEqual(['Text · Accepted', 'Text · Queued'])
    await act(() => bridge.deliver({ kind: 'message', message: sent(12, 'unconfirmed') }))
    expect(states()[1]).toContain('Unconfirmed')
  })

  it('lets somebody else be oneself, and says what main refused', async () => {
    await openDialog(
      {
        'broadcasts.testSend': () => {
          throw new AppError('too-few-left')
        },
      },
      { contacts: [self(LI?.contactUserId)] },
    )
    expect(button('Test it now').disabled).toBe(true)
    write('Hello')
    press('Test it now')
    await test().findByText(/Fewer messages are left/u)
    press('Somebody else')
    test().getByRole('combobox', { name: 'You as a contact' })
    fireEvent.click(test().getByRole('button', { name: 'Keep who it was' }))
    test().getByText('Li')
  })

  it('says why nothing can go out where the reply window is closed', async () => {
    await openDialog({}, { contacts: [self(OLD?.contactUserId)] })
    write('Hello')
    expect(button('Test it now').disabled).toBe(true)
    test().getByText('No test can go out now. Write to “Studio” from your own WeChat first.')
  })
})
