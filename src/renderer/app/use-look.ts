import { useLayoutEffect } from 'react'
import type { Language, Settings } from '#shared/model/settings.ts'
import { speak } from '../i18n/index.ts'
import { useTranslation } from '../i18n/use-translation.tsx'

/** Language and theme of a page that has no settings yet; set before anything is drawn, so that nothing flashes. */
export function useLook({ language, theme }: { language: Language; theme: Settings['theme'] }): void {
  const { i18n } = useTranslation()
  useLayoutEffect(() => {
    const root = document.documentElement
    root.dataset['theme'] = theme
    root.lang = language
    let isWanted = true
    speak(i18n, language, () => isWanted)
    return () => {
      isWanted = false
    }
  }, [language, theme, i18n])
}
