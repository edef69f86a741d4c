import { describe, expect, it } from 'vitest'
import { ExportWords } from '#shared/model/broadcast.ts'
import { en } from '../../i18n/en/index.ts'
import { createTranslations } from '../../i18n/index.ts'
import { exportWords } from './export-words.ts'

describe.each(['en', 'zh-CN'] as const)('the words of an export in %s', (language) => {
  const words = exportWords(createTranslations(language).t)

  it('are accepted by main', () => {
    expect(ExportWords.safeParse(words).error).toBeUndefined()
  })

  it('call every state and reason by what the screen calls it', () => {
    expect(Object.keys(words.states)).toEqual(Object.keys(en.broadcasts.recipient))
    expect(Object.keys(words.skips).sort()).toEqual(Object.keys(en.broadcasts.skip).sort())
    expect(Object.keys(words.itemStates)).toEqual(Object.keys(en.message.state))
    expect(Object.keys(words.itemReasons)).toEqual(Object.keys(en.message.reason))
    for (const group of [words.states, words.skips, words.itemStates, words.itemReasons]) {
      for (const [key, text] of Object.entries(group))
        expect(text, key).not.toMatch(/^$|^(message|broadcasts)\./u)
    }
  })

  it('leave the places of numbers and ids open', () => {
    expect(words.accountNumbered).toContain('{number}')
    expect(words.contactUnnamed).toContain('{id}')
  })
})
