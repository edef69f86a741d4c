import { createRoot } from 'react-dom/client'
import type { Language } from '#shared/model/settings.ts'
import { App } from './app/app.tsx'
import { createServices } from './app/create-services.ts'
import { followNetwork } from './app/follow-network.ts'
import { followPractice } from './app/follow-practice.ts'
import { followSettings } from './app/follow-settings.ts'
import { createTranslations, loadTexts } from './i18n/index.ts'
import { TranslationProvider } from './i18n/use-translation.tsx'
import './styles/app.css'

const root = document.getElementById('root')
if (!root) throw new Error('the page has no root element')

const services = createServices(window.linkboard)
followNetwork(services, window)
followPractice(services)
document.addEventListener('visibilitychange', () => {
  if (document.visibilityState === 'visible') services.clock.refresh()
})
window.addEventListener('pagehide', () => services.drafts.flushAll())
void services.replica.start()

// main writes it into the page
const language: Language = document.documentElement.lang === 'zh-CN' ? 'zh-CN' : 'en'
void loadTexts(language).then((texts) => {
  const translations = createTranslations(language, { [language]: texts })
  followSettings(services.replica.state, translations, document.documentElement)
  createRoot(root).render(
    <TranslationProvider translations={translations}>
      <App services={services} />
    </TranslationProvider>,
  )
})
// while main reads: the first formatter of a page takes as long as half of its rows
services.formats(language)
