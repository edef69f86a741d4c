import { useTranslation } from '../../i18n/use-translation.tsx'
import { Confirm } from '../../ui/confirm.tsx'
import type { Leaving, LeavingQuestion } from './use-leaving.ts'

const WORDS = {
  copying: { title: 'close.copyingTitle', body: 'close.copyingBody', confirm: 'close.confirm' },
  unkept: { title: 'close.unkeptTitle', body: 'close.unkeptBody', confirm: 'close.confirm' },
  remove: { title: 'remove.title', body: 'remove.body', confirm: 'remove.action' },
} as const satisfies Record<LeavingQuestion, object>

/** Asks before something is lost. */
export function LeavingConfirm({ leaving }: { leaving: Leaving }) {
  const { t } = useTranslation()
  const { question } = leaving
  if (question === null) return null
  const { title, body, confirm } = WORDS[question]
  return (
    <Confirm
      open
      title={t(`broadcastDraft.${title}`)}
      body={t(`broadcastDraft.${body}`)}
      confirm={t(`broadcastDraft.${confirm}`)}
      onConfirm={leaving.confirm}
      onCancel={leaving.cancel}
    />
  )
}
