import { useEffect, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { useReplica } from '../store/hooks.ts'

/** Puts the number of conversations with something unread into the window's title. */
export function useTitle(): void {
  const { t } = useTranslation()
  const conversations = useReplica((replica) => replica.conversations)
  const unread = useMemo(
    () => [...conversations.values()].filter((conversation) => conversation.unread > 0).length,
    [conversations],
  )
  useEffect(() => {
    document.title = unread > 0 ? `${t('app.name')} (${unread})` : t('app.name')
  }, [t, unread])
}
