import { createInstance, type i18n, type TFunction } from 'i18next'
import type { Language } from '#shared/model/settings.ts'
import { unreachable } from '#shared/unreachable.ts'
import type { en } from './en/index.ts'
import type { practice } from './en/practice.ts'
import type { zhCN } from './zh-CN/index.ts'

/** Looks up a text by its key; keys are typed from the English texts. */
export type Translate = TFunction

/** Every text of one language, but for the lessons'. */
export type Texts = typeof en | typeof zhCN

declare module 'i18next' {
  interface CustomTypeOptions {
    // those of the lessons are added when the lessons are
    resources: { translation: typeof en & typeof practice }
  }
}

/** Reads the texts of a language from beside the page's script: a window speaks one, so it starts with one. */
export async function loadTexts(language: Language): Promise<Texts> {
  switch (language) {
    case 'en':
      return (await import('./en/index.ts')).en
    case 'zh-CN':
      return (await import('./zh-CN/index.ts')).zhCN
    default:
      return unreachable(language)
  }
}

/** The words of a window that speaks `language`; `texts` are those of every language that is here. */
export function createTranslations(
  language: Language,
  texts: Readonly<Partial<Record<Language, Texts>>>,
): i18n {
  const instance = createInstance()
  void instance.init({
    lng: language,
    fallbackLng: false,
    resources: Object.fromEntries(
      Object.entries(texts).map(([name, translation]) => [name, { translation }]),
    ),
    interpolation: { escapeValue: false },
    initAsync: false,
  })
  return instance
}

/**
 * Has the window speak a language: at once where its texts are here, else once they are loaded. Without them it goes on
 * in the language it has.
 * @param isWanted whether it is still to be spoken when they come
 */
export function speak(translations: i18n, language: Language, isWanted: () => boolean): void {
  if (translations.language === language) return
  // the lessons' alone may be here before
  if (translations.exists('app.name', { lng: language })) {
    void translations.changeLanguage(language)
    return
  }
  void loadTexts(language).then(
    (texts) => {
      translations.addResourceBundle(language, 'translation', texts, true)
      if (isWanted()) void translations.changeLanguage(language)
    },
    () => undefined,
  )
}
