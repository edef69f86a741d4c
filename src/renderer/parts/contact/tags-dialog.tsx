import type { ConversationSummary } from '#shared/model/conversation.ts'
import { useTranslation } from '../../i18n/use-translation.tsx'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { ErrorLine } from '../../ui/feedback.tsx'
import { TagsField } from './tags-field.tsx'
import { useCard } from './use-card.ts'

/** Shows and changes the tags of a conversation's contact; every change holds at once. */
export function TagsDialog(props: {
  open: boolean
  conversation: Pick<ConversationSummary, 'id' | 'contactUserId'>
  /** What the contact is called. */
  contact: string
  onClose: () => void
}) {
  const { t } = useTranslation()
  return (
    <Dialog
      open={props.open}
      title={t('contactPanel.tagsTitle', { name: props.contact })}
      onClose={props.onClose}
    >
      <Tags conversation={props.conversation} />
      <div className="mt-4 flex justify-end">
        <Button look="primary" onClick={props.onClose}>
          {t('contactPanel.done')}
        </Button>
      </div>
    </Dialog>
  )
}

function Tags({ conversation }: { conversation: Parameters<typeof useCard>[0] }) {
  const { card, save, change } = useCard(conversation)
  return (
    <>
      <TagsField tags={card.tags} onChange={(tags) => change({ tags })} />
      {save.error ? <ErrorLine code={save.error} className="mt-2" /> : null}
    </>
  )
}
