import { render } from '@testing-library/react'
import type { i18n } from 'i18next'
import type { ReactNode } from 'react'
import { createServices } from '../app/create-services.ts'
import { TranslationProvider } from '../i18n/use-translation.tsx'
import type { Frames } from '../store/frames.ts'
import { ServicesProvider } from '../store/services.tsx'
import type { FakeBridge } from './fake-bridge.ts'
import { atOnce } from './frames.ts'
import { createTranslations } from './translations.ts'

/** Draws a part of the page, in English at first, on the services around a fake bridge. */
export async function renderWith(
  bridge: FakeBridge,
  part: ReactNode,
  translations: i18n = createTranslations('en'),
  frames: Frames = atOnce,
) {
  const services = createServices(bridge, frames)
  await services.replica.start()
  const view = render(
    <TranslationProvider translations={translations}>
      <ServicesProvider value={services}>{part}</ServicesProvider>
    </TranslationProvider>,
  )
  return { ...view, services }
}
