// @vitest-environment jsdom
import { act, cleanup, render, screen } from '@testing-library/react'
import { memo } from 'react'
import { afterEach, describe, expect, it } from 'vitest'
import { createTranslations } from '../test-support/translations.ts'
import { TranslationProvider, useTranslation } from './use-translation.tsx'

afterEach(cleanup)

let drawn = 0
const Words = memo(function Words({ count }: { count: number }) {
  const { t, gap, i18n } = useTranslation()
  drawn += 1
  return (
    <p lang={i18n.language}>
      {t('inbox.title')}:{gap}
      {t('inbox.unread', { count })}
    </p>
  )
})

describe('useTranslation', () => {
  it('says every word anew in another language, and only then', async () => {
    const translations = createTranslations('en')
    const view = (count: number) => (
      <TranslationProvider translations={translations}>
        <Words count={count} />
      </TranslationProvider>
    )
    const { rerender } = render(view(1))
    expect(screen.getByText('Inbox: 1 unread message').lang).toBe('en')
    for (const [count, words] of [
      [2, '2 unread messages'],
      [1, '1 unread message'],
      [2, '2 unread messages'],
    ] as const) {
      rerender(view(count))
      expect(screen.getByText(`Inbox: ${words}`)).toBeTruthy()
    }
    drawn = 0
    rerender(view(2))
    expect(drawn).toBe(0)
    await act(async () => void (await translations.changeLanguage('zh-CN')))
    expect(screen.getByText('会话:2 条未读消息').lang).toBe('zh-CN')
    expect(drawn).toBe(1)
  })

  it('needs somebody to say the words', () => {
    expect(() => render(<Words count={1} />)).toThrow('no words above this component')
  })
})
