// @vitest-environment jsdom
import { act, fireEvent, screen, within } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { AppError } from '#shared/errors.ts'
import type { ConversationSummary } from '#shared/model/conversation.ts'
import type { Proposal } from '#shared/model/program.ts'
import { FakeBridge } from '../test-support/fake-bridge.ts'
import {
  aConversation,
  anAccount,
  aProposal,
  aSnapshot,
  aStagedFile,
  conversationId,
  proposalId,
} from '../test-support/samples.ts'
import { renderShell, withBrowser } from './testing.tsx'

withBrowser()

const draft = (over: Partial<Proposal> = {}) =>
  aProposal(1, { kind: 'draft', programName: 'Helper', text: 'It leaves today.', ...over })
const FILE = { name: 'offer.pdf', size: 2_048, sendKind: 'file' as const }
const box = () => screen.getByRole<HTMLTextAreaElement>('textbox', { name: 'Message' })
const strip = () => screen.queryByRole('region', { name: 'Draft by Helper' })
const press = (name: string) =>
  act(async () => {
    const within_ = within(screen.getByRole('region', { name: 'Draft by Helper' }))
    fireEvent.click(within_.getByRole('button', { name }))
  })

/** The window with the conversation of Li open, or only in the list. */
async function desk(given: {
  proposals?: Proposal[]
  over?: Partial<ConversationSummary>
  isOpen?: boolean
  handlers?: ConstructorParameters<typeof FakeBridge>[2]
}) {
  const lastInboundAt = Date.now() - 3_600_000
  const conversation = aConversation(1, { contactAlias: 'Li', lastInboundAt, ...given.over })
  const snapshot = aSnapshot({
    accounts: [anAccount(1)],
    conversations: [conversation],
    proposals: given.proposals ?? [],
  })
  const bridge: FakeBridge = new FakeBridge(snapshot, [], {
    'programs.answer': () => ({ messageIds: [] }),
    'programs.takeDraft': ({ typed }) => {
      bridge.emit({ kind: 'proposal-removed', id: proposalId(1) })
      return {
        draft: typed === '' ? 'It leaves today.' : `${typed}\nIt leaves today.`,
        files: [],
        missing: [],
      }
    },
    ...given.handlers,
  })
  const { services } = await renderShell(bridge)
  const open = () =>
    act(async () => services.ui.setState({ open: conversationId(1), writing: conversationId(1) }))
  if (given.isOpen !== false) await open()
  return { bridge, open }
}
const type = (text: string) => act(async () => void fireEvent.change(box(), { target: { value: text } }))

describe('P14, P22: what a program wrote', () => {
  it('stands in an empty box when its conversation is opened, with whose words they are, until it is emptied', async () => {
    const { bridge, open } = await desk({ proposals: [draft()], isOpen: false })
    expect(bridge.inputs('programs.takeDraft')).toEqual([])
    await open()
    expect(box().value).toBe('It leaves today.')
    expect(screen.getByText('by Helper')).toBeTruthy()
    expect(strip()).toBeNull()
    await type('')
    expect(screen.queryByText('by Helper')).toBeNull()
    await type('Tomorrow')
    expect(screen.queryByText('by Helper')).toBeNull()
  })

  it('comes into an empty box while it is looked at, and sends nothing', async () => {
    const { bridge } = await desk({})
    await act(async () => bridge.emit({ kind: 'proposal', proposal: draft() }))
    expect(box().value).toBe('It leaves today.')
    expect(bridge.inputs('outbox.sendText')).toEqual([])
  })

  it('never overwrites what the operator has written: it is offered beside, whole, with its files', async () => {
    const { bridge } = await desk({ over: { draft: 'My own words' } })
    await act(async () => bridge.emit({ kind: 'proposal', proposal: draft({ files: [FILE] }) }))
    expect(box().value).toBe('My own words')
    expect(strip()?.textContent).toContain('It leaves today.')
    expect(strip()?.textContent).toContain('offer.pdf')
    // a box that was emptied gets nothing that another Enter would send
    await type('')
    expect(box().value).toBe('')
    expect(strip()).not.toBeNull()
    expect(bridge.inputs('programs.takeDraft')).toEqual([])
  })

  it('is used behind what is typed, and its files are looked through first', async () => {
    const { bridge } = await desk({
      over: { draft: 'My own words' },
      proposals: [draft({ files: [FILE, { ...FILE, name: 'lost.pdf', size: null }] })],
      handlers: {
        'programs.takeDraft': ({ typed }) => ({
          draft: `${typed}\nIt leaves today.`,
          files: [{ staged: aStagedFile(1, { name: 'offer.pdf' }), asFile: true }],
          missing: ['lost.pdf'],
        }),
      },
    })
    await press('Use')
    expect(bridge.inputs('programs.takeDraft')).toEqual([{ id: proposalId(1), typed: 'My own words' }])
    const sheet = within(screen.getByRole('dialog', { name: 'Review and send' }))
    expect(sheet.getByRole('textbox', { name: 'Caption' })).toHaveProperty(
      'value',
      'My own words\nIt leaves today.',
    )
    expect(sheet.getByText('offer.pdf')).toBeTruthy()
    await act(async () => void fireEvent.click(sheet.getByRole('button', { name: 'Cancel' })))
    expect(screen.getByText('No longer on this computer: lost.pdf')).toBeTruthy()
  })

  it('stays beside a box whose files were sent or put away', async () => {
    const { bridge } = await desk({ over: { draft: 'My own words' }, proposals: [draft()] })
    const files = [new File(['x'], 'photo.png', { type: 'image/png' })]
    await act(async () => void fireEvent.paste(box(), { clipboardData: { files, getData: () => '' } }))
    const sheet = within(await screen.findByRole('dialog', { name: 'Review and send' }))
    await act(async () => void fireEvent.click(sheet.getByRole('button', { name: 'Send' })))
    await act(async () =>
      bridge.emit({ kind: 'conversation', conversation: aConversation(1, { contactAlias: 'Li' }) }),
    )
    expect(screen.queryByRole('dialog')).toBeNull()
    expect(strip()).not.toBeNull()
    expect(bridge.inputs('programs.takeDraft')).toEqual([])
  })

  it('is put away for good', async () => {
    const { bridge } = await desk({ over: { draft: 'My own words' }, proposals: [draft()] })
    await press('Put away')
    expect(bridge.inputs('programs.dismissDraft')).toEqual([{ id: proposalId(1) }])
    expect(document.activeElement).toBe(box())
    await act(async () => bridge.emit({ kind: 'proposal-removed', id: proposalId(1) }))
    expect(strip()).toBeNull()
    expect(box().value).toBe('My own words')
  })

  it('stays beside the box where it could not be taken, and says why', async () => {
    await desk({
      proposals: [draft()],
      handlers: {
        'programs.takeDraft': () => {
          throw new AppError('storage-full')
        },
      },
    })
    expect(box().value).toBe('')
    await press('Use')
    expect(within(strip() as HTMLElement).getByRole('alert').textContent).toContain('disk is full')
  })

  it('is told in the list of conversations', async () => {
    const { bridge } = await desk({ isOpen: false, proposals: [draft()] })
    const row = () => within(screen.getByRole('listitem', { name: 'Li' }))
    expect(row().getByRole('img', { name: 'A program has written a draft' })).toBeTruthy()
    await act(async () => bridge.emit({ kind: 'proposal-removed', id: proposalId(1) }))
    expect(row().queryByRole('img', { name: 'A program has written a draft' })).toBeNull()
  })
})

it('P22: a request that is to be changed stands in the box, with its files in review', async () => {
  const request = draft({ kind: 'send', files: [FILE] })
  const { bridge } = await desk({
    isOpen: false,
    proposals: [request],
    handlers: {
      'programs.answer': () => {
        bridge.emit({ kind: 'proposal', proposal: { ...request, kind: 'draft' } })
        return { messageIds: [] }
      },
      'programs.takeDraft': () => {
        bridge.emit({ kind: 'proposal-removed', id: proposalId(1) })
        return {
          draft: 'It leaves today.',
          files: [{ staged: aStagedFile(1, { name: 'offer.pdf' }), asFile: true }],
          missing: [],
        }
      },
    },
  })
  await act(async () => void fireEvent.click(screen.getByRole('button', { name: 'Edit' })))
  const sheet = within(await screen.findByRole('dialog', { name: 'Review and send' }))
  expect(sheet.getByRole('textbox', { name: 'Caption' })).toHaveProperty('value', 'It leaves today.')
  expect(document.activeElement?.closest('[role=dialog]')).not.toBeNull()
  expect(bridge.inputs('programs.takeDraft')).toHaveLength(1)
})

it('P22: a key that opened the conversation and is still down sends nothing', async () => {
  const { bridge } = await desk({ proposals: [draft()] })
  fireEvent.keyDown(box(), { key: 'Enter', repeat: true })
  await act(async () => {})
  expect(bridge.inputs('outbox.sendText')).toEqual([])
  fireEvent.keyDown(box(), { key: 'Enter' })
  await act(async () => {})
  expect(bridge.inputs('outbox.sendText')).toMatchObject([{ text: 'It leaves today.' }])
})
