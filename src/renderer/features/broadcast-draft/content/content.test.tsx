// @vitest-environment jsdom
import { cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react'
import { afterEach, describe, expect, it } from 'vitest'
import { AppError } from '#shared/errors.ts'
import { aStagedFile, stagedId } from '../../../test-support/samples.ts'
import { button, choose, field, message, openDialog, press, templateId, write } from '../testing.tsx'

const preview = () => within(screen.getByRole('region', { name: 'Preview' }))
const previewed = () =>
  preview()
    .queryAllByRole('listitem')
    .map(({ textContent }) => textContent)
const fallback = (name: string) => screen.getByRole<HTMLInputElement>('textbox', { name })

describe('the content of a broadcast', () => {
  afterEach(cleanup)

  it('puts a placeholder where the caret is, and the caret behind it', async () => {
    const { bridge } = await openDialog()
    write('Dear , hello')
    message().setSelectionRange(5, 5)
    press('Insert {contact}')
    expect(message().value).toBe('Dear {contact}, hello')
    expect(message().selectionStart).toBe('Dear {contact}'.length)
    expect(document.activeElement).toBe(message())
    fireEvent.change(fallback('If a contact has no name'), { target: { value: 'neighbour' } })
    expect(screen.queryByRole('textbox', { name: 'If an account has no name' })).toBeNull()
    press('Next')
    await waitFor(() =>
      expect(bridge.inputs('broadcasts.saveDraft').at(-1)?.content).toMatchObject({
        text: 'Dear {contact}, hello',
        fallbacks: { contact: 'neighbour', account: '' },
      }),
    )
  })

  it('puts no word in for a missing name that the operator did not choose, in either language', async () => {
    const { bridge } = await openDialog()
    write('{contact} from {account}')
    expect(fallback('If a contact has no name').value).toBe('')
    expect(fallback('If an account has no name').value).toBe('')
    fireEvent.change(fallback('If a contact has no name'), { target: { value: 'neighbour' } })
    expect(screen.getAllByText('Left empty, that place stays empty.')).toHaveLength(2)
    press('Next')
    await waitFor(() =>
      expect(bridge.inputs('broadcasts.saveDraft').at(-1)?.content.fallbacks).toEqual({
        contact: 'neighbour',
        account: '',
      }),
    )
  })

  it('shows it as each of the people chosen gets it', async () => {
    await openDialog()
    write('{contact} from {account}')
    const who = field('Preview for')
    expect([...who.options].map(({ text }) => text)).toEqual([
      'Li via Studio',
      'Mei via Studio',
      'Contact 000003 via Shop',
    ])
    await waitFor(() => expect(previewed()).toEqual(['Li from Studio']))
    press('Show the person after')
    press('Show the person after')
    await waitFor(() => expect(previewed()).toEqual(['from Shop']))
    press('Show the person before')
    await waitFor(() => expect(previewed()).toEqual(['Mei from Studio']))
  })

  it('understands the placeholders of the other language', async () => {
    await openDialog()
    write('你好，{联系人}')
    await waitFor(() => expect(previewed()).toEqual(['你好，Li']))
  })

  it('says what it takes per person, and what is too much', async () => {
    await openDialog()
    expect(screen.getByText('Nothing is written yet.')).toBeTruthy()
    write('Hello')
    expect(screen.getByText('1 message per person')).toBeTruthy()
    write(`{contact}${'a'.repeat(1798)}`)
    expect(screen.getByText(/^1 to 2 messages per person/u)).toBeTruthy()
    write('a'.repeat(1800 * 9))
    expect(screen.getByText('9 messages per person')).toBeTruthy()
    expect(screen.getByText(/Too many messages/u)).toBeTruthy()
    write('a'.repeat(100_001))
    expect(screen.getByText(/too long even for a draft/u)).toBeTruthy()
  })

  it('does nothing on Enter, whether an input method composes or not', async () => {
    const { bridge, onClose } = await openDialog()
    write('ni hao')
    fireEvent.compositionStart(message())
    fireEvent.keyDown(message(), { key: 'Enter', keyCode: 229, isComposing: true })
    fireEvent.keyDown(message(), { key: 'Escape', keyCode: 229, isComposing: true })
    fireEvent.compositionEnd(message())
    fireEvent.keyDown(message(), { key: 'Enter', keyCode: 13 })
    expect(message().value).toBe('ni hao')
    expect(onClose).not.toHaveBeenCalled()
    expect(bridge.inputs('broadcasts.start')).toEqual([])
  })
})

describe('templates', () => {
  afterEach(cleanup)

  const templates = [
    { id: templateId(1), name: 'Delay' },
    { id: templateId(2), name: 'News' },
  ]
  const content = {
    text: 'We are late',
    fallbacks: { contact: 'friend', account: '' },
    files: [{ staged: aStagedFile(9), asFile: false }],
  }

  it('fills an empty content at once', async () => {
    const { bridge } = await openDialog({ 'broadcasts.openTemplate': () => content }, { templates })
    choose('Template', '1')
    await waitFor(() => expect(message().value).toBe('We are late'))
    expect(screen.getByRole('listitem', { name: 'picture-9.png' })).toBeTruthy()
    expect(bridge.inputs('broadcasts.openTemplate')).toEqual([{ id: 1 }])
  })

  it('asks before it replaces what was written', async () => {
    const { bridge } = await openDialog({ 'broadcasts.openTemplate': () => content }, { templates })
    write('Mine')
    choose('Template', '2')
    const asked = () => screen.findByRole('alertdialog', { name: 'Replace what you wrote?' })
    fireEvent.click(within(await asked()).getByRole('button', { name: 'Cancel' }))
    expect(message().value).toBe('Mine')
    expect(bridge.inputs('broadcasts.openTemplate')).toEqual([])
    choose('Template', '2')
    fireEvent.click(within(await asked()).getByRole('button', { name: 'Replace' }))
    await waitFor(() => expect(message().value).toBe('We are late'))
    expect(bridge.inputs('broadcasts.openTemplate')).toEqual([{ id: 2 }])
  })

  it('lets go of the files that were there before', async () => {
    const { bridge } = await openDialog({ 'broadcasts.openTemplate': () => content }, { templates })
    const input = document.querySelector('input[type="file"]') as Element
    fireEvent.change(input, { target: { files: [new File(['content'], 'a.pdf')] } })
    await screen.findByRole('listitem', { name: 'a.pdf' })
    choose('Template', '1')
    fireEvent.click(await screen.findByRole('button', { name: 'Replace' }))
    await screen.findByRole('listitem', { name: 'picture-9.png' })
    expect(bridge.inputs('staging.discard')).toEqual([{ ids: [stagedId(1)] }])
  })

  it('keeps the content under a name, and says when one of that name is replaced', async () => {
    const { bridge } = await openDialog(
      { 'broadcasts.saveTemplate': () => ({ id: templateId(1) }) },
      { templates },
    )
    expect(button('Save as template').disabled).toBe(true)
    write('We are early')
    press('Save as template')
    const dialog = within(await screen.findByRole('dialog', { name: 'Save as template' }))
    expect(dialog.getByRole<HTMLButtonElement>('button', { name: 'Save' }).disabled).toBe(true)
    const name = dialog.getByRole('textbox', { name: 'Name of the template' })
    fireEvent.change(name, { target: { value: 'Delay' } })
    expect(dialog.getByText(/exists and will be replaced/u)).toBeTruthy()
    fireEvent.click(dialog.getByRole('button', { name: 'Save' }))
    await waitFor(() => expect(screen.queryByRole('dialog', { name: 'Save as template' })).toBeNull())
    expect(bridge.inputs('broadcasts.saveTemplate')).toMatchObject([
      { name: 'Delay', content: { text: 'We are early' } },
    ])
  })

  it('deletes a template, asking first, and says what failed', async () => {
    const { bridge } = await openDialog(
      {
        'broadcasts.openTemplate': () => content,
        'broadcasts.removeTemplate': () => {
          throw new AppError('storage-failed')
        },
      },
      { templates },
    )
    choose('Template', '1')
    fireEvent.click(await screen.findByRole('button', { name: 'Delete template' }))
    const question = await screen.findByRole('alertdialog')
    fireEvent.click(within(question).getByRole('button', { name: 'Delete template' }))
    expect(await screen.findByText(/It could not be stored/u)).toBeTruthy()
    expect(bridge.inputs('broadcasts.removeTemplate')).toEqual([{ id: 1 }])
  })
})
