import { useState } from 'react'
import type { SendReason } from '#shared/model/message.ts'
import type { WindowState } from '#shared/model/reply-window.ts'
import { useTranslation } from '../../i18n/use-translation.tsx'
import { Button } from '../../ui/button.tsx'

/** Why nothing can be sent now, and what helps. */
export function ClosedWindow({
  kind,
  wroteBefore,
  contact,
  reason,
  hasWaiting,
}: {
  kind: Exclude<WindowState['kind'], 'open'>
  /** The contact wrote to an earlier sign-in of the account. */
  wroteBefore: boolean
  contact: string
  /** Why the server refused the last message, where that is known. */
  reason: SendReason | null
  /** What waits for the contact stands above, and says so. */
  hasWaiting: boolean
}) {
  const { t, gap } = useTranslation()
  const [copied, setCopied] = useState<'no' | 'yes' | 'failed'>('no')

  async function copy(): Promise<void> {
    try {
      await navigator.clipboard.writeText(t('composer.request'))
      setCopied('yes')
    } catch {
      setCopied('failed')
    }
  }

  return (
    <div className="mb-3 flex items-start gap-3 @max-[440px]:flex-col @max-[440px]:gap-2">
      <p className="min-w-0 flex-1 text-preview">
        {kind === 'refused' && reason !== null ? (
          t('composer.closed.refusedBecause', { reason: t(`message.reason.${reason}`) })
        ) : (
          <>
            {t(`composer.closed.${kind === 'never-written' && wroteBefore ? 'wrote-before' : kind}`, {
              name: contact,
            })}
            {gap}
            {kind === 'refused' && !hasWaiting ? t('composer.closed.refusedWaits') + gap : null}
            <span className="text-soft">{t('composer.help')}</span>
          </>
        )}
        <span role="status" className="block text-soft">
          {copied === 'yes' ? t('composer.copied', { name: contact }) : null}
          {copied === 'failed' ? (
            <>
              {t('composer.copyFailed')}
              {gap}
              <span className="text-ink select-all">{t('composer.request')}</span>
            </>
          ) : null}
        </span>
      </p>
      <Button size="small" onClick={() => void copy()}>
        {t('composer.copyRequest')}
      </Button>
    </div>
  )
}
