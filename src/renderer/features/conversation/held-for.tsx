import type { Message } from '#shared/model/message.ts'
import { useTranslation } from '../../i18n/use-translation.tsx'
import { useNow, useReplica } from '../../store/hooks.ts'

/** How long a message is still held before it leaves. */
export function HeldFor({ message }: { message: Message }) {
  const { t } = useTranslation()
  const now = useNow('second')
  const seconds = useReplica((replica) => replica.settings.undoSeconds)
  const left = Math.min(seconds, Math.ceil((message.at - now) / 1000) + seconds)
  return left > 0 ? (
    <span className="tabular-nums">{` · ${t('message.leavesIn', { count: left })}`}</span>
  ) : null
}
