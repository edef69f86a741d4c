import { Bot } from 'lucide-react'
import { useId } from 'react'
import type { ConversationSummary } from '#shared/model/conversation.ts'
import type { Proposal, ProposalAnswer } from '#shared/model/program.ts'
import { accountName, contactName } from '../../formatting/names.ts'
import { useTranslation } from '../../i18n/use-translation.tsx'
import { ProposedFiles } from '../../parts/programs/proposed-files.tsx'
import { ProposedText } from '../../parts/programs/proposed-text.tsx'
import { hasRoom, takeDraft } from '../../parts/programs/take-draft.ts'
import { useAccount, useAction, useFormats, useReplica, useReplyMeters } from '../../store/hooks.ts'
import { useServices } from '../../store/services.tsx'
import { Button } from '../../ui/button.tsx'
import { ErrorLine } from '../../ui/feedback.tsx'
import { RequestCost } from './request-cost.tsx'

interface CardProps {
  request: Proposal
  /** It is being changed in the message box of its conversation. */
  onOpen: (conversation: ConversationSummary) => void
}

/** A message that a program wants to have sent: to whom, what, what it takes, and the operator's decision. */
export function RequestCard(props: CardProps) {
  const conversation = useReplica(({ conversations }) => conversations.get(props.request.conversationId))
  return conversation === undefined ? null : <Card {...props} conversation={conversation} />
}

function Card({ request, conversation, onOpen }: CardProps & { conversation: ConversationSummary }) {
  const { t } = useTranslation()
  const services = useServices()
  const { client } = services
  const formats = useFormats()
  const action = useAction()
  const account = useAccount(conversation.accountId)
  const meters = useReplyMeters(conversation, account?.state)
  const title = useId()
  const hint = useId()
  const { id, programName, text, files, createdAt } = request
  const contact = contactName(conversation, account, t)
  const small = { size: 'small', disabled: action.busy } as const

  function answer(given: ProposalAnswer): void {
    void action.run(() => client.request('programs.answer', { id, answer: given }))
  }

  /** With its files, where nothing is in the message box yet; else it is offered there. */
  function edit(): void {
    void action
      .run(async () => {
        await client.request('programs.answer', { id, answer: 'edit' })
        // what cannot be taken is offered beside the box
        if (hasRoom(services, request)) await takeDraft(services, request).catch(() => undefined)
      })
      .then((done) => done && onOpen(conversation))
  }

  return (
    <article
      aria-labelledby={title}
      data-request={id}
      tabIndex={-1}
      className="focus-inset flex flex-wrap items-start gap-x-6 gap-y-2 border-t px-4 py-2.5 first:border-t-0 low:py-1"
    >
      <div className="flex min-w-0 flex-1 basis-80 flex-col gap-1">
        <p className="flex flex-wrap items-baseline gap-x-2">
          <span id={title} className="font-semibold wrap-anywhere">
            <Bot size={14} aria-hidden className="mr-1.5 inline align-[-2px] text-warn" />
            {t('requests.title', { program: programName, contact })}
          </span>
          <span className="text-meta text-soft">
            {account === undefined ? null : t('requests.account', { account: accountName(account, t) })}
            {' · '}
            {formats.listTime(createdAt, meters.now)}
          </span>
        </p>
        <ProposedText
          text={text}
          className="max-h-25 max-w-(--measure) rounded-control bg-raised px-3 py-1.5"
        />
        <ProposedFiles files={files} />
        <p className="flex flex-wrap items-baseline gap-x-2 text-meta">
          <RequestCost cost={request.cost} meters={meters} />
        </p>
      </div>
      <div className="flex max-w-full flex-col items-end gap-1">
        <div className="flex flex-wrap justify-end gap-2">
          <Button {...small} look="primary" onClick={() => answer('send')}>
            {t('requests.send')}
          </Button>
          <Button {...small} onClick={edit}>
            {t('requests.edit')}
          </Button>
          <Button {...small} onClick={() => answer('decline')}>
            {t('requests.decline')}
          </Button>
        </div>
        {request.canHaveLeave ? (
          <>
            <Button
              {...small}
              look="link"
              aria-describedby={hint}
              title={t('requests.allowHint', { program: programName, contact })}
              onClick={() => answer('allow-for-an-hour')}
            >
              {t('requests.allow')}
            </Button>
            <span id={hint} hidden>
              {t('requests.allowHint', { program: programName, contact })}
            </span>
          </>
        ) : null}
      </div>
      {action.error ? <ErrorLine code={action.error} className="basis-full" /> : null}
    </article>
  )
}
