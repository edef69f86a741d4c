import { TriangleAlert } from 'lucide-react'
import type { RecipientChoice } from '#shared/model/recipient-choice.ts'
import { useTranslation } from '../../../i18n/use-translation.tsx'
import { useReplica } from '../../../store/hooks.ts'
import { useAllTags } from '../../../store/use-tags.ts'
import { goneIn } from './segment.ts'

/** Says what the filters name that is not there any more; a segment may be older than that. */
export function GoneNote({ choice }: { choice: RecipientChoice }) {
  const { t } = useTranslation()
  const tags = useAllTags()
  const accounts = useReplica((replica) => replica.accounts)
  const broadcasts = useReplica((replica) => replica.broadcasts)
  const gone = goneIn(choice, { tags, accounts, broadcasts })
  if (gone.tags.length === 0 && gone.accounts === 0 && !gone.hasRun) return null
  return (
    <div role="status" className="flex items-start gap-2 rounded-card bg-warn-wash p-3 text-preview">
      <TriangleAlert size={16} aria-hidden className="mt-0.5 shrink-0 text-warn" />
      <div className="flex min-w-0 flex-col gap-1">
        {gone.hasRun ? <p>{t('broadcastDraft.segment.goneRun')}</p> : null}
        {gone.tags.length > 0 ? (
          <p>
            {t('broadcastDraft.segment.goneTags', {
              count: gone.tags.length,
              tags: gone.tags.join(t('list.comma')),
            })}
          </p>
        ) : null}
        {gone.accounts > 0 ? (
          <p>{t('broadcastDraft.segment.goneAccounts', { count: gone.accounts })}</p>
        ) : null}
      </div>
    </div>
  )
}
