// @vitest-environment jsdom
import { act, fireEvent, screen, within } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { AppError } from '#shared/errors.ts'
import type { Proposal } from '#shared/model/program.ts'
import { FakeBridge } from '../test-support/fake-bridge.ts'
import {
  aConversation,
  anAccount,
  aProposal,
  aSnapshot,
  conversationId,
  proposalId,
} from '../test-support/samples.ts'
import { renderShell, withBrowser } from './testing.tsx'

withBrowser()

const people = () => [
  aConversation(1, { contactAlias: 'Li', lastInboundAt: Date.now() - 3_600_000, sentSinceInbound: 4 }),
  aConversation(2, { contactAlias: 'Mei', lastInboundAt: Date.now() - 3_600_000 }),
]

async function desk(proposals: Proposal[], handlers: ConstructorParameters<typeof FakeBridge>[2] = {}) {
  const bridge = new FakeBridge(
    aSnapshot({ accounts: [anAccount(1, { alias: 'Studio' })], conversations: people(), proposals }),
    [],
    { 'programs.answer': () => ({ messageIds: [] }), ...handlers },
  )
  const view = await renderShell(bridge)
  await act(async () => {})
  return { bridge, ui: view.services.ui, ...view }
}

const region = () => screen.queryByRole('region', { name: 'Requests' })
const cards = () => within(screen.getByRole('region', { name: 'Requests' })).getAllByRole('article')
const card = (name: string) => within(screen.getByRole('article', { name }))
const gone = (n: number) => ({ kind: 'proposal-removed', id: proposalId(n) }) as const
const wanted = { programName: 'Helper', text: 'It leaves today.', canHaveLeave: true, cost: 2 }
const LI = 'Helper wants to write to Li'

describe('P18, P22: what programs wait to have sent', () => {
  it('shows at once who, to whom, by which account, what, and what it takes, on every screen', async () => {
    const { bridge, ui } = await desk([])
    expect(region()).toBeNull()
    const files = [
      { name: 'offer.pdf', size: 2_048, sendKind: 'file' as const },
      { name: 'lost.png', size: null, sendKind: 'image' as const },
    ]
    await act(async () => bridge.emit({ kind: 'proposal', proposal: aProposal(1, { ...wanted, files }) }))
    for (const where of ['inbox', 'side-by-side', 'accounts'] as const) {
      await act(async () => ui.setState({ screen: where }))
      const { textContent } = screen.getByRole('article', { name: LI })
      for (const words of ['Account: Studio', 'It leaves today.', 'offer.pdf', '2 KB', 'lost.pngno longer'])
        expect(textContent).toContain(words)
      expect(textContent).toContain('2 messages, 4 left after them, 2 of these reserved for your own replies')
    }
    expect(screen.getByRole('button', { name: '1 requests' })).toBeTruthy()
    await act(async () => bridge.emit(gone(1)))
    expect(region()).toBeNull()
    expect(screen.queryByRole('region', { name: 'Attention' })).toBeNull()
  })

  it('puts the newest last, and leaves out drafts', async () => {
    await desk([
      aProposal(1, { ...wanted, createdAt: 1 }),
      aProposal(2, { ...wanted, kind: 'draft', createdAt: 2 }),
      aProposal(3, { ...wanted, conversationId: conversationId(2), createdAt: 3 }),
    ])
    expect(cards().map((one) => one.getAttribute('data-request'))).toEqual([proposalId(1), proposalId(3)])
    expect(screen.getByRole('button', { name: '2 requests' })).toBeTruthy()
  })

  it.each([
    ['Send', 'send'],
    ['Decline', 'decline'],
    ['Allow for an hour', 'allow-for-an-hour'],
  ] as const)('is answered by %s, once', async (name, answer) => {
    const { bridge } = await desk([aProposal(1, wanted)])
    await act(async () => void fireEvent.click(card(LI).getByRole('button', { name })))
    expect(bridge.inputs('programs.answer')).toEqual([{ id: proposalId(1), answer }])
  })

  it('offers leave to programs alone that can have it', async () => {
    await desk([aProposal(1, { ...wanted, canHaveLeave: false })])
    expect(card(LI).queryByRole('button', { name: 'Allow for an hour' })).toBeNull()
  })

  it('leads into the conversation to be changed there', async () => {
    const { bridge, ui } = await desk([aProposal(1, wanted)])
    await act(async () => void fireEvent.click(card(LI).getByRole('button', { name: 'Edit' })))
    expect(bridge.inputs('programs.answer')).toEqual([{ id: proposalId(1), answer: 'edit' }])
    expect(ui.getState().open).toBe(conversationId(1))
  })

  it('says on the card why it could not be sent, and what would use up what is reserved', async () => {
    const { bridge } = await desk([aProposal(1, { ...wanted, cost: 5 })], {
      'programs.answer': () => {
        throw new AppError('reserve-kept')
      },
    })
    expect(card(LI).getByText(/1 left after them, fewer than the 2 reserved/)).toBeTruthy()
    await act(async () => void fireEvent.click(card(LI).getByRole('button', { name: 'Send' })))
    expect(card(LI).getByRole('alert').textContent).toContain('kept for your own replies')
    await act(async () => bridge.emit({ kind: 'proposal', proposal: aProposal(1, { ...wanted, cost: 9 }) }))
    expect(card(LI).getByText('9 messages, but only 6 left')).toBeTruthy()
  })
})

describe('P17: cards that come and go', () => {
  it('take the keys from nothing that is typed in', async () => {
    const { bridge, ui } = await desk([])
    await act(async () => ui.setState({ open: conversationId(1), writing: conversationId(1) }))
    const box = await screen.findByRole('textbox', { name: 'Message' })
    expect(document.activeElement).toBe(box)
    await act(async () => bridge.emit({ kind: 'proposal', proposal: aProposal(1, wanted) }))
    expect(document.activeElement).toBe(box)
    await act(async () => bridge.emit(gone(1)))
    expect(document.activeElement).toBe(box)
  })

  it('hand the keys on to the next card, where they do nothing', async () => {
    const second = aProposal(2, { ...wanted, conversationId: conversationId(2) })
    const { bridge } = await desk([aProposal(1, wanted), second])
    const send = card(LI).getByRole('button', { name: 'Send' })
    send.focus()
    await act(async () => void fireEvent.click(send))
    await act(async () => bridge.emit(gone(1)))
    expect(document.activeElement).toBe(screen.getByRole('article', { name: 'Helper wants to write to Mei' }))
  })

  it('have the keys where they were asked for', async () => {
    const { bridge } = await desk([
      aProposal(1, wanted),
      aProposal(2, { ...wanted, conversationId: conversationId(2) }),
    ])
    await act(async () => void fireEvent.click(screen.getByRole('button', { name: '2 requests' })))
    expect(document.activeElement).toBe(cards()[0])
    await act(async () => bridge.emit({ kind: 'show', target: { kind: 'request', id: proposalId(2) } }))
    expect(document.activeElement).toBe(cards()[1])
  })

  it('take no click that was meant for what stood there before', async () => {
    const second = aProposal(2, { ...wanted, conversationId: conversationId(2) })
    const { bridge } = await desk([aProposal(1, wanted), second])
    const answered = () => bridge.inputs('programs.answer').map(({ id }) => id)
    const press = (name: string, detail: number) =>
      act(async () => void fireEvent.click(card(name).getByRole('button', { name: 'Send' }), { detail }))
    const move = () => fireEvent.pointerMove(cards()[0] ?? document.body)
    move()
    await press(LI, 1)
    await act(async () => bridge.emit(gone(1)))
    // the second of two quick clicks, and one of a pointer that rests where the next card has come
    await press('Helper wants to write to Mei', 2)
    await press('Helper wants to write to Mei', 1)
    expect(answered()).toEqual([proposalId(1)])
    move()
    await press('Helper wants to write to Mei', 1)
    expect(answered()).toEqual([proposalId(1), proposalId(2)])
  })
})
