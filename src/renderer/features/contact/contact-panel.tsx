import { X } from 'lucide-react'
import { type ReactNode, useId } from 'react'
import { MAX_NAME, MAX_NOTE } from '#shared/limits.ts'
import type { AccountSummary } from '#shared/model/account.ts'
import type { ConversationSummary } from '#shared/model/conversation.ts'
import { isGroupContact } from '#shared/model/group.ts'
import { accountName, titleInWords } from '../../formatting/names.ts'
import { useTranslation } from '../../i18n/use-translation.tsx'
import { HistoryItems } from '../../parts/contact/history-items.tsx'
import { TagsField } from '../../parts/contact/tags-field.tsx'
import { useCard } from '../../parts/contact/use-card.ts'
import { useFormats, useNow } from '../../store/hooks.ts'
import { useServices } from '../../store/services.tsx'
import { showRun } from '../../store/ui.ts'
import { useKeptAction } from '../../store/use-kept-action.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { Button, IconButton } from '../../ui/button.tsx'
import { ErrorLine } from '../../ui/feedback.tsx'
import { INPUT_CLASS } from '../../ui/field.tsx'
import { Menu } from '../../ui/menu.tsx'
import { KeptField } from './kept-field.tsx'
import { useFacts } from './use-facts.ts'

/** Who somebody is and what the operator keeps about them, beside a conversation. */
export function ContactPanel(props: {
  conversation: ConversationSummary
  /** What the contact is called. */
  contact: string
  /** The same contact through other accounts, the best way first. */
  also: readonly { conversation: ConversationSummary; account: AccountSummary }[]
  onShow: (conversation: ConversationSummary) => void
  onClose: () => void
}) {
  const { t } = useTranslation()
  const { client, ui } = useServices()
  const { conversation, contact, also } = props
  const { card, save, change } = useCard(conversation)
  const naming = useKeptAction('contact')
  const date = useId()
  const isGroup = isGroupContact(conversation.contactUserId)
  return (
    <aside
      aria-label={t('contactPanel.title')}
      // a letter that is pressed here means whoever it is about
      data-conversation-pane={conversation.id}
      className="flex h-full w-(--contact-width) shrink-0 flex-col gap-4 px-beside-bar-4 overflow-y-auto border-l bg-panel py-4 max-unfold:absolute max-unfold:inset-y-0 max-unfold:right-0 max-unfold:z-20 max-unfold:shadow-float"
    >
      <div className="flex items-start gap-2">
        <Avatar name={contact} of={conversation.contactUserId} />
        <h2
          title={contact}
          className="line-clamp-2 min-w-0 flex-1 self-center font-semibold [overflow-wrap:anywhere]"
        >
          {contact}
        </h2>
        <Menu label={t('contactPanel.more', { name: contact })}>
          <HistoryItems id={conversation.id} />
        </Menu>
        <IconButton label={t('contactPanel.close')} onClick={props.onClose} className="-mr-2">
          <X size={16} aria-hidden />
        </IconButton>
      </div>
      <KeptField
        label={t('contactPanel.alias')}
        value={conversation.contactAlias ?? ''}
        maxLength={MAX_NAME}
        placeholder={contact}
        onKeep={(alias) =>
          naming.run(() => client.request('contacts.setAlias', { id: conversation.id, alias }))
        }
      />
      <TagsField tags={card.tags} onChange={(tags) => change({ tags })} />
      <KeptField
        label={t('contactPanel.note')}
        value={card.note}
        maxLength={MAX_NOTE}
        isLong
        onKeep={(note) => change({ note })}
      />
      <div className="flex flex-col gap-1">
        <label htmlFor={date} className="text-preview font-medium">
          {t('contactPanel.followUp')}
        </label>
        <input
          id={date}
          type="date"
          value={card.followUp ?? ''}
          onChange={({ target: { value } }) => void change({ followUp: value === '' ? null : value })}
          className={INPUT_CLASS}
        />
      </div>
      {save.error ? <ErrorLine code={save.error} /> : null}
      {naming.error ? <ErrorLine code={naming.error} /> : null}
      {also.length > 0 ? (
        <Part title={t('contactPanel.also')}>
          <ul className="flex flex-col items-start gap-1">
            {also.map((other) => (
              <li key={other.conversation.id} className="max-w-full">
                <Button look="link" size="small" onClick={() => props.onShow(other.conversation)}>
                  <bdi className="truncate">{accountName(other.account, t)}</bdi>
                </Button>
              </li>
            ))}
          </ul>
        </Part>
      ) : null}
      <Button size="small" onClick={() => ui.setState({ gallery: conversation.id })}>
        {t('media.gallery.menu')}
      </Button>
      {isGroup ? null : <Facts key={conversation.id} conversation={conversation} />}
    </aside>
  )
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section aria-label={title} className="flex flex-col gap-1">
      <h3 className="text-preview font-medium">{title}</h3>
      {children}
    </section>
  )
}

/** What is known of the contact. */
function Facts({ conversation: { id, activitySeq } }: { conversation: ConversationSummary }) {
  const { t } = useTranslation()
  const { ui } = useServices()
  const formats = useFormats()
  const now = useNow('minute')
  const facts = useFacts(id, activitySeq)
  if (facts === null) return null
  return (
    <>
      <Part title={t('contactPanel.facts')}>
        <dl className="grid grid-cols-[max-content_1fr] gap-x-3 gap-y-0.5 text-preview [&_dt]:text-soft">
          <dt>{t('contactPanel.firstSeen')}</dt>
          <dd>
            {facts.firstSeenAt === null ? t('contactPanel.never') : formats.listTime(facts.firstSeenAt, now)}
          </dd>
          <dt>{t('contactPanel.received')}</dt>
          <dd>{formats.number(facts.received)}</dd>
          <dt>{t('contactPanel.sent')}</dt>
          <dd>{formats.number(facts.sent)}</dd>
          <dt>{t('contactPanel.windows')}</dt>
          <dd>{formats.number(facts.windows)}</dd>
          <dt>{t('contactPanel.accounts')}</dt>
          <dd>{formats.number(facts.accounts)}</dd>
        </dl>
      </Part>
      {facts.broadcasts.length > 0 ? (
        <Part title={t('contactPanel.broadcasts', { count: facts.broadcastCount })}>
          <ul className="flex flex-col gap-1">
            {facts.broadcasts.map(({ id: run, title, at }) => (
              <li key={`${run} ${at}`} className="flex items-baseline gap-2">
                <Button look="link" size="small" className="min-w-0" onClick={() => showRun(ui, run)}>
                  <bdi className="truncate">{titleInWords(title, t) || t('broadcasts.unnamed')}</bdi>
                </Button>
                <span className="ml-auto shrink-0 text-meta text-soft">{formats.listTime(at, now)}</span>
              </li>
            ))}
          </ul>
        </Part>
      ) : null}
    </>
  )
}
