import type { i18n } from 'i18next'
import { createContext, type ReactNode, useContext, useMemo, useSyncExternalStore } from 'react'
import type { Translate } from './index.ts'

/** The words of the window's language. A new object whenever the language changes. */
interface Translation {
  t: Translate
  /** What stands between two sentences: a full stop in Chinese has its room. */
  gap: string
  /** All languages, and which one is in force. */
  i18n: i18n
}

const TranslationContext = createContext<Translation | null>(null)

/**
 * Gives the window its words. It follows the language in one place: a listener in every component that shows a word
 * was a good part of what it cost to draw a row.
 */
export function TranslationProvider(props: { translations: i18n; children: ReactNode }) {
  const { translations: i18n, children } = props
  const language = useSyncExternalStore(
    (onChange) => {
      i18n.on('languageChanged', onChange)
      return () => i18n.off('languageChanged', onChange)
    },
    () => i18n.language,
  )
  const words = useMemo(
    () => ({ t: remembering(i18n.getFixedT(language)), gap: language === 'zh-CN' ? '' : ' ', i18n }),
    [i18n, language],
  )
  return <TranslationContext value={words}>{children}</TranslationContext>
}

/** The words of the language in force; fails outside of the provider. */
export function useTranslation(): Translation {
  const words = useContext(TranslationContext)
  if (!words) throw new Error('no words above this component')
  return words
}

/** So many filled in texts are kept; then it begins anew. */
const REMEMBERED = 2_000
/** What is longer, as a preview may be, is said once. */
const REMEMBERED_LENGTH = 50

/** Puts each text together once for the same words and numbers: rows say the same few over and over. */
function remembering(t: Translate): Translate {
  const known = new Map<string, unknown>()
  return new Proxy(t, {
    apply(target, self, args: Parameters<Translate>) {
      const asked = askedFor(args)
      if (asked === null) return Reflect.apply(target, self, args)
      const before = known.get(asked)
      if (before !== undefined) return before
      if (known.size >= REMEMBERED) known.clear()
      const text = Reflect.apply(target, self, args)
      known.set(asked, text)
      return text
    },
  })
}

/** One string for a key and what is filled in; null where that is long, or more than words and numbers. */
function askedFor([key, filling, ...rest]: readonly unknown[]): string | null {
  if (typeof key !== 'string' || rest.length > 0) return null
  if (filling === undefined) return key
  if (typeof filling !== 'object' || filling === null) return null
  for (const value of Object.values(filling)) {
    if (typeof value !== 'number' && (typeof value !== 'string' || value.length > REMEMBERED_LENGTH))
      return null
  }
  return key + JSON.stringify(filling)
}
