// @vitest-environment jsdom

import { expect, it, vi } from 'vitest'
import { en } from '../i18n/en/index.ts'
import { createTranslations as createWith } from '../i18n/index.ts'
import { FakeBridge } from '../test-support/fake-bridge.ts'
import { atOnce } from '../test-support/frames.ts'
import { aBroadcast, aSnapshot } from '../test-support/samples.ts'
import { createTranslations } from '../test-support/translations.ts'
import { createServices } from './create-services.ts'
import { followSettings } from './follow-settings.ts'

it('follows language and theme, and touches neither while they stay', async () => {
  const bridge = new FakeBridge(aSnapshot())
  const { replica } = createServices(bridge, atOnce)
  const root = document.createElement('html')
  const translations = createTranslations('en')
  followSettings(replica.state, translations, root)
  await replica.start()
  expect([root.lang, root.dataset['theme']]).toEqual(['en', 'system'])

  const touched = new MutationObserver(() => undefined)
  touched.observe(root, { attributes: true })
  bridge.emit({ kind: 'broadcast', broadcast: aBroadcast(1) })
  expect(touched.takeRecords()).toEqual([])

  const { settings } = bridge.snapshot
  bridge.emit({ kind: 'settings', settings: { ...settings, language: 'zh-CN', theme: 'dark' } })
  expect([root.lang, root.dataset['theme'], translations.language]).toEqual(['zh-CN', 'dark', 'zh-CN'])
})

/** A window that has the English texts alone, and what its settings become. */
async function inEnglish() {
  const bridge = new FakeBridge(aSnapshot())
  const { replica } = createServices(bridge, atOnce)
  const translations = createWith('en', { en })
  followSettings(replica.state, translations, document.createElement('html'))
  await replica.start()
  const { settings } = bridge.snapshot
  const choose = (language: 'en' | 'zh-CN') =>
    bridge.emit({ kind: 'settings', settings: { ...settings, language } })
  return { translations, choose }
}

it('loads the texts of a language that is chosen, and speaks the former one until they are here', async () => {
  const { translations, choose } = await inEnglish()
  choose('zh-CN')
  expect(translations.t('action.close')).toBe('Close')
  await vi.waitFor(() => expect(translations.t('action.close')).toBe('关闭'))
})

it('stays in a language that was chosen again before the texts of the other one came', async () => {
  const { translations, choose } = await inEnglish()
  choose('zh-CN')
  choose('en')
  await vi.waitFor(() => expect(translations.exists('app.name', { lng: 'zh-CN' })).toBe(true))
  expect(translations.language).toBe('en')
})
