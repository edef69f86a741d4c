// @vitest-environment jsdom

import { expect, it } from 'vitest'
import { createTranslations } from '../i18n/index.ts'
import { FakeBridge } from '../test-support/fake-bridge.ts'
import { atOnce } from '../test-support/frames.ts'
import { aBroadcast, aSnapshot } from '../test-support/samples.ts'
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
