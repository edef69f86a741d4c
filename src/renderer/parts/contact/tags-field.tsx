import { X } from 'lucide-react'
import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react'
import { MAX_TAG, MAX_TAGS } from '#shared/limits.ts'
import { useTranslation } from '../../i18n/use-translation.tsx'
import { useAllTags } from '../../store/use-tags.ts'
import { INPUT_CLASS } from '../../ui/field.tsx'
import { useComposing } from '../../ui/use-composing.ts'

/** What stands in the field, and whether no input method is at work in it. */
const NOTHING = { text: '', isSettled: true }

/** The tags of a contact: each can be taken away, and one typed or chosen is added by Enter or a comma. */
export function TagsField({
  tags,
  onChange,
}: {
  tags: readonly string[]
  /** Answers whether they are kept. */
  onChange: (tags: string[]) => Promise<boolean>
}) {
  const { t } = useTranslation()
  const id = useId()
  const known = useAllTags()
  const [typed, setTyped] = useState(NOTHING)

  /** Adds a tag; one that is refused is put back to be tried again, unless something else stands there by then. */
  async function add(text: string): Promise<void> {
    const tag = text
      .trim()
      .replace(/^[#＃]/u, '')
      .trim()
    setTyped(NOTHING)
    if (tag === '' || tags.includes(tag) || tags.length >= MAX_TAGS) return
    const isKept = await onChange([...tags, tag])
    if (!isKept) setTyped((now) => (now.text === '' ? { text: tag, isSettled: true } : now))
  }

  // what was typed is kept when the field goes, as it is when it is left
  const leave = useRef(() => {})
  leave.current = () => {
    if (typed.isSettled) void add(typed.text)
  }
  useEffect(() => () => leave.current(), [])

  /** A comma ends a tag, unless an input method is still at work. */
  const composing = useComposing((text, isSettled) => {
    if (isSettled && /[,，、]$/u.test(text)) void add(text.slice(0, -1))
    else setTyped({ text, isSettled })
  })

  function onKeyDown(event: KeyboardEvent): void {
    if (event.nativeEvent.isComposing || event.keyCode === 229) return
    if (event.key === 'Enter') {
      event.preventDefault()
      void add(typed.text)
    } else if (event.key === 'Backspace' && typed.text === '' && tags.length > 0) {
      event.preventDefault()
      void onChange(tags.slice(0, -1))
    }
  }

  return (
    <div className="flex flex-col gap-1">
      <label htmlFor={id} className="text-preview font-medium">
        {t('contactPanel.tags')}
      </label>
      {tags.length > 0 ? (
        <ul aria-label={t('contactPanel.tagsOf')} className="flex flex-wrap gap-1">
          {tags.map((tag) => (
            <li
              key={tag}
              className="inline-flex max-w-full items-center rounded-control bg-sunken pl-2 text-preview"
            >
              <bdi className="truncate">{tag}</bdi>
              <button
                type="button"
                aria-label={t('contactPanel.removeTag', { tag })}
                onClick={() => void onChange(tags.filter((one) => one !== tag))}
                className="inline-flex size-7 shrink-0 items-center justify-center rounded-control text-soft hover:text-ink"
              >
                <X size={12} aria-hidden />
              </button>
            </li>
          ))}
        </ul>
      ) : null}
      <input
        id={id}
        type="text"
        list={`${id}-known`}
        value={typed.text}
        maxLength={MAX_TAG}
        placeholder={t('contactPanel.addTag')}
        disabled={tags.length >= MAX_TAGS}
        {...composing}
        onKeyDown={onKeyDown}
        onBlur={() => leave.current()}
        className={INPUT_CLASS}
      />
      <datalist id={`${id}-known`}>
        {known
          .filter((tag) => !tags.includes(tag))
          .map((tag) => (
            <option key={tag} value={tag} />
          ))}
      </datalist>
    </div>
  )
}
