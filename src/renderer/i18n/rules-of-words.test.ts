import { describe, expect, it } from 'vitest'
import { en as sharedEnglish } from '#shared/i18n/en.ts'
import { zhCN as sharedChinese } from '#shared/i18n/zh-CN.ts'
import { flat } from '../test-support/texts.ts'
import { en } from './en/index.ts'
import { practice as englishPractice } from './en/practice.ts'
import { zhCN } from './zh-CN/index.ts'
import { practice as chinesePractice } from './zh-CN/practice.ts'

/** What the window says, and what is said outside of it: notifications, tray, start failures, exports. */
const english = new Map([...flat({ ...en, ...englishPractice }), ...flat(sharedEnglish, 'main.')])
const chinese = new Map([...flat({ ...zhCN, ...chinesePractice }), ...flat(sharedChinese, 'main.')])

/** The texts that a pattern finds, each with its key. */
const found = (texts: Map<string, string>, pattern: RegExp, but = /^$/u) =>
  [...texts].filter(([key, text]) => pattern.test(text) && !but.test(key)).map((entry) => entry.join(': '))

/** Of the window of the app itself, not of the time in which one can reply. */
const ABOUT_THE_APP = /^(settings|media\.lightbox\.fit)/u

describe('what is said of our own messages', () => {
  it('P4: never that they arrived, were read, taken or turned away', () => {
    expect(found(chinese, /送达|已读|拒收|收下/u)).toEqual([])
    const ofMessages = new Map(
      [...english].filter(([key]) => /(^|\.)(state|recipient|progress)\./u.test(key)),
    )
    expect(ofMessages.size).toBeGreaterThan(15)
    expect(found(ofMessages, /\b(deliver|read\b|arriv)/iu)).toEqual([])
  })

  it('P4: never that what is unconfirmed failed', () => {
    const unconfirmed = (texts: Map<string, string>) =>
      new Map([...texts].filter(([key]) => /(^|[._])unconfirmed/iu.test(key)))
    expect(unconfirmed(chinese).size).toBeGreaterThan(5)
    expect(found(unconfirmed(chinese), /失败/u)).toEqual([])
    expect(found(unconfirmed(english), /fail/iu)).toEqual([])
  })
})

describe('how it is said', () => {
  it('in Chinese: nothing is called 它, the operator is 你, a customer 您', () => {
    expect(found(chinese, /它/u)).toEqual([])
    const toCustomers = {
      'message.quoteText': zhCN.message.quoteText,
      'composer.request': zhCN.composer.request,
    }
    expect(found(chinese, /您/u)).toEqual(Object.entries(toCustomers).map((entry) => entry.join(': ')))
    for (const text of Object.values(toCustomers)) expect(text).not.toMatch(/你/u)
  })

  it('in Chinese: without the words of offices, and the reply window is no 窗口', () => {
    expect(found(chinese, /经由|予以|口令|收件箱/u)).toEqual([])
    expect(found(chinese, /进行(?!中)/u, /^broadcasts\.reason\.restored$/u)).toEqual([])
    expect(found(chinese, /窗口/u, ABOUT_THE_APP)).toEqual([])
  })

  it('in Chinese: full-width punctuation, one “…”, and names in “” without typed spaces', () => {
    expect(found(chinese, /\p{Script=Han}[,;:()]|[,;:()]\p{Script=Han}|\.\.\.|……/u)).toEqual([])
    expect(found(chinese, /\p{Script=Han} ?\{\{(account|contact|file|name|tag|title)\}\}/u)).toEqual([])
    expect(found(chinese, /[“”] \p{Script=Han}|\p{Script=Han} [“”]/u)).toEqual([])
  })

  it('in English: as one writes, not as one translates', () => {
    const translated =
      /\bstands?\b|by itself|by themselves|left behind|left alone|may talk to|\bfor ever\b|\banew\b|is to become|so many of/iu
    expect(found(english, translated)).toEqual([])
  })

  it('in English: the reply window is never just a window', () => {
    expect(found(english, /(?<!reply |\{\{)\bwindows?\b/iu, ABOUT_THE_APP)).toEqual([
      // fixed by the contract
      'broadcasts.skip.window-closed: Window closed',
      'main.broadcasts.skip.window-closed: Window closed',
    ])
  })
})
