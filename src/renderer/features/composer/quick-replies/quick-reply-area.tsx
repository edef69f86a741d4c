import { useTranslation } from '../../../i18n/use-translation.tsx'
import { ErrorLine } from '../../../ui/feedback.tsx'
import { QuickReplyList } from './quick-reply-list.tsx'
import type { useQuickReplies } from './use-quick-replies.ts'

/** The open list of quick replies, and why one was not sent. */
export function QuickReplyArea({ quick, left }: { quick: ReturnType<typeof useQuickReplies>; left: number }) {
  const { t } = useTranslation()
  const { list, error, tooMany } = quick
  return (
    <>
      {list ? <QuickReplyList list={list} left={left} /> : null}
      {error ? <ErrorLine code={error} className="mb-2" /> : null}
      {tooMany ? (
        <p role="alert" className="mb-2 text-preview text-danger">
          {t(tooMany.left > 0 ? 'quickReply.over' : 'quickReply.overAll', { ...tooMany })}
        </p>
      ) : null}
    </>
  )
}
