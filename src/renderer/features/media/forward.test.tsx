// @vitest-environment jsdom
import { act, cleanup, fireEvent, screen, waitFor } from '@testing-library/react'
import { afterEach, describe, expect, it } from 'vitest'
import { FakeBridge } from '../../test-support/fake-bridge.ts'
import { renderWith } from '../../test-support/render-app.tsx'
import {
  aConversation,
  accountId,
  aMedium,
  aMessage,
  anAccount,
  appInfo,
  aSnapshot,
  conversationId,
  mediaId,
  NOW,
} from '../../test-support/samples.ts'
import { MediaDialogs } from './media-dialogs.tsx'
import { aBridgeWith, anItem } from './testing.ts'

afterEach(cleanup)

/** Wang is known to both accounts and wrote to the second one last; Li only to the first. */
function twoAccounts(): FakeBridge {
  const wang = { contactUserId: 'wang@im.wechat', contactAlias: '王小明' }
  return new FakeBridge(
    aSnapshot({
      app: { ...appInfo, clockOffsetMs: NOW - Date.now() },
      accounts: [anAccount(1, { alias: 'Shop' }), anAccount(2, { alias: 'Studio' })],
      conversations: [
        aConversation(1, { ...wang, lastInboundAt: NOW - 7_200_000 }),
        aConversation(2, { ...wang, accountId: accountId(2), lastInboundAt: NOW - 3_600_000 }),
        aConversation(3, { contactAlias: 'Li' }),
      ],
    }),
    [aMessage(9, { parts: [{ kind: 'file', name: 'price list.pdf', size: 4096 }], media: [aMedium(9)] })],
    { 'outbox.forward': () => ({ messageIds: [] }) },
  )
}

async function openForward(bridge: FakeBridge) {
  const { services } = await renderWith(bridge, <MediaDialogs />)
  await act(() => services.history.open(conversationId(1)))
  await act(async () => services.ui.setState({ forwarding: mediaId(9) }))
  return services
}

const person = (name: RegExp) => screen.getByRole('radio', { name })
const send = () => fireEvent.click(screen.getByRole('button', { name: 'Send' }))

describe('forwarding', () => {
  it('says what goes out', async () => {
    await openForward(twoAccounts())
    expect(screen.getByText('File · price list.pdf · 2 KB')).toBeTruthy()
  })

  it('P8: asks to whom once it is known through which accounts', async () => {
    const bridge = twoAccounts()
    bridge.first = new Set([1, 3])
    const services = await openForward(bridge)
    expect(screen.queryByRole('dialog')).toBeNull()
    await act(() => services.replica.complete(async () => {}))
    fireEvent.click(person(/王小明/))
    send()
    await waitFor(() => expect(bridge.inputs('outbox.forward')).toMatchObject([{ conversationId: 2 }]))
  })

  it('says what goes out when it was chosen in the gallery, far from the loaded history', async () => {
    const bridge = aBridgeWith([], [anItem(9, { declared: 'file', name: 'old list.pdf' })])
    const { services } = await renderWith(bridge, <MediaDialogs />)
    await act(async () => services.ui.setState({ gallery: conversationId(1), forwarding: mediaId(9) }))
    expect(await screen.findByText('File · old list.pdf · 2 KB')).toBeTruthy()
  })

  it('begins where a name is typed, and says how long each can still be written to', async () => {
    await openForward(twoAccounts())
    const field = screen.getByRole('textbox', { name: 'Find a contact' })
    await waitFor(() => expect(document.activeElement).toBe(field))
    expect(person(/王小明/).closest('li')?.textContent).toContain('23 h')
  })

  it('P8: goes through the account the contact wrote to last', async () => {
    const bridge = twoAccounts()
    const { ui } = await openForward(bridge)
    fireEvent.click(person(/王小明/))
    expect(screen.getByRole('combobox', { name: 'Through' })).toHaveProperty('value', '2')
    send()
    await act(async () => {})
    expect(bridge.inputs('outbox.forward')).toMatchObject([{ mediaId: 9, conversationId: 2, force: false }])
    expect(ui.getState().forwarding).toBeNull()
  })

  it('P8: or through the other one, when the operator says so', async () => {
    const bridge = twoAccounts()
    await openForward(bridge)
    fireEvent.click(person(/王小明/))
    fireEvent.change(screen.getByRole('combobox', { name: 'Through' }), { target: { value: '1' } })
    send()
    await act(async () => {})
    expect(bridge.inputs('outbox.forward')).toMatchObject([{ conversationId: 1 }])
  })

  it('asks for no account where only one knows the contact', async () => {
    await openForward(twoAccounts())
    fireEvent.click(person(/Li/))
    expect(screen.queryByRole('combobox', { name: 'Through' })).toBeNull()
  })

  it('finds a Chinese name by its initials', async () => {
    await openForward(twoAccounts())
    fireEvent.change(screen.getByRole('textbox', { name: 'Find a contact' }), { target: { value: 'wxm' } })
    expect(await screen.findByRole('radio', { name: /王小明/ })).toBeTruthy()
    expect(screen.queryByRole('radio', { name: /Li/ })).toBeNull()
  })
})
