// @vitest-environment jsdom
import { act, cleanup, fireEvent, render, screen, waitFor } from '@testing-library/react'
import type { ReactNode } from 'react'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { TranslationProvider } from '../i18n/use-translation.tsx'
import { createTranslations } from '../test-support/translations.ts'
import { dialogPart, screenPart } from './part.tsx'

afterEach(cleanup)

const draw = (what: ReactNode) =>
  render(<TranslationProvider translations={createTranslations('en')}>{what}</TranslationProvider>)

/** A script whose fetches the test ends, the way it likes. */
function aScript<P>(content: (props: P) => ReactNode) {
  const fetches: PromiseWithResolvers<(props: P) => ReactNode>[] = []
  return {
    fetches,
    fetch: () => {
      const next = Promise.withResolvers<(props: P) => ReactNode>()
      fetches.push(next)
      return next.promise
    },
    arrive: () => act(async () => fetches.at(-1)?.resolve(content)),
    fail: () => act(async () => fetches.at(-1)?.reject(new Error('there is no such file'))),
  }
}

describe('a part of the window that is loaded later', () => {
  it('says that it is waited for, and shows itself once its script is here', async () => {
    const script = aScript<{ name: string }>(({ name }) => <p>Settings of {name}</p>)
    const Settings = screenPart(script.fetch)
    draw(<Settings name="Anna" />)
    expect(await screen.findByText('Loading')).toBeDefined()
    await script.arrive()
    expect(screen.getByText('Settings of Anna')).toBeDefined()
    expect(screen.queryByText('Loading')).toBeNull()
  })

  it('is drawn at once where it was fetched before, and fetched once', async () => {
    const script = aScript(() => <p>Settings</p>)
    const Settings = screenPart(script.fetch)
    const before = Settings.load()
    await script.arrive()
    await before
    draw(<Settings />)
    expect(screen.getByText('Settings')).toBeDefined()
    cleanup()
    draw(<Settings />)
    expect(script.fetches).toHaveLength(1)
  })

  it('that cannot be loaded says so, and is tried anew when it is wished', async () => {
    const script = aScript(() => <p>Settings</p>)
    const Settings = screenPart(script.fetch)
    draw(<Settings />)
    await script.fail()
    expect(screen.getByRole('alert').textContent).toContain('could not be loaded')
    fireEvent.click(screen.getByRole('button', { name: 'Try again' }))
    await waitFor(() => expect(script.fetches).toHaveLength(2))
    expect(screen.queryByRole('alert')).toBeNull()
    await script.arrive()
    expect(screen.getByText('Settings')).toBeDefined()
  })

  it('is tried anew by showing it where it failed unseen', async () => {
    const script = aScript(() => <p>Settings</p>)
    const Settings = screenPart(script.fetch)
    const before = Settings.load()
    await script.fail()
    await before
    draw(<Settings />)
    await script.arrive()
    expect(screen.getByText('Settings')).toBeDefined()
    expect(script.fetches).toHaveLength(2)
  })

  it('can be left where it is a dialog, whether it is waited for or could not be loaded', async () => {
    const script = aScript<{ onClose: () => void }>(() => null)
    const Palette = dialogPart(script.fetch)
    const onClose = vi.fn()
    draw(<Palette onClose={onClose} />)
    await screen.findByRole('dialog', { name: 'Loading' })
    fireEvent.click(screen.getByRole('button', { name: 'Close' }))
    expect(onClose).toHaveBeenCalledTimes(1)
    await script.fail()
    await screen.findByRole('dialog', { name: 'Not loaded' })
    fireEvent.click(screen.getByRole('button', { name: 'Close' }))
    expect(onClose).toHaveBeenCalledTimes(2)
    fireEvent.click(screen.getByRole('button', { name: 'Try again' }))
    expect(script.fetches).toHaveLength(2)
  })
})
