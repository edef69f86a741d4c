import { ChevronUp, X } from 'lucide-react'
import { useId, useLayoutEffect, useRef } from 'react'
import { MAX_QUICK_REPLY_TEXT } from '#shared/limits.ts'
import { QUICK_PLACEHOLDERS, type QuickPlaceholder } from '#shared/text/quick-reply-words.ts'
import { useTranslation } from '../../../i18n/use-translation.tsx'
import { MarkupNote } from '../../../parts/composing/markup-note.tsx'
import { Button, IconButton } from '../../../ui/button.tsx'
import { INPUT_CLASS } from '../../../ui/field.tsx'
import type { Editing } from './use-editing.ts'

const PLACEHOLDERS: readonly QuickPlaceholder[] = ['contact', 'account', 'date', 'weekday', 'time', 'blank']

/** The texts of a quick reply, each a message of its own, with buttons that put a placeholder where the caret is. */
export function TextFields({ editing }: { editing: Editing }) {
  const { t, i18n } = useTranslation()
  const id = useId()
  const { texts, unknown, write } = editing
  const boxes = useRef(new Map<number, HTMLTextAreaElement>())
  /** The box that was written in last. */
  const last = useRef<number | null>(null)
  const caret = useRef<number | null>(null)
  const words = QUICK_PLACEHOLDERS[i18n.language === 'zh-CN' ? 'zh-CN' : 'en']

  // As soon as the word stands in the box.
  useLayoutEffect(() => {
    if (caret.current === null || last.current === null) return
    const box = boxes.current.get(last.current)
    box?.focus()
    box?.setSelectionRange(caret.current, caret.current)
    caret.current = null
  })

  function insert(word: string): void {
    const one = texts.find(({ key }) => key === last.current) ?? texts[0]
    if (one === undefined) return
    const box = boxes.current.get(one.key)
    const start = box?.selectionStart ?? one.text.length
    last.current = one.key
    caret.current = start + word.length
    write(one.key, one.text.slice(0, start) + word + one.text.slice(box?.selectionEnd ?? start))
  }

  return (
    <div className="flex flex-col gap-2">
      {texts.map((one, index) => {
        const name =
          texts.length === 1
            ? t('quickReply.editor.text')
            : t('quickReply.editor.textOf', { number: index + 1 })
        return (
          <div key={one.key} className="flex flex-col gap-1">
            <div className="flex items-center gap-1">
              <label htmlFor={`${id}-${one.key}`} className="min-w-0 flex-1 text-preview font-medium">
                {name}
              </label>
              {texts.length > 1 ? (
                <>
                  <IconButton
                    label={t('quickReply.editor.up', { name })}
                    idle={index === 0}
                    onClick={() => editing.moveText(one, index - 1)}
                  >
                    <ChevronUp size={16} aria-hidden />
                  </IconButton>
                  <IconButton
                    label={t('quickReply.editor.removeText', { name })}
                    onClick={() => editing.removeText(one.key)}
                  >
                    <X size={16} aria-hidden />
                  </IconButton>
                </>
              ) : null}
            </div>
            <textarea
              id={`${id}-${one.key}`}
              ref={(box) => {
                if (box) boxes.current.set(one.key, box)
                else boxes.current.delete(one.key)
              }}
              rows={3}
              dir="auto"
              maxLength={MAX_QUICK_REPLY_TEXT}
              value={one.text}
              onFocus={() => {
                last.current = one.key
              }}
              onChange={(event) => write(one.key, event.target.value)}
              className={`${INPUT_CLASS} field-sizing-content max-h-64 min-h-20 resize-none py-1`}
            />
            <MarkupNote text={one.text} onChange={(text) => write(one.key, text)} />
          </div>
        )
      })}
      <div className="flex flex-wrap items-center gap-2">
        {PLACEHOLDERS.map((kind) => (
          <Button
            key={kind}
            size="small"
            title={t(`quickReply.placeholder.${kind}`)}
            // The box keeps its caret when the button is pressed.
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => insert(words[kind])}
          >
            {words[kind]}
          </Button>
        ))}
      </div>
      <p className="text-meta text-soft">{t('quickReply.editor.placeholders', { blank: words.blank })}</p>
      {unknown.length > 0 ? (
        <p role="note" className="text-preview text-warn">
          {t('quickReply.editor.unknown', { words: unknown.join(t('list.comma')) })}
        </p>
      ) : null}
    </div>
  )
}
