import { cleanup, render, screen, waitFor } from '@testing-library/react'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { AppError } from '#shared/errors.ts'
import type { Starting } from '#shared/model/app-info.ts'
import { TranslationProvider } from '../i18n/use-translation.tsx'
import { stubBrowser } from '../test-support/browser-stubs.ts'
import { FakeBridge } from '../test-support/fake-bridge.ts'
import { atOnce } from '../test-support/frames.ts'
import { anAccount, aSnapshot } from '../test-support/samples.ts'
import { createTranslations } from '../test-support/translations.ts'
import { App } from './app.tsx'
import { createServices } from './create-services.ts'

beforeEach(() => stubBrowser())
afterEach(() => {
  cleanup()
  vi.unstubAllGlobals()
  for (const name of ['data-theme', 'lang']) document.documentElement.removeAttribute(name)
})

/** The page of a main that has no product yet: `state.starting` is what it is busy with; null once it runs. */
async function openPage(first: Starting | 'nothing') {
  const state: { starting: Starting | 'nothing' | null } = { starting: first }
  const snapshot = aSnapshot({ accounts: [anAccount(1)] })
  const bridge = new FakeBridge(snapshot, [], {
    'app.snapshot': () => {
      if (state.starting !== null) throw new AppError('not-possible-now')
      return snapshot
    },
    'app.starting': () => {
      if (state.starting === 'nothing') throw new AppError('not-possible-now')
      return state.starting
    },
  })
  const services = createServices(bridge, atOnce)
  await services.replica.start()
  render(
    <TranslationProvider translations={createTranslations('en')}>
      <App services={services} />
    </TranslationProvider>,
  )
  return state
}

const repairing = (step: Starting['repair']['step'], share: number, language: Starting['language'] = 'en') =>
  ({ language, theme: 'dark', repair: { step, share } }) satisfies Starting

describe('P21: a start that repairs the database first', () => {
  it('says what is going on and how far it is, then opens', async () => {
    const state = await openPage(repairing('looking', 0.04))
    const bar = await screen.findByRole('progressbar', { name: 'Repairing the message database' })
    expect(bar.getAttribute('aria-valuetext')).toBe('Looking for what can be read. 4 %')
    expect(document.documentElement.dataset['theme']).toBe('dark')
    state.starting = repairing('saving', 0.56)
    await waitFor(() => expect(bar.getAttribute('aria-valuetext')).toBe('Saving what was found. 56 %'))
    state.starting = null
    expect(await screen.findByRole('navigation', { name: 'Main' })).toBeDefined()
  })

  it('speaks the language of the settings', async () => {
    await openPage(repairing('finishing', 0.9, 'zh-CN'))
    const bar = await screen.findByRole('progressbar', { name: '正在修复消息数据库' })
    expect(bar.getAttribute('aria-valuetext')).toBe('正在整理。 90%')
  })

  it('offers to try again where nothing is under way', async () => {
    await openPage('nothing')
    expect(await screen.findByRole('button', { name: 'Try again' })).toBeDefined()
  })
})
