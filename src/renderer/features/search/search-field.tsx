import { Search, X } from 'lucide-react'
import { type KeyboardEvent, useState } from 'react'
import { MAX_SEARCH } from '#shared/model/search.ts'
import { useTranslation } from '../../i18n/use-translation.tsx'
import { useUi } from '../../store/hooks.ts'
import { useServices } from '../../store/services.tsx'
import { changeSearch, NO_SEARCH } from '../../store/ui.ts'
import { INPUT_CLASS } from '../../ui/field.tsx'
import { showWithKeys } from '../../ui/keys-at-once.ts'
import { useComposing } from '../../ui/use-composing.ts'
import { focusResult, searchField } from './result-focus.ts'

/**
 * The field above the inbox. It is empty while the list stands below it; what was searched for last is kept until it is
 * cleared, and comes back with the results.
 */
export function SearchField() {
  const { t } = useTranslation()
  const { ui } = useServices()
  const { text, isShown } = useUi((state) => state.search)
  /** What an input method has not settled yet, which nobody looks for. */
  const [unsettled, setUnsettled] = useState<string | null>(null)
  const composing = useComposing((value, isSettled) => {
    setUnsettled(isSettled ? null : value)
    if (isSettled) changeSearch(ui, { text: value, isShown: true })
  })

  /** What was searched for last comes back, selected: what is typed takes its place. */
  function begin(): void {
    if (isShown) return
    showWithKeys(() => changeSearch(ui, { isShown: true }), searchField)
    searchField()?.select()
  }

  function onKey(event: KeyboardEvent<HTMLInputElement>): void {
    const { key, keyCode, nativeEvent } = event
    if (nativeEvent.isComposing || keyCode === 229) return
    if (key === 'Escape') {
      showWithKeys(
        () => changeSearch(ui, { isShown: false }),
        () => document.querySelector<HTMLElement>('[data-conversation][tabindex="0"]'),
      )
    } else if (key === 'ArrowDown' || key === 'Enter') {
      if (isShown) focusResult('first')
      else begin()
    } else return
    event.preventDefault()
  }

  return (
    <search className="relative flex px-3 pb-2">
      <Search size={14} aria-hidden className="pointer-events-none absolute top-2.5 left-5.5 text-soft" />
      <input
        type="search"
        data-search-field
        aria-label={t('search.label')}
        aria-keyshortcuts="Control+Shift+F Meta+Shift+F"
        placeholder={t('search.placeholder')}
        autoComplete="off"
        spellCheck={false}
        maxLength={MAX_SEARCH}
        value={unsettled ?? (isShown ? text : '')}
        {...composing}
        onClick={begin}
        onKeyDown={onKey}
        className={`${INPUT_CLASS} pr-8 pl-8 [&::-webkit-search-cancel-button]:hidden`}
      />
      {isShown ? (
        <button
          type="button"
          aria-label={t('search.clear')}
          title={t('search.clear')}
          onClick={() => ui.setState({ search: NO_SEARCH })}
          className="absolute top-1 right-4 inline-flex size-6 items-center justify-center rounded-control text-soft hover:bg-sunken hover:text-ink"
        >
          <X size={14} aria-hidden />
        </button>
      ) : null}
    </search>
  )
}
