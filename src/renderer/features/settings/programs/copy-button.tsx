import { useState } from 'react'
import { useTranslation } from '../../../i18n/use-translation.tsx'
import { Button } from '../../../ui/button.tsx'

/** Copies a text, and says whether that was possible. */
export function CopyButton({ text, words }: { text: string; words: string }) {
  const { t } = useTranslation()
  /** Of which text that is said: another one is not copied yet. */
  const [said, setSaid] = useState<{ of: string; isCopied: boolean } | null>(null)
  const tell = (isCopied: boolean) => setSaid({ of: text, isCopied })
  return (
    <span className="inline-flex min-w-0 flex-wrap items-center gap-x-2">
      <Button
        size="small"
        onClick={() =>
          void navigator.clipboard.writeText(text).then(
            () => tell(true),
            () => tell(false),
          )
        }
      >
        {words}
      </Button>
      <span role="status" className="text-preview text-soft">
        {said?.of === text ? t(said.isCopied ? 'programs.copied' : 'programs.notCopied') : null}
      </span>
    </span>
  )
}
