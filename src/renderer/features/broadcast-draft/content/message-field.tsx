import { type RefObject, useId, useLayoutEffect, useRef } from 'react'
import { MAX_NAME } from '#shared/limits.ts'
import { PLACEHOLDERS, type Placeholder, placeholdersIn } from '#shared/text/placeholders.ts'
import { useTranslation } from '../../../i18n/use-translation.tsx'
import { Button } from '../../../ui/button.tsx'
import { INPUT_CLASS, TextField } from '../../../ui/field.tsx'
import type { Draft } from '../use-draft.ts'

const KINDS: readonly Placeholder[] = ['contact', 'account']
const FALLBACK_LABEL = { contact: 'noContactName', account: 'noAccountName' } as const

type Written = Pick<Draft, 'text' | 'fallbacks' | 'write'>

/** The text, with buttons that put a placeholder where the caret is. */
export function MessageField(props: Written & { box: RefObject<HTMLTextAreaElement | null> }) {
  const { t, i18n } = useTranslation()
  const id = useId()
  const { box, text, fallbacks, write } = props
  const caret = useRef<number | null>(null)
  const words = PLACEHOLDERS[i18n.language === 'zh-CN' ? 'zh-CN' : 'en']
  const used = placeholdersIn(text)

  // biome-ignore lint/correctness/useExhaustiveDependencies: the caret can be set once the text is in the box
  useLayoutEffect(() => {
    if (caret.current === null) return
    box.current?.focus()
    box.current?.setSelectionRange(caret.current, caret.current)
    caret.current = null
  }, [text])

  function insert(word: string): void {
    const start = box.current?.selectionStart ?? text.length
    const end = box.current?.selectionEnd ?? text.length
    caret.current = start + word.length
    write({ text: text.slice(0, start) + word + text.slice(end) })
  }

  return (
    <div className="flex flex-col gap-2">
      <div className="flex flex-col gap-1">
        <label htmlFor={id} className="text-preview font-medium">
          {t('broadcastDraft.content.message')}
        </label>
        <textarea
          ref={box}
          id={id}
          rows={5}
          dir="auto"
          placeholder={t('broadcastDraft.content.placeholder')}
          value={text}
          onChange={(event) => write({ text: event.target.value })}
          className={`${INPUT_CLASS} field-sizing-content max-h-64 min-h-28 resize-none py-1`}
        />
      </div>
      <div className="flex flex-wrap items-center gap-2">
        {KINDS.map((kind) => (
          <Button
            key={kind}
            size="small"
            aria-describedby={`${id}-insert`}
            // The box keeps its caret when the button is pressed.
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => insert(words[kind])}
          >
            {t('broadcastDraft.content.insert', { word: words[kind] })}
          </Button>
        ))}
        <span id={`${id}-insert`} className="text-meta text-soft">
          {t('broadcastDraft.content.insertHint')}
        </span>
      </div>
      {used.size > 0 ? (
        <div className="grid grid-cols-[repeat(auto-fit,minmax(14rem,1fr))] gap-3">
          {KINDS.filter((kind) => used.has(kind)).map((kind) => (
            <TextField
              key={kind}
              label={t(`broadcastDraft.content.${FALLBACK_LABEL[kind]}`)}
              hint={t('broadcastDraft.content.fallbackHint')}
              maxLength={MAX_NAME}
              value={fallbacks[kind]}
              onChange={(event) => write({ fallbacks: { ...fallbacks, [kind]: event.target.value } })}
            />
          ))}
        </div>
      ) : null}
    </div>
  )
}
