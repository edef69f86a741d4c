import { parseSync, Visitor } from 'vite'
import { describe, expect, it } from 'vitest'
import { flat } from '../test-support/texts.ts'
import { createTranslations } from '../test-support/translations.ts'
import { en } from './en/index.ts'
import { practice as englishPractice } from './en/practice.ts'
import { zhCN } from './zh-CN/index.ts'
import { practice as chinesePractice } from './zh-CN/practice.ts'

const placeholders = (text: string) => [...text.matchAll(/\{\{(\w+)\}\}/gu)].map(([, name]) => name).sort()
const english = flat({ ...en, ...englishPractice })
const chinese = flat({ ...zhCN, ...chinesePractice })

describe('translations', () => {
  it('have the same keys in both languages; Chinese has no singular of its own', () => {
    const expected = [...english.keys()].filter((key) => !key.endsWith('_one'))
    expect([...chinese.keys()].sort()).toEqual(expected.sort())
  })

  it('have a plural for every singular', () => {
    for (const key of english.keys()) {
      if (key.endsWith('_one')) expect(english.has(key.replace(/_one$/u, '_other')), key).toBe(true)
    }
  })

  it('fill in the same things and leave no text empty', () => {
    for (const [key, text] of chinese) {
      expect(text.trim(), key).not.toBe('')
      const foreign = placeholders(text).filter(
        (name) => !placeholders(english.get(key) ?? '').includes(name),
      )
      expect(foreign, key).toEqual([])
    }
  })

  it('write Chinese in Chinese, wherever a text has words of its own', () => {
    const sameInBoth =
      /^(app\.name|message\.(dimensions|preview|progress)|composer\.meters|newMessage\.way|review\.namesake$|settings\.(language|about\.hosts)|diagnostics\.event\.stateBecause$|addAccount\.fileName|starting\.percent)/u
    for (const [key, text] of chinese) {
      if (!sameInBoth.test(key)) expect(text, key).toMatch(/[\p{Script=Han}\u3001\uff01-\uff5e]/u)
    }
  })

  it('choose plurals by language', () => {
    const counts = [1, 2]
    const words = (language: 'en' | 'zh-CN') =>
      counts.map((count) => createTranslations(language).t('inbox.unread', { count }))
    expect(words('en')).toEqual(['1 unread message', '2 unread messages'])
    expect(words('zh-CN')).toEqual(['1 条未读消息', '2 条未读消息'])
  })
})

describe('components', () => {
  const sources = import.meta.glob<string>('../**/*.tsx', { query: '?raw', import: 'default', eager: true })
  const components = Object.entries(sources).filter(([path]) => !path.endsWith('.test.tsx'))
  /** Attributes that people see or hear. */
  const spoken = /^(?:aria-label|aria-valuetext|title|placeholder|alt|label|hint)$/u

  /** What stands in words between tags or in an attribute that people see or hear. */
  function literals(path: string, source: string): string[] {
    const { program, errors } = parseSync(path, source)
    expect(errors).toEqual([])
    const texts: string[] = []
    new Visitor({
      JSXText({ value }) {
        texts.push(value.trim())
      },
      JSXAttribute({ name, value }) {
        if (name.type !== 'JSXIdentifier' || !spoken.test(name.name)) return
        if (value?.type === 'Literal' && typeof value.value === 'string') texts.push(value.value)
      },
    }).visit(program)
    return texts.filter((text) => /\p{L}/u.test(text))
  }

  it('are searched for words between tags and in attributes, not for code', () => {
    const code = 'type Part = Pick<A, B>; interface Props<T> { a: T }; const f = <T,>(a: T) => a < b || c > d'
    const words = '<div className="dialog" title="Hello">Good <b>day</b>{count}<i>5</i></div>'
    expect(literals('words.tsx', `${code}; f(${words})`)).toEqual(['Hello', 'Good', 'day'])
  })

  it.each(components)('%s holds no text of its own', (path, source) => {
    expect(literals(path, source)).toEqual([])
  })

  it('are found at all', () => {
    expect(components.length).toBeGreaterThan(30)
  })
})
