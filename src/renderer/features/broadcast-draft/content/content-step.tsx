import { type RefObject, useEffect, useMemo } from 'react'
import { givenNames } from '#shared/text/placeholders.ts'
import { useTranslation } from '../../../i18n/use-translation.tsx'
import { AttachButton } from '../../../parts/composing/attach-button.tsx'
import { MarkupNote } from '../../../parts/composing/markup-note.tsx'
import { pastedFiles } from '../../../parts/composing/pasted-files.ts'
import { DropOnSheet } from '../../../parts/drop/drop-overlay.tsx'
import { Copying } from '../../../parts/media/staged/copying.tsx'
import { FileList } from '../../../parts/media/staged/file-list.tsx'
import { LeftOutList } from '../../../parts/media/staged/left-out-list.tsx'
import { PlaceNote } from '../../../parts/media/staged/place-note.tsx'
import { useReplica } from '../../../store/hooks.ts'
import { useServices } from '../../../store/services.tsx'
import type { Draft } from '../use-draft.ts'
import type { People } from '../use-people.ts'
import { contentCost } from './cost.ts'
import { CostLine } from './cost-line.tsx'
import { MessageField } from './message-field.tsx'
import { Preview } from './preview.tsx'
import { Templates } from './templates.tsx'
import { TestSend } from './test-send.tsx'

/** What everybody gets: a text and files, and what that takes per person. */
export function ContentStep(props: {
  message: RefObject<HTMLTextAreaElement | null>
  draft: Draft
  people: People
}) {
  const { t } = useTranslation()
  const { drops } = useServices()
  const accounts = useReplica((replica) => replica.accounts)
  const reserve = useReplica((replica) => replica.settings.broadcast.reserve)
  const { draft } = props
  const { chosen } = props.people
  const { text, fallbacks, files, items, copying, leftOut, write } = draft
  const names = useMemo(
    () => chosen.map(({ route }) => givenNames(route, accounts.get(route.accountId))),
    [chosen, accounts],
  )
  const cost = useMemo(
    () => contentCost({ text, fallbacks, files: items.length + copying }, names, reserve),
    [text, fallbacks, items.length, copying, names, reserve],
  )

  useEffect(() => drops.takeAll(files), [drops, files])

  return (
    <div
      className="grid gap-6 split:grid-cols-[minmax(0,1fr)_20rem]"
      onPaste={(event) => {
        const pasted = pastedFiles(event.clipboardData)
        if (pasted.length === 0) return
        event.preventDefault()
        files.take(pasted)
      }}
    >
      <DropOnSheet />
      <div className="flex min-w-0 flex-col gap-3">
        <MessageField box={props.message} text={text} fallbacks={fallbacks} write={write} />
        <MarkupNote text={text} onChange={(changed) => write({ text: changed })} />
        <div className="flex items-center gap-2">
          <AttachButton onFiles={files.take} />
          <span className="text-meta text-soft">{t('broadcastDraft.content.attachHint')}</span>
        </div>
        {items.length > 0 ? <FileList items={items} files={files} /> : null}
        <PlaceNote items={items} keepsPlace={draft.keepsPlace} files={files} />
        <Copying items={items} copying={copying} onStop={files.stopCopying} />
        {leftOut.length > 0 ? <LeftOutList leftOut={leftOut} /> : null}
        <CostLine cost={cost} />
      </div>
      <div className="flex min-w-0 flex-col gap-4">
        <Templates draft={draft} />
        <Preview text={text} fallbacks={fallbacks} items={items} people={chosen} />
        <TestSend draft={draft} isSendable={draft.hasContent && copying === 0 && cost.problem === null} />
      </div>
    </div>
  )
}
