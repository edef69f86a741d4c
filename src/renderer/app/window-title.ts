import { useEffect, useRef } from 'react'
import { useTranslation } from '../i18n/use-translation.tsx'
import { useUnreadCount } from '../store/hooks.ts'

/** The title follows so long after its number changed: to tell the system of it costs as much as drawing several rows. */
const FOLLOWS_MS = 400

/** Puts the number of conversations with something unread into the window's title; draws nothing, and nothing is drawn with it. */
export function WindowTitle(): null {
  const { t } = useTranslation()
  const unread = useUnreadCount()
  const title = unread > 0 ? `${t('app.name')} (${unread})` : t('app.name')
  const latest = useRef(title)
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null)
  useEffect(() => {
    document.title = latest.current
    return () => {
      if (timer.current !== null) clearTimeout(timer.current)
      timer.current = null
    }
  }, [])
  useEffect(() => {
    latest.current = title
    if (document.title === title || timer.current !== null) return
    timer.current = setTimeout(() => {
      timer.current = null
      // what came may have been read meanwhile
      if (document.title !== latest.current) document.title = latest.current
    }, FOLLOWS_MS)
  }, [title])
  return null
}
