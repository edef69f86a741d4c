import { type ReactNode, useId, useRef, useState } from 'react'
import type { ConversationSummary } from '#shared/model/conversation.ts'
import type { MessageId } from '#shared/model/ids.ts'
import { accountName, contactName } from '../../../formatting/names.ts'
import { quotaWords, shownMeters, shownWindow, windowWords } from '../../../formatting/window-words.ts'
import { useTranslation } from '../../../i18n/use-translation.tsx'
import { ContactField } from '../../../parts/recipient/contact-field.tsx'
import type { Contact } from '../../../parts/recipient/contacts.ts'
import { useContacts } from '../../../parts/recipient/use-contacts.ts'
import { useAccount, useAction, useFormats, useNow } from '../../../store/hooks.ts'
import { useServices } from '../../../store/services.tsx'
import { Button } from '../../../ui/button.tsx'
import { ErrorLine } from '../../../ui/feedback.tsx'
import type { Draft } from '../use-draft.ts'
import { TestStates } from './test-states.tsx'
import { useSelf } from './use-self.ts'

/** Sends the content to the operator first, whose own contact is asked for once. */
export function TestSend({ draft, isSendable }: { draft: Draft; isSendable: boolean }) {
  const { t } = useTranslation()
  const id = useId()
  const self = useSelf()
  const [isChanging, setChanging] = useState(false)
  return (
    <section aria-labelledby={id} className="flex min-w-0 flex-col gap-2 rounded-card bg-panel p-3">
      <h3 id={id} className="text-preview font-medium">
        {t('broadcastDraft.test.title')}
      </h3>
      {self === null || isChanging ? (
        <WhoAmI
          onDone={() => setChanging(false)}
          cancel={
            self === null ? null : (
              <Button size="small" onClick={() => setChanging(false)}>
                {t('broadcastDraft.test.keep')}
              </Button>
            )
          }
        />
      ) : (
        <ToMyself
          key={self.id}
          route={self}
          draft={draft}
          isSendable={isSendable}
          onChange={() => setChanging(true)}
        />
      )}
    </section>
  )
}

/** Asks which contact the operator is. */
function WhoAmI({ onDone, cancel }: { onDone: () => void; cancel: ReactNode }) {
  const { t } = useTranslation()
  const { client } = useServices()
  const contacts = useContacts()
  const action = useAction()
  const [chosen, setChosen] = useState<Contact | null>(null)

  function choose(contact: Contact | null): void {
    setChosen(contact)
    if (contact === null) return
    const { id } = contact.routes[0]
    void action.run(() => client.request('contacts.setSelf', { id })).then((isKept) => isKept && onDone())
  }

  return (
    <>
      <ContactField
        label={t('broadcastDraft.test.who')}
        contacts={contacts}
        value={chosen}
        onChange={choose}
      />
      <p className="text-meta text-soft">{t('broadcastDraft.test.whoHint')}</p>
      {action.error ? <ErrorLine code={action.error} /> : null}
      {cancel ? <div className="flex justify-end">{cancel}</div> : null}
    </>
  )
}

/** The test, with what stands in its way and what became of it. */
function ToMyself(props: {
  route: ConversationSummary
  draft: Draft
  isSendable: boolean
  onChange: () => void
}) {
  const { t } = useTranslation()
  const { client, history } = useServices()
  const formats = useFormats()
  const now = useNow('minute')
  const account = useAccount(props.route.accountId)
  const action = useAction()
  const [sent, setSent] = useState<MessageId[]>([])
  // A second click may come before the first one was drawn.
  const isSending = useRef(false)
  const { route, draft } = props
  const carrier = account ? accountName(account, t) : ''
  const contact = contactName(route, account, t)
  const window = shownWindow(route, account?.state, now)
  const isOpen = window.kind === 'open'

  async function send(): Promise<void> {
    if (isSending.current) return
    isSending.current = true
    await action.run(async () => {
      const { messageIds } = await client.request('broadcasts.testSend', {
        conversationId: route.id,
        requestId: crypto.randomUUID(),
        content: draft.input.content,
      })
      setSent(messageIds)
      // what becomes of them is told of what is watched
      await history.open(route.id)
    })
    isSending.current = false
  }

  return (
    <>
      <p className="text-preview">
        <bdi className="font-medium">{contact}</bdi>
        <span className="text-soft">
          {' · '}
          {isOpen
            ? t('newMessage.way', {
                account: carrier,
                window: windowWords(window, now, t, formats),
                left: quotaWords(window, shownMeters(window, route, now).left, t),
              })
            : t('newMessage.wayNever', { account: carrier, window: windowWords(window, now, t, formats) })}
        </span>
      </p>
      {isOpen || window.kind === 'no-session' ? null : (
        <p className="text-preview text-warn">{t('broadcastDraft.test.closed', { account: carrier })}</p>
      )}
      <div className="flex flex-wrap gap-2">
        <Button
          size="small"
          disabled={!isOpen || !props.isSendable || action.busy}
          onClick={() => void send()}
        >
          {t('broadcastDraft.test.send')}
        </Button>
        <Button size="small" look="quiet" onClick={props.onChange}>
          {t('broadcastDraft.test.change')}
        </Button>
      </div>
      {action.error ? <ErrorLine code={action.error} /> : null}
      {sent.length > 0 ? (
        <TestStates conversation={route.id} ids={sent} />
      ) : (
        <p className="text-meta text-soft">{t('broadcastDraft.test.hint')}</p>
      )}
    </>
  )
}
