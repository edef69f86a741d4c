import { useState } from 'react'
import type { AppNotice } from '#shared/model/app-info.ts'
import { unreachable } from '#shared/unreachable.ts'
import { remainingWords } from '../../formatting/window-words.ts'
import { useTranslation } from '../../i18n/use-translation.tsx'
import { useAction, useFormats, useReplica } from '../../store/hooks.ts'
import { useServices } from '../../store/services.tsx'
import { showSettings } from '../../store/ui.ts'
import { Banner } from '../../ui/banner.tsx'
import { Button } from '../../ui/button.tsx'

const MINUTE_MS = 60_000

const TONE = {
  'server-override': 'warn',
  practice: 'info',
  'settings-reset': 'warn',
  'secrets-reset': 'warn',
  'database-reset': 'warn',
  'database-recovered': 'warn',
  'database-gone': 'warn',
  'messages-missing': 'warn',
  restored: 'info',
  'left-over': 'warn',
  'left-in-backups': 'warn',
  'backup-missing': 'info',
  'backup-failing': 'warn',
  'storage-failed': 'danger',
  unguarded: 'warn',
  'clock-off': 'warn',
} as const satisfies Record<AppNotice['kind'], 'info' | 'warn' | 'danger'>

/** What is true of the whole app right now and must not be overlooked. */
export function Notices() {
  const { t } = useTranslation()
  const notices = useReplica((replica) => replica.app.notices)
  const [dismissed, setDismissed] = useState<ReadonlySet<string>>(new Set())
  const shown = notices.filter((notice) => !dismissed.has(notice.kind))
  if (shown.length === 0) return null
  return (
    <section aria-label={t('notice.region')} className="shrink-0">
      {shown.map((notice) => (
        <Banner
          key={notice.kind}
          tone={TONE[notice.kind]}
          role="status"
          action={
            <NoticeAction
              notice={notice}
              onDismiss={() => setDismissed(new Set(dismissed).add(notice.kind))}
            />
          }
        >
          <NoticeWords notice={notice} />
        </Banner>
      ))}
    </section>
  )
}

function NoticeWords({ notice }: { notice: AppNotice }) {
  const { t, gap } = useTranslation()
  const formats = useFormats()
  switch (notice.kind) {
    case 'server-override':
      return t('notice.server-override', { url: notice.url })
    case 'settings-reset':
    case 'secrets-reset':
    case 'database-reset':
    case 'restored':
      return t(`notice.${notice.kind}`, { file: notice.file })
    case 'database-recovered': {
      const { messages, lost, file } = notice
      const saved = t('notice.database-recovered', { count: messages, file })
      return lost === 0 ? saved : `${saved}${gap}${t('notice.messagesLost', { count: lost })}`
    }
    case 'database-gone': {
      const { file } = notice
      return file === null
        ? t('notice.database-gone')
        : `${t('notice.database-gone')}${gap}${t('notice.mediaKept', { file })}`
    }
    case 'left-over':
      return t('notice.left-over', { files: notice.files.join(t('list.comma')) })
    case 'left-in-backups':
      return t('notice.left-in-backups', { folder: notice.folder })
    case 'backup-failing': {
      const { code, isLong, since } = notice
      const problem = t(`error.${code}`)
      return isLong
        ? t('notice.backupFailingLong', { since: formats.dateTime(since), problem })
        : t('notice.backup-failing', { problem })
    }
    case 'messages-missing':
      return t('notice.messages-missing', { count: notice.missing })
    case 'practice':
    case 'unguarded':
    case 'storage-failed':
    case 'backup-missing':
      return t(`notice.${notice.kind}`)
    case 'clock-off': {
      const time = remainingWords(wholeMinutes(Math.abs(notice.aheadMs)), t)
      return notice.aheadMs > 0 ? t('notice.clockAhead', { time }) : t('notice.clockBehind', { time })
    }
    default:
      return unreachable(notice)
  }
}

function wholeMinutes(ms: number): number {
  return Math.round(ms / MINUTE_MS) * MINUTE_MS
}

function NoticeAction({ notice, onDismiss }: { notice: AppNotice; onDismiss: () => void }) {
  const { t } = useTranslation()
  const { client, ui } = useServices()
  const leave = useAction()
  switch (notice.kind) {
    case 'practice':
      return (
        <>
          <LessonsButton />
          {leave.error ? <span className="text-danger">{t(`error.${leave.error}`)}</span> : null}
          <Button
            size="small"
            disabled={leave.busy}
            onClick={() => void leave.run(() => client.request('practice.leave'))}
          >
            {t('notice.leavePractice')}
          </Button>
        </>
      )
    case 'settings-reset':
    case 'secrets-reset':
    case 'database-reset':
    case 'database-recovered':
    case 'database-gone':
    case 'messages-missing':
    case 'left-over':
    case 'left-in-backups':
    case 'restored':
      return (
        <Button size="small" onClick={onDismiss}>
          {t('action.dismiss')}
        </Button>
      )
    case 'backup-missing':
    case 'backup-failing':
      return (
        <>
          <Button size="small" onClick={() => showSettings(ui, 'backup')}>
            {t('notice.toBackups')}
          </Button>
          <Button
            size="small"
            disabled={leave.busy}
            onClick={() => void leave.run(() => client.request('backup.remindLater'))}
          >
            {t('notice.later')}
          </Button>
        </>
      )
    case 'server-override':
    case 'storage-failed':
    case 'unguarded':
    case 'clock-off':
      return null
    default:
      return unreachable(notice)
  }
}

/** Shows the lessons of practice mode, or puts them away. */
function LessonsButton() {
  const { t } = useTranslation()
  const { client } = useServices()
  const isShown = useReplica(({ lessons }) => lessons?.isShown ?? null)
  if (isShown === null) return null
  return (
    <Button
      look="quiet"
      size="small"
      data-lessons-button
      aria-expanded={isShown}
      onClick={() => void client.request('practice.show', { isShown: !isShown }).catch(() => undefined)}
    >
      {t('notice.lessons')}
    </Button>
  )
}
