import { type Ref, useId } from 'react'
import { useTranslation } from '../../i18n/use-translation.tsx'
import { MarkupNote } from '../../parts/composing/markup-note.tsx'
import { pastedFiles } from '../../parts/composing/pasted-files.ts'
import { useMessageKeys } from '../../parts/composing/use-message-keys.ts'
import { INPUT_CLASS } from '../../ui/field.tsx'

/** The one text that goes out ahead of the files. What sends is the key of every message box. */
export function Caption(props: {
  ref: Ref<HTMLTextAreaElement>
  value: string
  isFixed: boolean
  onChange: (text: string) => void
  onSend: () => void
  onFiles: (files: File[]) => void
}) {
  const { t } = useTranslation()
  const id = useId()
  const keys = useMessageKeys((meaning, event) => {
    if (meaning !== 'send') return
    event.preventDefault()
    props.onSend()
  })
  return (
    <div className="mt-4 flex flex-col gap-1">
      <label htmlFor={id} className="text-preview font-medium">
        {t('review.caption')}
      </label>
      <textarea
        ref={props.ref}
        id={id}
        aria-describedby={`${id}-hint`}
        rows={1}
        dir="auto"
        value={props.value}
        readOnly={props.isFixed}
        onChange={(event) => props.onChange(event.target.value)}
        onPaste={(event) => {
          const files = pastedFiles(event.clipboardData)
          if (files.length === 0) return
          event.preventDefault()
          props.onFiles(files)
        }}
        className={`${INPUT_CLASS} field-sizing-content max-h-32 resize-none py-1`}
        {...keys}
      />
      <span id={`${id}-hint`} className="text-meta text-soft">
        {t('review.captionHint')}
      </span>
      <MarkupNote text={props.value} onChange={props.isFixed ? undefined : props.onChange} />
    </div>
  )
}
