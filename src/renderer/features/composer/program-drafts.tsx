import { useEffect, useMemo, useRef } from 'react'
import { useStore } from 'zustand'
import type { ConversationSummary } from '#shared/model/conversation.ts'
import type { ConversationId } from '#shared/model/ids.ts'
import type { Proposal, ProposalId } from '#shared/model/program.ts'
import { isBlank } from '#shared/text/repair.ts'
import { useTranslation } from '../../i18n/use-translation.tsx'
import { focusBox } from '../../parts/composing/use-take-back.ts'
import { ProgramPart } from '../../parts/programs/program-part.tsx'
import { ProposedFiles } from '../../parts/programs/proposed-files.tsx'
import { ProposedText } from '../../parts/programs/proposed-text.tsx'
import { hasRoom, takeDraft } from '../../parts/programs/take-draft.ts'
import { useAction, useReplica } from '../../store/hooks.ts'
import { useServices } from '../../store/services.tsx'
import { Button } from '../../ui/button.tsx'
import { ErrorLine } from '../../ui/feedback.tsx'

/** What programs wrote for a conversation: taken into the box where nothing is in it, else offered beside it. */
export function ProgramDrafts({ conversation }: { conversation: ConversationSummary }) {
  const drafts = useDraftsOf(conversation.id)
  useTakenIntoEmptyBox(drafts)
  return (
    <>
      {drafts.length === 0 ? null : (
        <div className="mb-2 flex max-h-[18vh] flex-col gap-2 overflow-y-auto low:max-h-24">
          {drafts.map((draft) => (
            <Offered key={draft.id} draft={draft} />
          ))}
        </div>
      )}
      <WrittenByProgram conversation={conversation} />
    </>
  )
}

function useDraftsOf(conversationId: ConversationId): readonly Proposal[] {
  const proposals = useReplica((replica) => replica.proposals)
  return useMemo(
    () =>
      [...proposals.values()].filter((one) => one.kind === 'draft' && one.conversationId === conversationId),
    [proposals, conversationId],
  )
}

/**
 * Looks at each once, when it comes or the conversation is opened: a box that was emptied by sending gets nothing that
 * another Enter would send. Files wait to be asked for, since their sheet takes the keys.
 */
function useTakenIntoEmptyBox(drafts: readonly Proposal[]): void {
  const services = useServices()
  const seen = useRef(new Set<ProposalId>())
  useEffect(() => {
    for (const draft of drafts) {
      if (seen.current.has(draft.id)) continue
      seen.current.add(draft.id)
      // what could not be taken stays beside the box
      if (draft.files.length === 0 && hasRoom(services, draft))
        void takeDraft(services, draft).catch(() => undefined)
    }
  }, [drafts, services])
}

/** A draft beside the message box, which nothing of it is in. */
function Offered({ draft }: { draft: Proposal }) {
  const { t } = useTranslation()
  const services = useServices()
  const action = useAction()
  const { id, programName, text, files } = draft
  const title = t('programDrafts.title', { program: programName })

  function use(from: HTMLElement): void {
    // the strip goes with its draft
    const place = from.closest<HTMLElement>('[data-conversation-pane]')
    void action
      .run(() => takeDraft(services, draft))
      .then((done) => {
        if (done && files.length === 0) focusBox(place)
      })
  }

  return (
    <section aria-label={title} className="shrink-0 rounded-card border bg-accent-wash px-3 py-2">
      <div className="flex flex-wrap items-center gap-x-2 gap-y-1">
        <p className="min-w-0 flex-1 basis-40 text-preview font-semibold wrap-anywhere">{title}</p>
        <Button size="small" disabled={action.busy} onClick={({ currentTarget }) => use(currentTarget)}>
          {t('programDrafts.use')}
        </Button>
        <Button
          size="small"
          look="quiet"
          disabled={action.busy}
          onClick={({ currentTarget }) => {
            focusBox(currentTarget)
            void action.run(() => services.client.request('programs.dismissDraft', { id }))
          }}
        >
          {t('programDrafts.putAway')}
        </Button>
      </div>
      <ProposedText text={text} className="mt-1 max-h-22 text-preview" />
      <ProposedFiles files={files} />
      {action.error ? <ErrorLine code={action.error} className="mt-1" /> : null}
    </section>
  )
}

/** Says whose words stand in the box, until it is empty. */
function WrittenByProgram({ conversation: { id, draft } }: { conversation: ConversationSummary }) {
  const { t } = useTranslation()
  const { drafts, programDrafts } = useServices()
  const by = useStore(programDrafts.taken, (taken) => taken.get(id))
  const isEmpty = useStore(drafts.texts, (texts) => isBlank(texts.get(id) ?? draft))
  useEffect(() => {
    if (isEmpty) programDrafts.forget(id)
  }, [programDrafts, id, isEmpty])
  if (by === undefined || isEmpty) return null
  return (
    <p role="status" className="mb-1.5 text-meta text-soft">
      <ProgramPart program={by.program} />
      {' · '}
      {t('programDrafts.check')}
      {by.missing.length === 0 ? null : (
        <span className="block text-danger">
          {t('programDrafts.missing', { names: by.missing.join(t('list.comma')) })}
        </span>
      )}
    </p>
  )
}
