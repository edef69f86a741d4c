import { act, cleanup, fireEvent, render, screen, waitFor } from '@testing-library/react'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { AppError } from '#shared/errors.ts'
import type { LockView, PassphraseCheck } from '#shared/model/lock.ts'
import { TranslationProvider } from '../i18n/use-translation.tsx'
import { stubBrowser } from '../test-support/browser-stubs.ts'
import { FakeBridge } from '../test-support/fake-bridge.ts'
import { atOnce } from '../test-support/frames.ts'
import { aConversation, anAccount, appInfo, aSnapshot } from '../test-support/samples.ts'
import { createTranslations } from '../test-support/translations.ts'
import { App } from './app.tsx'
import { createServices } from './create-services.ts'

beforeEach(() => stubBrowser())
afterEach(() => {
  cleanup()
  vi.unstubAllGlobals()
  vi.useRealTimers()
  for (const name of ['data-theme', 'lang']) document.documentElement.removeAttribute(name)
})

const PASSPHRASE = 'open sesame'

/** The page of a product with a passphrase, or without one; `main` is how that product stands. */
async function openPage(over: Partial<LockView> = {}, lock: 'on' | 'off' = 'on') {
  const main: LockView & { checks: PassphraseCheck[] } = {
    ...{ state: 'locked', waitMs: 0, wrongTries: 0, isDamaged: false, theme: 'dark', language: 'en' },
    ...over,
    /** What becomes of the next wrong passphrases. */
    checks: [],
  }
  const snapshot = aSnapshot({
    app: { ...appInfo, lock },
    accounts: [anAccount(1)],
    conversations: [aConversation(1, { contactAlias: '老王' })],
  })
  const bridge = new FakeBridge(snapshot, [], {
    'app.snapshot': () => {
      if (main.state === 'locked') throw new AppError('locked')
      return snapshot
    },
    'lock.state': () => main,
    'lock.now': () => {
      main.state = 'locked'
    },
    'lock.unlock': ({ passphrase }) => {
      if (passphrase !== PASSPHRASE) return main.checks.shift() ?? { kind: 'wrong', waitMs: 0 }
      main.state = 'unlocked'
      return { kind: 'right' }
    },
    'lock.forget': () => {
      main.state = 'off'
    },
  })
  const services = createServices(bridge, atOnce)
  await services.replica.start()
  render(
    <TranslationProvider translations={createTranslations('en')}>
      <App services={services} />
    </TranslationProvider>,
  )
  return { main, bridge, services }
}

const field = () => screen.findByLabelText<HTMLInputElement>('Passphrase')
const button = (name: string) => screen.getByRole<HTMLButtonElement>('button', { name })

async function enter(passphrase: string): Promise<void> {
  fireEvent.change(await field(), { target: { value: passphrase } })
  await act(async () => fireEvent.click(button('Unlock')))
}

describe('a locked window', () => {
  it('shows a field and a button and nothing of anybody, in the language and theme that were set', async () => {
    const { bridge } = await openPage({ language: 'zh-CN' })
    const passphrase = await screen.findByLabelText('密码')
    expect(document.activeElement).toBe(passphrase)
    expect(passphrase.getAttribute('type')).toBe('password')
    expect(screen.getAllByRole('button').map(({ textContent }) => textContent)).toEqual(['解锁'])
    expect(document.body.textContent).not.toContain('老王')
    expect([document.documentElement.dataset['theme'], document.documentElement.lang]).toEqual([
      'dark',
      'zh-CN',
    ])
    await waitFor(() => expect(bridge.inputs('app.painted')).toHaveLength(1))
  })

  it('opens to the passphrase', async () => {
    await openPage()
    await enter(PASSPHRASE)
    expect(await screen.findByRole('navigation', { name: 'Main' })).toBeDefined()
    expect(screen.queryByLabelText('Passphrase')).toBeNull()
  })

  it('says that a passphrase was wrong, forgets it, and shows how long the next one waits', async () => {
    const { main, bridge } = await openPage()
    await enter('wrong')
    expect(screen.getByRole('status').textContent).toBe('That is not the passphrase.')
    expect((await field()).value).toBe('')
    main.checks = [{ kind: 'wrong', waitMs: 80_000 }]
    await enter('wrong')
    expect(screen.getByRole('status').textContent).toMatch(/Try again in 1:20/)
    expect(button('Unlock').disabled).toBe(true)
    fireEvent.change(await field(), { target: { value: PASSPHRASE } })
    fireEvent.submit(await field())
    expect(bridge.inputs('lock.unlock')).toHaveLength(2)
  })

  it('begins with the wait that is left', async () => {
    await openPage({ waitMs: 20_000, wrongTries: 5 })
    expect(await screen.findByText(/Try again in 0:20/)).toBeDefined()
    expect(screen.queryByRole('button', { name: /Forgot/ })).toBeNull()
  })

  it('waits no longer where the clock is set back meanwhile', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] })
    await openPage({ waitMs: 20_000, wrongTries: 5 })
    await act(() => vi.advanceTimersByTimeAsync(0))
    vi.setSystemTime(Date.now() - 3_600_000)
    await act(() => vi.advanceTimersByTimeAsync(19_000))
    expect(button('Unlock').disabled).toBe(true)
    expect(screen.getByRole('status').textContent).toMatch(/Try again in 0:/)
    await act(() => vi.advanceTimersByTimeAsync(1_000))
    expect(button('Unlock').disabled).toBe(false)
  })

  it('says at once that no passphrase opens it where none can be known any more, and shows the way out', async () => {
    await openPage({ isDamaged: true })
    expect((await screen.findByRole('status')).textContent).toContain('no passphrase opens it')
    expect(button('Forgot the passphrase?')).toBeDefined()
  })

  it('has one way out without the passphrase, behind a wrong one, a choice and a word', async () => {
    const { bridge } = await openPage({ wrongTries: 8 })
    await enter('wrong')
    fireEvent.click(button('Forgot the passphrase?'))
    const keep = screen.getByRole<HTMLInputElement>('radio', { name: 'Keep the history' })
    expect(keep.disabled).toBe(true)
    expect(button('Sign out everything').disabled).toBe(true)
    fireEvent.click(button('Cancel'))
    await waitFor(() => expect(screen.queryByRole('alertdialog')).toBeNull())
    await enter('wrong')
    fireEvent.click(button('Forgot the passphrase?'))
    fireEvent.click(screen.getByRole('radio', { name: 'Keep the history' }))
    expect(button('Sign out everything').disabled).toBe(true)
    fireEvent.change(screen.getByLabelText(/Type “sign out”/), { target: { value: 'Sign out' } })
    await act(async () => fireEvent.click(button('Sign out everything')))
    expect(bridge.inputs('lock.forget')).toEqual([{ history: 'keep' }])
    expect(await screen.findByRole('navigation', { name: 'Main' })).toBeDefined()
  })
})

describe('locking', () => {
  it('takes everything off the screen at once and hands in what was typed, then locks', async () => {
    const { bridge, services } = await openPage({ state: 'unlocked' })
    await screen.findByRole('navigation', { name: 'Main' })
    const [conversation] = bridge.snapshot.conversations
    if (conversation === undefined) throw new Error('no conversation')
    services.drafts.type(conversation.id, 'half a thought')
    await act(async () => fireEvent.keyDown(window, { key: 'l', ctrlKey: true }))
    expect(document.body.textContent).not.toContain('老王')
    const asked = bridge.asked.map(({ name }) => name)
    expect(asked.filter((name) => name === 'conversations.saveDraft' || name === 'lock.now')).toEqual([
      'conversations.saveDraft',
      'lock.now',
    ])
    expect(await field()).toBeDefined()
  })

  it('has a button for it beside the accounts, which asks for a passphrase first where there is none', async () => {
    const { bridge } = await openPage({ state: 'unlocked' }, 'off')
    fireEvent.click(await screen.findByRole('button', { name: 'Lock now' }))
    const [next, repeat] = [await field(), screen.getByLabelText('Repeat passphrase')]
    fireEvent.change(next, { target: { value: PASSPHRASE } })
    fireEvent.change(repeat, { target: { value: 'something else' } })
    expect(button('Set and lock').disabled).toBe(true)
    fireEvent.change(repeat, { target: { value: PASSPHRASE } })
    await act(async () => fireEvent.click(button('Set and lock')))
    expect(bridge.inputs('lock.set')).toEqual([{ passphrase: PASSPHRASE }])
    expect(bridge.inputs('lock.now')).toHaveLength(1)
  })
})
