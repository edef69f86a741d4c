import type { i18n } from 'i18next'
import type { Language } from '#shared/model/settings.ts'
import { en } from '../i18n/en/index.ts'
import { createTranslations as create } from '../i18n/index.ts'
import { zhCN } from '../i18n/zh-CN/index.ts'

/** The words of a window that has both languages at hand. */
export function createTranslations(language: Language): i18n {
  return create(language, { en, 'zh-CN': zhCN })
}
