import { createInstance, type i18n, type TFunction } from 'i18next'
import type { Language } from '#shared/model/settings.ts'
import { en } from './en/index.ts'
import type { practice } from './en/practice.ts'
import { zhCN } from './zh-CN/index.ts'

/** Looks up a text by its key; keys are typed from the English texts. */
export type Translate = TFunction

declare module 'i18next' {
  interface CustomTypeOptions {
    // those of the lessons are added when the lessons are
    resources: { translation: typeof en & typeof practice }
  }
}

/** Both languages, bundled: the app must speak before and without any request. */
export function createTranslations(language: Language): i18n {
  const instance = createInstance()
  void instance.init({
    lng: language,
    fallbackLng: 'en',
    resources: { en: { translation: en }, 'zh-CN': { translation: zhCN } },
    interpolation: { escapeValue: false },
    initAsync: false,
  })
  return instance
}
