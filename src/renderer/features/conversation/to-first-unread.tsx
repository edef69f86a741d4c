import { ArrowUp } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from '../../i18n/use-translation.tsx'
import { isShortcut } from '../../parts/keys/shortcuts.ts'
import { Button } from '../../ui/button.tsx'
import { isModalOpen } from '../../ui/modal.ts'
import type { UnreadLine } from './use-reading.ts'

/** Where a message stands against what is seen of its log. */
export type PlaceInView = 'above' | 'shown' | 'below'

/** Leads to the first of what was unread, by a button while it has not been seen, or by its key. */
export function ToFirstUnread(props: { line: UnreadLine; place: PlaceInView; onGo: () => void }) {
  const { t } = useTranslation()
  const { line, place: at, onGo } = props
  const [wasSeen, setSeen] = useState(false)
  const place = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (at === 'shown') setSeen(true)
  }, [at])

  const go = useRef(onGo)
  useEffect(() => {
    go.current = onGo
  })
  useEffect(() => {
    function onKey(event: KeyboardEvent): void {
      if (!isShortcut(event, 'first-unread') || event.isComposing || event.defaultPrevented || isModalOpen())
        return
      const pane = place.current?.closest('[data-conversation-pane]')
      // beside others it has to be the one with the keys
      const isAlone = document.querySelectorAll('[data-conversation-pane]').length === 1
      if (!pane || (!isAlone && !pane.contains(document.activeElement))) return
      event.preventDefault()
      go.current()
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [])

  return (
    <div ref={place} className="pointer-events-none absolute inset-x-0 top-3 flex justify-end px-6">
      {wasSeen || at !== 'above' ? null : (
        <Button
          className="pointer-events-auto rounded-full! shadow-float"
          title={t('conversation.toFirstUnread', { count: line.count })}
          onClick={onGo}
        >
          <ArrowUp size={14} aria-hidden />
          {t('conversation.unreadAbove', { count: line.count })}
        </Button>
      )}
    </div>
  )
}
