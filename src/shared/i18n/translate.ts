import { createInstance } from 'i18next'
import type { Language } from '../model/settings.ts'
import { en } from './en.ts'
import { zhCN } from './zh-CN.ts'

/** Paths of a catalogue's texts, joined by dots; the forms of a plural are one text. */
type KeyOf<T> = {
  [K in keyof T & string]: T[K] extends string ? Text<K> : `${K}.${KeyOf<T[K]>}`
}[keyof T & string]
type Text<K extends string> = K extends `${infer Name}_one` | `${infer Name}_other` ? Name : K

/** A key of the texts that main needs. */
export type TextKey = KeyOf<typeof en>

/** A text by its key, with values for what stands in double braces. */
export type Translator = (key: TextKey, values?: Readonly<Record<string, string | number>>) => string

/** The texts that main needs, in one language. Plain texts: nothing is escaped. */
export function createTranslator(language: Language): Translator {
  const instance = createInstance()
  void instance.init({
    lng: language,
    fallbackLng: 'en',
    resources: { en: { translation: en }, 'zh-CN': { translation: zhCN } },
    interpolation: { escapeValue: false },
    initAsync: false,
  })
  return (key, values) => instance.t(key, { ...values })
}
