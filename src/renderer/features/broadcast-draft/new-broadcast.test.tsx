// @vitest-environment jsdom
import { act, cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react'
import { afterEach, describe, expect, it } from 'vitest'
import { AppError } from '#shared/errors.ts'
import { RECENT_CONTACTS } from '#shared/model/broadcast-defaults.ts'
import type { StageResult } from '#shared/model/media.ts'
import { useFileDrops } from '../../parts/drop/use-file-drops.ts'
import { aStagedFile, stagedId } from '../../test-support/samples.ts'
import { broadcastId, checkbox, message, openDialog, press, write } from './testing.tsx'

const file = (name: string, type = '') => new File(['content'], name, { type })

function attach(...files: File[]): void {
  const input = document.querySelector('input[type="file"]')
  if (!input) throw new Error('nothing to pick files with')
  fireEvent.change(input, { target: { files } })
}

const files = () =>
  within(screen.getByRole('list', { name: 'Files' }))
    .getAllByRole('listitem')
    .map((row) => row.getAttribute('aria-label'))

const CONTROLS = [
  'button',
  'checkbox',
  'combobox',
  'textbox',
  'searchbox',
  'group',
  'region',
  'table',
] as const

describe('a new broadcast', () => {
  afterEach(cleanup)

  it('goes through three steps, says which one it is, and moves the focus along', async () => {
    await openDialog()
    const steps = () => within(screen.getByRole('list', { name: 'Steps' })).getAllByRole('listitem')
    const current = () => steps().find((step) => step.getAttribute('aria-current') === 'step')?.textContent
    expect(steps().map(({ textContent }) => textContent)).toEqual(['1Content', '2Recipients', '3Plan'])
    expect(current()).toBe('1Content')
    await waitFor(() => expect(document.activeElement).toBe(message()))
    press('Next')
    expect(current()).toBe('2Recipients')
    expect(document.activeElement).toBe(screen.getByRole('combobox', { name: 'From' }))
    press('Next')
    expect(current()).toBe('3Plan')
    expect(document.activeElement).toBe(screen.getByRole('group', { name: 'Plan' }))
    press('Back')
    press('Back')
    expect(document.activeElement).toBe(message())
  })

  it('has each of the words for going on and away in the name of one button only', async () => {
    await openDialog()
    write('{contact} from {account}')
    attach(file('a.png', 'image/png'))
    await waitFor(() => expect(files()).toEqual(['a.png']))
    const named = () =>
      CONTROLS.flatMap((role) =>
        screen.queryAllByRole(role, { name: /next|back|send|cancel|pause|resume/iu }),
      )
    const names = () => named().map((one) => one.getAttribute('aria-label') ?? one.textContent)
    expect(names()).toEqual(['Next', ''])
    expect(named()[1]).toBe(checkbox('Send as file'))
    press('Next')
    expect(names()).toEqual(['Back', 'Next'])
    press('Next')
    await screen.findByRole('table', { name: 'Included' })
    expect(names()).toEqual(['Back'])
  })

  it('P14: keeps what was written as a draft when it is closed', async () => {
    const { bridge, onClose } = await openDialog()
    write('Hello')
    fireEvent.keyDown(message(), { key: 'Escape' })
    await waitFor(() => expect(onClose).toHaveBeenCalledOnce())
    expect(bridge.inputs('broadcasts.saveDraft')).toEqual([
      {
        id: null,
        content: { text: 'Hello', fallbacks: { contact: '', account: '' }, files: [] },
        choice: RECENT_CONTACTS,
        paceMs: 3_000,
      },
    ])
  })

  it('keeps the draft by itself while it is worked on, as one and the same', async () => {
    const { bridge } = await openDialog()
    write('Hello')
    expect(await screen.findByText('Saved as a draft')).toBeTruthy()
    write('Hello you')
    press('Next')
    await waitFor(() =>
      expect(bridge.inputs('broadcasts.saveDraft')).toMatchObject([
        { id: null, content: { text: 'Hello' } },
        { id: 7, content: { text: 'Hello you' } },
      ]),
    )
  })

  it('leaves nothing behind where nothing was written', async () => {
    const { bridge, onClose } = await openDialog()
    press('Close')
    await waitFor(() => expect(onClose).toHaveBeenCalledOnce())
    expect(bridge.inputs('broadcasts.saveDraft')).toEqual([])
  })

  it('asks before it closes over what could not be kept', async () => {
    const { onClose } = await openDialog({
      'broadcasts.saveDraft': () => {
        throw new AppError('storage-full')
      },
    })
    write('Hello')
    press('Close')
    const question = await screen.findByRole('alertdialog', { name: 'Close without saving the draft?' })
    expect(screen.getByText(/The disk is full/u)).toBeTruthy()
    expect(onClose).not.toHaveBeenCalled()
    fireEvent.click(within(question).getByRole('button', { name: 'Close' }))
    await waitFor(() => expect(onClose).toHaveBeenCalledOnce())
  })

  it('goes on with a draft, its files and its choice', async () => {
    const { bridge } = await openDialog(
      {
        'broadcasts.openDraft': () => ({
          content: {
            text: 'Hello {contact}',
            fallbacks: { contact: '', account: '' },
            files: [{ staged: aStagedFile(1), asFile: true }],
          },
          choice: { ...RECENT_CONTACTS, unreadOnly: true },
          paceMs: 5_000,
        }),
      },
      {},
      broadcastId(7),
    )
    await waitFor(() => expect(message().value).toBe('Hello {contact}'))
    expect(screen.getByRole<HTMLInputElement>('textbox', { name: 'If a contact has no name' }).value).toBe('')
    expect(files()).toEqual(['picture-1.png'])
    expect(checkbox('Send as file').checked).toBe(true)
    press('Next')
    expect(checkbox('Unread only').checked).toBe(true)
    expect(bridge.inputs('broadcasts.saveDraft')).toEqual([])
  })

  it('says why a draft cannot be opened', async () => {
    await openDialog(
      {
        'broadcasts.openDraft': () => {
          throw new AppError('not-found')
        },
      },
      {},
      broadcastId(7),
    )
    expect((await screen.findByRole('alert')).textContent).toBe('It was not found. It may have been deleted.')
  })

  it('deletes a draft, asking first', async () => {
    const { bridge, onClose } = await openDialog()
    write('Hello')
    press('Next')
    fireEvent.click(await screen.findByRole('button', { name: 'Delete draft' }))
    const question = await screen.findByRole('alertdialog', { name: 'Delete this draft?' })
    expect(bridge.inputs('broadcasts.removeDraft')).toEqual([])
    fireEvent.click(within(question).getByRole('button', { name: 'Delete draft' }))
    await waitFor(() => expect(onClose).toHaveBeenCalledOnce())
    expect(bridge.inputs('broadcasts.removeDraft')).toEqual([{ id: 7 }])
  })

  it('says before sending that phones may hide signs, and what helps', async () => {
    await openDialog()
    fireEvent.change(message(), { target: { value: 'price_list_2026' } })
    expect(screen.getByRole('note').textContent).toMatch(/phone may take _ .*＿/u)
    fireEvent.change(message(), { target: { value: 'price' } })
    expect(screen.queryByRole('note')).toBeNull()
  })

  it('takes picked and pasted files, changes their order, and lets go of what is taken out', async () => {
    const { bridge } = await openDialog()
    attach(file('a.png', 'image/png'), file('b.pdf'))
    await waitFor(() => expect(files()).toEqual(['a.png', 'b.pdf']))
    const clipboardData = { files: [file('c.png', 'image/png')], getData: () => '' }
    fireEvent.paste(message(), { clipboardData })
    await waitFor(() => expect(files()).toEqual(['a.png', 'b.pdf', 'c.png']))
    press('Move up b.pdf')
    press('Remove a.png')
    expect(files()).toEqual(['b.pdf', 'c.png'])
    expect(bridge.inputs('staging.discard')).toEqual([{ ids: [stagedId(1)] }])
    expect(screen.getByText('2 messages per person')).toBeTruthy()
    press('Next')
    await waitFor(() =>
      expect(bridge.inputs('broadcasts.saveDraft').at(-1)?.content.files).toEqual([
        { stagedId: stagedId(2), asFile: false },
        { stagedId: stagedId(3), asFile: false },
      ]),
    )
  })

  it('asks before it closes while files are being copied', async () => {
    const { bridge, onClose } = await openDialog()
    const slow = Promise.withResolvers<StageResult>()
    bridge.stage = () => slow.promise
    attach(file('a.png'))
    await screen.findByText('0 of 1 ready')
    press('Close')
    const question = await screen.findByRole('alertdialog', { name: 'Close while files are being copied?' })
    fireEvent.click(within(question).getByRole('button', { name: 'Cancel' }))
    await act(async () => slow.resolve({ ok: true, file: aStagedFile(1, { name: 'a.png' }) }))
    await waitFor(() => expect(files()).toEqual(['a.png']))
    expect(onClose).not.toHaveBeenCalled()
  })
})

function DroppingPage() {
  useFileDrops()
  return null
}

describe('dropping files', () => {
  afterEach(cleanup)

  it('gives them to the content wherever they are dropped, and to nobody on the other steps', async () => {
    const { bridge } = await openDialog({}, {}, null, <DroppingPage />)
    const drop = (name: string) =>
      fireEvent.drop(document.body, { dataTransfer: { types: ['Files'], files: [file(name)] } })
    drop('a.pdf')
    await waitFor(() => expect(files()).toEqual(['a.pdf']))
    press('Next')
    drop('b.pdf')
    press('Back')
    expect(files()).toEqual(['a.pdf'])
    expect(bridge.filesToStage).toHaveLength(1)
  })
})
