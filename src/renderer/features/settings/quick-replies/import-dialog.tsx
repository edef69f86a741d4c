import { useEffect, useState } from 'react'
import { membersOf } from '#shared/members.ts'
import type { StagedId } from '#shared/model/media.ts'
import type { QuickReplyImport, SameTitle } from '#shared/model/quick-reply.ts'
import { useTranslation } from '../../../i18n/use-translation.tsx'
import { useAction } from '../../../store/hooks.ts'
import { useServices } from '../../../store/services.tsx'
import { Button } from '../../../ui/button.tsx'
import { Dialog } from '../../../ui/dialog.tsx'
import { AfterAMoment, ErrorLine } from '../../../ui/feedback.tsx'

const CHOICES = membersOf<SameTitle>({ skip: true, replace: true, add: true })

/** What a file holds, what cannot be taken of it and why, and what becomes of what is here already. */
export function ImportDialog(props: {
  stagedId: StagedId
  onClose: () => void
  onDone: (counts: { added: number; replaced: number }) => void
}) {
  const { stagedId, onClose, onDone } = props
  const { t } = useTranslation()
  const { client } = useServices()
  const { run, error, busy } = useAction()
  const [found, setFound] = useState<QuickReplyImport | null>(null)
  const [sameTitle, setSameTitle] = useState<SameTitle>('skip')

  useEffect(() => {
    void run(async () => setFound(await client.request('quickReplies.readImport', { stagedId })))
  }, [client, stagedId, run])

  const skipped = found === null || sameTitle !== 'skip' ? 0 : found.sameTitle
  const count = found === null ? 0 : found.entries - found.known - skipped

  function take(): void {
    void run(async () => onDone(await client.request('quickReplies.import', { stagedId, sameTitle })))
  }

  return (
    <Dialog
      open
      title={t('quickReply.exchange.title')}
      onClose={() => !busy && onClose()}
      width="medium"
      footer={
        <>
          <Button disabled={busy} onClick={onClose}>
            {t('action.cancel')}
          </Button>
          <Button look="primary" disabled={busy || count === 0} onClick={take}>
            {t('quickReply.exchange.take')}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-3">
        {found === null ? (
          error === null ? (
            <AfterAMoment>
              <p role="status" className="text-soft">
                {t('quickReply.exchange.reading')}
              </p>
            </AfterAMoment>
          ) : null
        ) : (
          <>
            <p role="status" className="font-medium">
              {t('quickReply.exchange.count', { count })}
            </p>
            {found.known > 0 ? (
              <p className="text-soft">{t('quickReply.exchange.known', { count: found.known })}</p>
            ) : null}
            {found.sameTitle > 0 ? (
              <fieldset className="flex flex-col gap-1">
                <legend className="mb-1">
                  {t('quickReply.exchange.sameTitle', { count: found.sameTitle })}
                </legend>
                {CHOICES.map((choice) => (
                  <label key={choice} className="flex items-center gap-2">
                    <input
                      type="radio"
                      name="same-title"
                      checked={sameTitle === choice}
                      onChange={() => setSameTitle(choice)}
                    />
                    {t(`quickReply.exchange.same.${choice}`)}
                  </label>
                ))}
              </fieldset>
            ) : null}
            {found.broken > 0 ? (
              <section aria-label={t('quickReply.exchange.problems')}>
                <p className="text-warn">{t('quickReply.exchange.broken', { count: found.broken })}</p>
                <ul className="mt-1 max-h-48 overflow-y-auto text-preview">
                  {found.problems.map(({ at, problem }) => (
                    <li key={`${at} ${problem}`}>
                      {t('quickReply.exchange.problemAt', {
                        at,
                        problem: t(`quickReply.exchange.problem.${problem}`),
                      })}
                    </li>
                  ))}
                </ul>
              </section>
            ) : null}
          </>
        )}
        {error ? <ErrorLine code={error} /> : null}
      </div>
    </Dialog>
  )
}
