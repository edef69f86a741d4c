import { useEffect, useState } from 'react'
import type { Message } from '#shared/model/message.ts'
import type { MessageDetails } from '#shared/model/message-details.ts'
import { useTranslation } from '../../../i18n/use-translation.tsx'
import { useAction, useFormats } from '../../../store/hooks.ts'
import { useServices } from '../../../store/services.tsx'
import { Button } from '../../../ui/button.tsx'
import { Dialog } from '../../../ui/dialog.tsx'
import { ErrorLine } from '../../../ui/feedback.tsx'
import { useMessage } from '../use-message.ts'
import { asText, detailLines, historyLines } from './detail-lines.ts'

/** Times, ids and the history of a message, for whoever helps when something went wrong; copied as text. */
export function MessageDetailsDialog({ message, onClose }: { message: Message; onClose: () => void }) {
  const { t } = useTranslation()
  const formats = useFormats()
  const { client } = useServices()
  const { error, run } = useAction()
  const { id, conversationId } = message
  const [details, setDetails] = useState<MessageDetails | null>(null)
  const [copied, setCopied] = useState<'copied' | 'not-copied' | null>(null)
  // what becomes of it meanwhile is shown too
  const now = useMessage(conversationId, id) ?? message
  const state = now.sending
  useEffect(() => {
    void state
    void run(async () => setDetails(await client.request('diagnostics.message', { id })))
  }, [client, id, run, state])

  const lines = details === null ? [] : detailLines(now, details, t, formats)
  const history = details === null ? [] : historyLines(now, details, t, formats)
  const title = t('message.details.title')
  return (
    <Dialog
      open
      title={title}
      onClose={onClose}
      width="medium"
      footer={
        <>
          <span role="status" className="mr-auto self-center text-preview text-soft">
            {copied === null ? null : t(`message.note.${copied}`)}
          </span>
          <Button
            disabled={details === null}
            onClick={() =>
              void navigator.clipboard.writeText(asText(title, lines, history)).then(
                () => setCopied('copied'),
                () => setCopied('not-copied'),
              )
            }
          >
            {t('message.details.copy')}
          </Button>
        </>
      }
    >
      <p className="mb-3 text-preview text-soft">{t('message.details.hint')}</p>
      {error ? <ErrorLine code={error} /> : null}
      {details === null && !error ? <p role="status">{t('message.details.loading')}</p> : null}
      <dl className="grid grid-cols-[max-content_minmax(0,1fr)] gap-x-4 gap-y-1 text-preview select-text">
        {lines.map(({ name, value }) => (
          <div key={name} className="contents">
            <dt className="text-soft">{name}</dt>
            <dd dir="auto" className="wrap-anywhere tabular-nums">
              {value}
            </dd>
          </div>
        ))}
      </dl>
      {details === null || history.length === 0 ? null : (
        <>
          <h3 className="mt-4 mb-1 font-semibold">{t('message.details.history')}</h3>
          <ol aria-label={t('message.details.history')} className="text-preview select-text">
            {history.map(({ name, value }) => (
              <li key={`${name} ${value}`} className="flex gap-3 py-0.5">
                <span className="shrink-0 text-soft tabular-nums">{name}</span>
                <span className="wrap-anywhere">{value}</span>
              </li>
            ))}
          </ol>
        </>
      )}
    </Dialog>
  )
}
