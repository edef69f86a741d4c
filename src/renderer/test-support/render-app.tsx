import { render } from '@testing-library/react'
import type { ReactNode } from 'react'
import { I18nextProvider } from 'react-i18next'
import { createServices } from '../app/create-services.ts'
import { createTranslations } from '../i18n/index.ts'
import { ServicesProvider } from '../store/services.tsx'
import type { FakeBridge } from './fake-bridge.ts'
import { atOnce } from './frames.ts'

/** Draws a part of the page, in English, on the services around a fake bridge. */
export async function renderWith(bridge: FakeBridge, part: ReactNode) {
  const services = createServices(bridge, atOnce)
  await services.replica.start()
  const view = render(
    <I18nextProvider i18n={createTranslations('en')}>
      <ServicesProvider value={services}>{part}</ServicesProvider>
    </I18nextProvider>,
  )
  return { ...view, services }
}
