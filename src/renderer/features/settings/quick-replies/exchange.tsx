import { useCallback, useRef, useState } from 'react'
import type { StagedId } from '#shared/model/media.ts'
import type { QuickReplyFormat } from '#shared/model/quick-reply.ts'
import { useTranslation } from '../../../i18n/use-translation.tsx'
import { useAction } from '../../../store/hooks.ts'
import { useServices } from '../../../store/services.tsx'
import { Button } from '../../../ui/button.tsx'
import { ErrorLine } from '../../../ui/feedback.tsx'
import { ButtonMenu, MenuItem } from '../../../ui/menu.tsx'
import { Toast } from '../../../ui/toast.tsx'
import { ImportDialog } from './import-dialog.tsx'

/** What is told when it is done. */
type News = { kind: 'exported'; leftOut: number } | { kind: 'imported'; added: number; replaced: number }

/** Quick replies from a file and into one. */
export function Exchange({ isEmpty }: { isEmpty: boolean }) {
  const { t } = useTranslation()
  const { client } = useServices()
  const action = useAction()
  const input = useRef<HTMLInputElement>(null)
  const [news, setNews] = useState<News | null>(null)
  /** The file that is being looked at, in the app's keeping. */
  const [taken, setTaken] = useState<StagedId | null>(null)
  const [isUnreadable, setUnreadable] = useState(false)
  const forget = useCallback(() => setNews(null), [])

  function exportAs(format: QuickReplyFormat): void {
    void action.run(async () => {
      const { saved, leftOut } = await client.request('quickReplies.export', { format })
      if (saved) setNews({ kind: 'exported', leftOut })
    })
  }

  function take(file: File): void {
    setUnreadable(false)
    void action.run(async () => {
      await client.stageFiles([file], (_, result) => {
        if (result.ok) setTaken(result.file.id)
        else setUnreadable(true)
      }).done
    })
  }
  function close(): void {
    if (taken !== null) client.request('staging.discard', { ids: [taken] }).catch(() => undefined)
    setTaken(null)
  }

  return (
    <>
      <Button disabled={action.busy} onClick={() => input.current?.click()}>
        {t('quickReply.exchange.import')}
      </Button>
      <input
        ref={input}
        type="file"
        accept=".json,.csv,.txt"
        aria-label={t('quickReply.exchange.file')}
        hidden
        onChange={({ currentTarget }) => {
          const file = currentTarget.files?.[0]
          // Picking the same file once more has to count as a change.
          currentTarget.value = ''
          if (file) take(file)
        }}
      />
      {isEmpty ? null : (
        <ButtonMenu button={<Button disabled={action.busy}>{t('quickReply.exchange.export')}</Button>}>
          <MenuItem onSelect={() => exportAs('json')}>{t('quickReply.exchange.json')}</MenuItem>
          <MenuItem onSelect={() => exportAs('csv')}>{t('quickReply.exchange.csv')}</MenuItem>
        </ButtonMenu>
      )}
      {isUnreadable || action.error ? (
        <ErrorLine code={action.error ?? 'quick-replies-unreadable'} className="w-full" />
      ) : null}
      {taken === null ? null : (
        <ImportDialog
          stagedId={taken}
          onClose={close}
          onDone={(counts) => {
            close()
            setNews({ kind: 'imported', ...counts })
          }}
        />
      )}
      {news === null ? null : (
        <Toast onClose={forget}>
          {news.kind === 'imported'
            ? t('quickReply.exchange.imported', { added: news.added, replaced: news.replaced })
            : news.leftOut > 0
              ? t('quickReply.exchange.exportedLess', { count: news.leftOut })
              : t('quickReply.exchange.exported')}
        </Toast>
      )}
    </>
  )
}
