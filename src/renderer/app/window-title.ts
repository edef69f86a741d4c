import { useEffect } from 'react'
import { useTranslation } from '../i18n/use-translation.tsx'
import { useUnreadCount } from '../store/hooks.ts'

/** Puts the number of conversations with something unread into the window's title; draws nothing, and nothing is drawn with it. */
export function WindowTitle(): null {
  const { t } = useTranslation()
  const unread = useUnreadCount()
  useEffect(() => {
    document.title = unread > 0 ? `${t('app.name')} (${unread})` : t('app.name')
  }, [t, unread])
  return null
}
