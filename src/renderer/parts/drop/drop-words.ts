import { accountName, contactName } from '../../formatting/names.ts'
import { useTranslation } from '../../i18n/use-translation.tsx'
import type { DropTarget } from '../../store/drops.ts'
import { useReplica } from '../../store/hooks.ts'
import { conversationsOf } from './recipients.ts'

/** Whom files would go to that are dropped on a target, or why to nobody. */
export function useDropWords(target: DropTarget): { words: string; isRefused: boolean } {
  const { t } = useTranslation()
  const accounts = useReplica((replica) => replica.accounts)
  const conversations = useReplica((replica) => replica.conversations)
  const isWhole = useReplica((replica) => replica.isWhole)
  const [only, ...others] =
    target.kind === 'account'
      ? conversationsOf(conversations.values(), target.id)
      : [conversations.get(target.id)]
  const accountId = target.kind === 'account' ? target.id : only?.accountId
  const carrier = accountId === undefined ? undefined : accounts.get(accountId)
  const account = carrier ? accountName(carrier, t) : ''
  if (!only) return { words: t('drop.nobody', { account }), isRefused: true }
  if (others.length > 0 || (target.kind === 'account' && !isWhole))
    return { words: t('drop.somebody', { account }), isRefused: false }
  return { words: t('drop.send', { name: contactName(only, carrier, t), account }), isRefused: false }
}
