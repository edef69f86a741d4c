// @vitest-environment jsdom
import { cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react'
import { afterEach, describe, expect, it } from 'vitest'
import { AppError } from '#shared/errors.ts'
import type { QuickReply } from '#shared/model/quick-reply.ts'
import { FakeBridge } from '../../../test-support/fake-bridge.ts'
import { renderWith } from '../../../test-support/render-app.tsx'
import { aQuickReply, aSnapshot, aStagedFile } from '../../../test-support/samples.ts'
import { QuickReplySettings } from './quick-replies.tsx'

const REPLIES = [
  aQuickReply(1, '发货', ['已经发货，单号 {blank}'], '订单'),
  aQuickReply(2, 'Opening hours', ['Nine to five']),
  aQuickReply(3, '退货', ['请寄回'], '订单'),
]

type Handlers = ConstructorParameters<typeof FakeBridge>[2]

async function settings(replies: readonly QuickReply[] = REPLIES, handlers: Handlers = {}) {
  const bridge = new FakeBridge(aSnapshot({ quickReplies: [...replies] }), [], handlers)
  const view = await renderWith(bridge, <QuickReplySettings />)
  return { bridge, view }
}

const click = (name: string | RegExp) => fireEvent.click(screen.getByRole('button', { name }))
const type = (name: string | RegExp, value: string) =>
  fireEvent.change(screen.getByRole('textbox', { name }), { target: { value } })
const save = () => screen.getByRole<HTMLButtonElement>('button', { name: 'Save' })

describe('quick replies in the settings', () => {
  afterEach(cleanup)

  it('stand by their groups, and are moved among those of their own', async () => {
    const { bridge } = await settings()
    const group = screen.getByRole('region', { name: '订单' })
    expect(within(group).getAllByRole('listitem')).toHaveLength(2)
    expect(screen.getByRole('button', { name: 'Move up 发货' }).ariaDisabled).toBe('true')
    click('Move down 发货')
    expect(bridge.inputs('quickReplies.move')).toEqual([{ id: 1, where: 'down' }])
  })

  it('come back after they were deleted', async () => {
    const { bridge } = await settings()
    click('Delete Opening hours')
    expect(bridge.inputs('quickReplies.remove')).toEqual([{ id: 2 }])
    expect(await screen.findByText('Deleted “Opening hours”.')).toBeTruthy()
    click('Undo')
    expect(bridge.inputs('quickReplies.restore')).toEqual([{ id: 2 }])
  })

  it('have their groups renamed', async () => {
    const { bridge } = await settings()
    click('Rename group…')
    type('Group', 'Orders')
    fireEvent.click(save())
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
    expect(bridge.inputs('quickReplies.renameGroup')).toEqual([{ from: '订单', to: 'Orders' }])
  })

  it('are written with placeholders, each text a message; what only looks like a placeholder is said', async () => {
    const { bridge } = await settings([])
    click('New quick reply')
    expect(save().disabled).toBe(true)
    type('Title', 'Greeting')
    type('Text', 'Hello {name}, ')
    expect(screen.getByRole('note').textContent).toContain('{name}')
    type('Text', 'Hello ')
    expect(screen.queryByRole('note')).toBeNull()
    const box = screen.getByRole<HTMLTextAreaElement>('textbox', { name: 'Text' })
    box.setSelectionRange(6, 6)
    click('{contact}')
    click('Add another text')
    type('Text 2', 'How can I help?')
    click('Move up: Text 2')
    expect(screen.getByText('2 messages')).toBeTruthy()
    fireEvent.click(save())
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
    expect(bridge.inputs('quickReplies.save')).toEqual([
      {
        id: null,
        title: 'Greeting',
        group: '',
        items: [
          { kind: 'text', text: 'How can I help?' },
          { kind: 'text', text: 'Hello {contact}' },
        ],
      },
    ])
  })

  it('open with their files, keep them, and let go of what was staged for the dialog', async () => {
    const staged = aStagedFile(1, { name: 'list.pdf' })
    const opened = {
      items: [
        { kind: 'text' as const, text: 'Nine to five' },
        { kind: 'file' as const, staged, asFile: true },
      ],
    }
    const { bridge } = await settings(REPLIES, { 'quickReplies.open': () => opened })
    click(/^Opening hours/u)
    expect(await screen.findByRole('list', { name: 'Files' })).toBeTruthy()
    fireEvent.click(save())
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
    expect(bridge.inputs('quickReplies.save')).toMatchObject([
      { id: 2, items: [{ text: 'Nine to five' }, { kind: 'file', stagedId: staged.id, asFile: true }] },
    ])
    expect(bridge.inputs('staging.discard').flatMap(({ ids }) => ids)).toContain(staged.id)
  })

  it('ask before what was written is thrown away', async () => {
    await settings([])
    click('New quick reply')
    type('Title', 'Half')
    click('Cancel')
    const question = await screen.findByRole('alertdialog', { name: 'Close without saving?' })
    fireEvent.click(within(question).getByRole('button', { name: 'Cancel' }))
    expect(screen.getByRole<HTMLInputElement>('textbox', { name: 'Title' }).value).toBe('Half')
  })

  it('are found by pinyin where there are many, and drawn a hundred at a time', async () => {
    const many = Array.from({ length: 250 }, (_, index) => aQuickReply(index + 10, `no. ${index}`, ['text']))
    await settings([...REPLIES, ...many])
    expect(screen.getAllByRole('listitem')).toHaveLength(100)
    click('Show 100 more')
    expect(screen.getAllByRole('listitem')).toHaveLength(200)
    fireEvent.change(screen.getByRole('searchbox'), { target: { value: 'fahuo' } })
    await waitFor(() => expect(screen.getAllByRole('listitem')).toHaveLength(1))
  })

  it('are imported from a file after it was looked at, with its broken rows named', async () => {
    const found = {
      ...{ entries: 12, known: 3, sameTitle: 2, files: 0, broken: 1 },
      problems: [{ at: 7, problem: 'text-too-long' as const }],
    }
    const { bridge } = await settings(REPLIES, {
      'quickReplies.readImport': () => found,
      'quickReplies.import': () => ({ added: 7, replaced: 2 }),
    })
    const file = new File(['Title,Text'], 'replies.csv')
    fireEvent.change(screen.getByLabelText('File with quick replies'), { target: { files: [file] } })
    const dialog = await screen.findByRole('dialog', { name: 'Import quick replies' })
    expect(await within(dialog).findByText('7 quick replies will be imported.')).toBeTruthy()
    expect(within(dialog).getByRole('listitem').textContent).toContain('7: a text is longer')
    fireEvent.click(within(dialog).getByRole('radio', { name: 'Replace what is here' }))
    expect(within(dialog).getByText('9 quick replies will be imported.')).toBeTruthy()
    fireEvent.click(within(dialog).getByRole('button', { name: 'Import' }))
    expect(await screen.findByText('Imported: 7 new, 2 replaced.')).toBeTruthy()
    const [read] = bridge.inputs('quickReplies.readImport')
    expect(bridge.inputs('quickReplies.import')).toEqual([{ ...read, sameTitle: 'replace' }])
    expect(bridge.inputs('staging.discard').flatMap(({ ids }) => ids)).toEqual([read?.stagedId])
  })

  it('say why a file cannot be imported', async () => {
    await settings(REPLIES, {
      'quickReplies.readImport': () => {
        throw new AppError('quick-replies-no-columns')
      },
    })
    const file = new File(['words'], 'words.txt')
    fireEvent.change(screen.getByLabelText('File with quick replies'), { target: { files: [file] } })
    expect((await screen.findByRole('alert')).textContent).toContain('Group, Title, Text')
    expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Import' }).disabled).toBe(true)
  })

  it('are exported, and what was left out is said', async () => {
    const { bridge } = await settings(REPLIES, { 'quickReplies.export': () => ({ saved: true, leftOut: 2 }) })
    fireEvent.click(screen.getByRole('button', { name: 'Export' }))
    fireEvent.click(await screen.findByRole('menuitem', { name: /CSV/u }))
    expect(await screen.findByText(/Exported without 2 files/u)).toBeTruthy()
    expect(bridge.inputs('quickReplies.export')).toEqual([{ format: 'csv' }])
  })
})
