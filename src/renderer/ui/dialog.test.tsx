// @vitest-environment jsdom
import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/react'
import type { ReactNode } from 'react'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { TranslationProvider } from '../i18n/use-translation.tsx'
import { createTranslations } from '../test-support/translations.ts'
import { Button } from './button.tsx'
import { Dialog, type DialogProps } from './dialog.tsx'
import { TextField } from './field.tsx'

afterEach(cleanup)

function open(children: ReactNode, over: Partial<DialogProps> = {}) {
  const onClose = vi.fn()
  render(
    <TranslationProvider translations={createTranslations('en')}>
      <Dialog open title="Subject" onClose={onClose} {...over}>
        {children}
      </Dialog>
    </TranslationProvider>,
  )
  return { onClose, cross: screen.getByRole('button', { name: 'Close' }) }
}

const hasFocus = (element: () => HTMLElement) => waitFor(() => expect(document.activeElement).toBe(element()))
const field = () => screen.getByRole('textbox')

describe('a dialog begins', () => {
  it('where text is written', async () => {
    open(
      <>
        <button type="button">first</button>
        <TextField label="Name" />
      </>,
    )
    await hasFocus(field)
  })

  it('at the choice that stands, where nothing is written', async () => {
    open(
      <>
        <input type="radio" name="colour" aria-label="red" />
        <input type="radio" name="colour" aria-label="blue" defaultChecked />
      </>,
    )
    await hasFocus(() => screen.getByRole('radio', { name: 'blue' }))
  })

  it('at its last button, never at the cross, where nothing is chosen either', async () => {
    open(<p>words</p>, {
      footer: (
        <>
          <Button>Cancel</Button>
          <Button look="primary">Go</Button>
        </>
      ),
    })
    await hasFocus(() => screen.getByRole('button', { name: 'Go' }))
  })

  it('as a whole, where there is nothing to do', async () => {
    open(<p>words</p>)
    await hasFocus(() => screen.getByRole('dialog'))
  })
})

/** Presses Enter as a browser does: the click comes unless the key was taken. */
function enter(on: HTMLElement): void {
  if (fireEvent.keyDown(on, { key: 'Enter' })) fireEvent.click(on)
}

describe('Enter at the cross', () => {
  it('goes back to what was typed instead of throwing it away', () => {
    const { onClose, cross } = open(<TextField label="Name" defaultValue="" />)
    fireEvent.input(field(), { target: { value: 'Li' } })
    cross.focus()
    enter(cross)
    expect(onClose).not.toHaveBeenCalled()
    expect(document.activeElement).toBe(field())
    fireEvent.click(cross)
    expect(onClose).toHaveBeenCalledOnce()
  })

  it('closes where nothing was typed, where it was taken out again, and where the text is kept', () => {
    const first = open(<TextField label="Name" defaultValue="Li" />)
    enter(first.cross)
    expect(first.onClose).toHaveBeenCalledOnce()
    fireEvent.input(field(), { target: { value: '' } })
    enter(first.cross)
    expect(first.onClose).toHaveBeenCalledTimes(2)
    cleanup()
    const second = open(<TextField label="Message" defaultValue="" />, { keepsText: true })
    fireEvent.input(field(), { target: { value: 'draft' } })
    enter(second.cross)
    expect(second.onClose).toHaveBeenCalledOnce()
  })
})

it('shows what must be read beside its buttons, not in the part that scrolls', () => {
  open(<p>long</p>, { notice: <p>read me</p>, footer: <Button>Go</Button> })
  expect(screen.getByText('read me').closest('[data-dialog-body]')).toBeNull()
})
