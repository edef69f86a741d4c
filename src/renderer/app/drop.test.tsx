// @vitest-environment jsdom
import { act, cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { ConversationRow } from '../features/inbox/conversation-row.tsx'
import { ReviewSheet } from '../features/review/review-sheet.tsx'
import { DropHint } from '../parts/drop/drop-hint.tsx'
import { useFileDrops } from '../parts/drop/use-file-drops.ts'
import { FakeBridge } from '../test-support/fake-bridge.ts'
import { renderWith } from '../test-support/render-app.tsx'
import { aConversation, accountId, anAccount, aSnapshot, conversationId } from '../test-support/samples.ts'
import { AccountItem } from './account-item.tsx'

const HOUR = 3_600_000
const accounts = [
  anAccount(1, { alias: 'Studio' }),
  anAccount(2, { alias: 'Shop', isDefault: false }),
  anAccount(3, { alias: 'Boss', isDefault: false }),
]

function Subject() {
  useFileDrops()
  return (
    <>
      <ul>
        <ConversationRow
          id={conversationId(1)}
          open={false}
          selected={false}
          hot={false}
          showAccount
          onOpen={vi.fn()}
        />
      </ul>
      <ul>
        {accounts.map(({ id }) => (
          <AccountItem
            onChoose={vi.fn()}
            onFocus={vi.fn()}
            key={id}
            id={id}
            current={false}
            need={undefined}
            shortcut={null}
            platform="linux"
          />
        ))}
      </ul>
      <textarea aria-label="notes" />
      <ReviewSheet onSent={vi.fn()} />
      <DropHint />
    </>
  )
}

async function desk() {
  vi.stubGlobal('matchMedia', () => ({ matches: false }))
  const lastInboundAt = Date.now() - HOUR
  const conversations = [
    aConversation(1, { contactAlias: 'Li', lastInboundAt: lastInboundAt - HOUR }),
    aConversation(2, { contactAlias: 'Mei', lastInboundAt }),
    aConversation(3, { contactAlias: 'Chen', accountId: accountId(2), lastInboundAt }),
  ]
  const bridge = new FakeBridge(aSnapshot({ accounts, conversations }))
  return { bridge, ...(await renderWith(bridge, <Subject />)) }
}

const files = (...names: string[]) => ({
  types: ['Files'],
  dropEffect: 'copy',
  files: names.map((name) => new File(['content'], name)),
})
const row = () => screen.getByRole('listitem', { name: 'Li' })
const account = (name: RegExp) => screen.getByRole('listitem', { name })
const leave = (from: Element, to: Element | null) =>
  fireEvent(from, new MouseEvent('dragleave', { bubbles: true, relatedTarget: to }))
const staged = (bridge: FakeBridge) => bridge.filesToStage.map(({ name }) => name)

describe('dropping files', () => {
  afterEach(() => {
    cleanup()
    vi.unstubAllGlobals()
  })

  it('says over a row whom they go to, and opens the review for them', async () => {
    const { bridge, services } = await desk()
    const inner = within(row()).getByText('Hello 1')
    fireEvent.dragEnter(inner, { dataTransfer: files() })
    expect(within(row()).getByText('Send to Li via Studio')).toBeTruthy()
    leave(inner, row())
    expect(within(row()).getByText('Send to Li via Studio')).toBeTruthy()
    fireEvent.drop(inner, { dataTransfer: files('a.pdf', 'b.pdf') })
    expect(await screen.findByRole('dialog', { name: 'Review and send' })).toBeTruthy()
    expect(screen.queryByText('Send to Li via Studio')).toBeNull()
    expect(services.review.state.getState()).toMatchObject({ conversationId: 1, accountId: null })
    expect(staged(bridge)).toEqual(['a.pdf', 'b.pdf'])
  })

  it('goes to the only contact of an account at once', async () => {
    const { services } = await desk()
    fireEvent.dragOver(account(/^Shop/u), { dataTransfer: files() })
    expect(screen.getByText('Send to Chen via Shop')).toBeTruthy()
    fireEvent.drop(account(/^Shop/u), { dataTransfer: files('a.pdf') })
    expect(services.review.state.getState()).toMatchObject({ conversationId: 3, accountId: null })
  })

  it('P17: asks for the recipient on an account with several, and chooses nobody', async () => {
    const { services } = await desk()
    fireEvent.dragOver(account(/^Studio/u), { dataTransfer: files() })
    expect(screen.getByText('Send to somebody via Studio')).toBeTruthy()
    fireEvent.drop(account(/^Studio/u), { dataTransfer: files('a.pdf') })
    expect(services.review.state.getState()).toMatchObject({ conversationId: 2, accountId: accountId(1) })
    const field = await screen.findByRole<HTMLSelectElement>('combobox', { name: 'Recipient' })
    expect(field.selectedOptions[0]?.text).toBe('Choose a contact')
    await waitFor(() => expect(document.activeElement).toBe(field))
    const sender = () => screen.getByRole<HTMLButtonElement>('button', { name: 'Send' })
    expect(sender().disabled).toBe(true)
    expect(screen.queryByRole('textbox', { name: 'Caption' })).toBeNull()
    fireEvent.change(field, { target: { value: '1' } })
    expect(screen.getByText('To Li via Studio')).toBeTruthy()
    await waitFor(() => expect(sender().disabled).toBe(false))
  })

  it('says why nobody can get them, and takes nothing', async () => {
    const { bridge } = await desk()
    const dataTransfer = files('a.pdf')
    fireEvent.dragOver(account(/^Boss/u), { dataTransfer })
    expect(screen.getByText(/^Nobody has written to Boss yet/u)).toBeTruthy()
    expect(dataTransfer.dropEffect).toBe('none')
    fireEvent.drop(account(/^Boss/u), { dataTransfer })
    fireEvent.dragOver(document.body, { dataTransfer })
    expect(screen.getByText(/^Nobody gets it here/u)).toBeTruthy()
    expect(fireEvent.drop(document.body, { dataTransfer })).toBe(false)
    expect(screen.queryByText(/^Nobody gets it here/u)).toBeNull()
    expect(staged(bridge)).toEqual([])
  })

  it('forgets the drag once it leaves the window', async () => {
    await desk()
    fireEvent.dragOver(row(), { dataTransfer: files() })
    leave(row(), null)
    expect(screen.queryByText('Send to Li via Studio')).toBeNull()
  })

  it('forgets the drag when the pointer is back without it', async () => {
    await desk()
    fireEvent.dragOver(row(), { dataTransfer: files() })
    fireEvent.pointerMove(window)
    expect(screen.queryByText('Send to Li via Studio')).toBeNull()
  })

  it('leaves text to where text is written, and never follows a link', async () => {
    await desk()
    const dataTransfer = { types: ['text/uri-list'], dropEffect: 'copy', files: [] }
    expect(fireEvent.dragOver(screen.getByLabelText('notes'), { dataTransfer })).toBe(true)
    expect(fireEvent.dragOver(row(), { dataTransfer })).toBe(false)
    expect(fireEvent.drop(row(), { dataTransfer })).toBe(false)
    expect(screen.queryByText('Send to Li via Studio')).toBeNull()
  })

  it('adds to the open review whatever is dropped anywhere', async () => {
    const { bridge, services } = await desk()
    fireEvent.drop(row(), { dataTransfer: files('a.pdf') })
    await screen.findByRole('dialog', { name: 'Review and send' })
    fireEvent.dragOver(document.body, { dataTransfer: files() })
    expect(screen.getByText('Add to the files below')).toBeTruthy()
    await act(async () => void fireEvent.drop(document.body, { dataTransfer: files('b.pdf') }))
    expect(staged(bridge)).toEqual(['a.pdf', 'b.pdf'])
    expect(services.review.state.getState()).toMatchObject({ conversationId: 1 })
    expect(services.review.state.getState()?.items).toHaveLength(2)
  })
})
