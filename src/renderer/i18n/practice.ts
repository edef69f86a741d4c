import type { i18n } from 'i18next'
import { practice as english } from './en/practice.ts'
import { practice as chinese } from './zh-CN/practice.ts'

/** Adds the texts of the lessons, which nobody needs outside of practice mode. Once more changes nothing. */
export function addPracticeTexts(translations: i18n): void {
  translations.addResourceBundle('en', 'translation', english, true)
  translations.addResourceBundle('zh-CN', 'translation', chinese, true)
}
