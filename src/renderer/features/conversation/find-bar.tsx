import { ChevronDown, ChevronUp, Search, X } from 'lucide-react'
import { type KeyboardEvent, useEffect, useRef, useState } from 'react'
import { MAX_SEARCH } from '#shared/model/search.ts'
import { useTranslation } from '../../i18n/use-translation.tsx'
import { IconButton } from '../../ui/button.tsx'
import { INPUT_CLASS } from '../../ui/field.tsx'
import { useComposing } from '../../ui/use-composing.ts'
import type { Find } from './use-find.ts'

/** The line below the header in which a conversation is searched. */
export function FindBar({
  find,
  takesFocus,
  onClose,
}: {
  find: Find
  /** It was asked for by hand, and is to be typed into; a new object asks anew. */
  takesFocus: object | null
  onClose: () => void
}) {
  const { t } = useTranslation()
  const field = useRef<HTMLInputElement>(null)
  /** What an input method has not settled yet, which nobody looks for. */
  const [unsettled, setUnsettled] = useState<string | null>(null)
  const composing = useComposing((value, isSettled) => {
    setUnsettled(isSettled ? null : value)
    if (isSettled) find.type(value)
  })
  useEffect(() => {
    if (takesFocus === null) return
    field.current?.focus()
    field.current?.select()
  }, [takesFocus])

  function onKey(event: KeyboardEvent<HTMLInputElement>): void {
    const { key, keyCode, shiftKey, nativeEvent } = event
    if (nativeEvent.isComposing || keyCode === 229) return
    if (key === 'Escape') onClose()
    else if (key === 'Enter') find.step(shiftKey ? -1 : 1)
    else if (key === 'ArrowUp') find.step(1)
    else if (key === 'ArrowDown') find.step(-1)
    else return
    event.preventDefault()
    event.stopPropagation()
  }

  const count = find.found?.messageIds.length ?? 0
  return (
    <search className="flex shrink-0 items-center gap-1 border-b bg-panel px-4 py-2">
      <Search size={14} aria-hidden className="mr-1 shrink-0 text-soft" />
      <input
        ref={field}
        type="search"
        aria-label={t('find.label')}
        autoComplete="off"
        spellCheck={false}
        maxLength={MAX_SEARCH}
        value={unsettled ?? find.text}
        {...composing}
        onKeyDown={onKey}
        className={`${INPUT_CLASS} min-w-0 flex-1 focus-visible:outline-offset-0 [&::-webkit-search-cancel-button]:hidden`}
      />
      <span role="status" className="shrink-0 px-1 text-preview text-soft tabular-nums">
        {find.found === null ? null : <Count at={find.at + 1} count={count} hasMore={find.found.hasMore} />}
      </span>
      <IconButton label={t('find.older')} idle={find.at + 1 >= count} onClick={() => find.step(1)}>
        <ChevronUp size={16} aria-hidden />
      </IconButton>
      <IconButton label={t('find.newer')} idle={find.at === 0} onClick={() => find.step(-1)}>
        <ChevronDown size={16} aria-hidden />
      </IconButton>
      <IconButton label={t('find.close')} onClick={onClose}>
        <X size={16} aria-hidden />
      </IconButton>
    </search>
  )
}

function Count(props: { at: number; count: number; hasMore: boolean }) {
  const { t } = useTranslation()
  const { at, count, hasMore } = props
  if (count === 0) return t('find.none')
  return hasMore ? t('find.countMore', { at, count }) : t('find.count', { at, count })
}
