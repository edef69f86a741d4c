import { createRoot } from 'react-dom/client'
import { App } from './app/app.tsx'
import { createServices } from './app/create-services.ts'
import { followNetwork } from './app/follow-network.ts'
import { followPractice } from './app/follow-practice.ts'
import { followSettings } from './app/follow-settings.ts'
import { createTranslations } from './i18n/index.ts'
import { TranslationProvider } from './i18n/use-translation.tsx'
import './styles/app.css'

const root = document.getElementById('root')
if (!root) throw new Error('the page has no root element')

const services = createServices(window.linkboard)
// Until the snapshot names the language, the browser's is the best guess.
const translations = createTranslations(navigator.language.startsWith('zh') ? 'zh-CN' : 'en')

followNetwork(services, window)
followPractice(services)
followSettings(services.replica.state, translations, document.documentElement)
document.addEventListener('visibilitychange', () => {
  if (document.visibilityState === 'visible') services.clock.refresh()
})
window.addEventListener('pagehide', () => services.drafts.flushAll())

void services.replica.start()
createRoot(root).render(
  <TranslationProvider translations={translations}>
    <App services={services} />
  </TranslationProvider>,
)
