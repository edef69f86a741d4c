import { type FormEvent, useEffect, useId, useState } from 'react'
import { MAX_NAME, MAX_QUICK_REPLY_ITEMS } from '#shared/limits.ts'
import type { OpenedQuickReplyItem, QuickReply } from '#shared/model/quick-reply.ts'
import { useTranslation } from '../../../i18n/use-translation.tsx'
import { AttachButton } from '../../../parts/composing/attach-button.tsx'
import { pastedFiles } from '../../../parts/composing/pasted-files.ts'
import { DropOnSheet } from '../../../parts/drop/drop-overlay.tsx'
import { Copying } from '../../../parts/media/staged/copying.tsx'
import { FileList } from '../../../parts/media/staged/file-list.tsx'
import { LeftOutList } from '../../../parts/media/staged/left-out-list.tsx'
import { PlaceNote } from '../../../parts/media/staged/place-note.tsx'
import { useAction, useReplica } from '../../../store/hooks.ts'
import { useServices } from '../../../store/services.tsx'
import { Button } from '../../../ui/button.tsx'
import { Confirm } from '../../../ui/confirm.tsx'
import { Dialog } from '../../../ui/dialog.tsx'
import { ErrorLine } from '../../../ui/feedback.tsx'
import { TextField } from '../../../ui/field.tsx'
import { TextFields } from './text-fields.tsx'
import { useEditing } from './use-editing.ts'

interface EditorProps {
  /** Null: a new one. */
  reply: QuickReply | null
  onClose: () => void
}

/** Writes a quick reply, or changes one. */
export function Editor({ reply, onClose }: EditorProps) {
  const { client } = useServices()
  const open = useAction()
  const [items, setItems] = useState<readonly OpenedQuickReplyItem[] | null>(reply === null ? [] : null)
  const { run } = open
  const id = reply?.id ?? null

  useEffect(() => {
    if (id !== null) void run(async () => setItems((await client.request('quickReplies.open', { id })).items))
  }, [client, id, run])

  return items === null ? (
    open.error ? (
      <ErrorLine code={open.error} />
    ) : null
  ) : (
    <Sheet reply={reply} opened={items} onClose={onClose} />
  )
}

function Sheet({ reply, opened, onClose }: EditorProps & { opened: readonly OpenedQuickReplyItem[] }) {
  const { t } = useTranslation()
  const { client } = useServices()
  const form = useId()
  const known = useId()
  const save = useAction()
  const editing = useEditing(reply, opened)
  const [isLeaving, setLeaving] = useState(false)
  const replies = useReplica((replica) => replica.quickReplies)
  const groups = [...new Set([...replies.values()].map(({ group }) => group))].filter((one) => one !== '')
  const { staged, files, messages } = editing

  function leave(): void {
    files.discard()
    onClose()
  }

  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault()
    if (!editing.isComplete || save.busy) return
    const content = { id: reply?.id ?? null, ...editing.content() }
    // What is kept holds its files by itself; what was staged for this dialog is not wanted any more.
    if (await save.run(() => client.request('quickReplies.save', content))) leave()
  }

  return (
    <Dialog
      open
      title={t(reply === null ? 'quickReply.editor.new' : 'quickReply.editor.change')}
      onClose={() => (editing.isChanged ? setLeaving(true) : leave())}
      width="medium"
      footer={
        <>
          <p role="status" className="min-w-0 flex-1 self-center text-preview">
            {editing.hasTooMany ? (
              <span className="text-danger">
                {t('quickReply.editor.tooMany', { count: MAX_QUICK_REPLY_ITEMS })}
              </span>
            ) : messages > 0 ? (
              t('quickReply.cost', { count: messages })
            ) : null}
          </p>
          <Button onClick={() => (editing.isChanged ? setLeaving(true) : leave())}>
            {t('action.cancel')}
          </Button>
          <Button type="submit" form={form} look="primary" disabled={!editing.isComplete || save.busy}>
            {t('action.save')}
          </Button>
        </>
      }
    >
      <DropOnSheet />
      <form
        id={form}
        onSubmit={(event) => void submit(event)}
        onPaste={(event) => {
          const pasted = pastedFiles(event.clipboardData)
          if (pasted.length === 0) return
          event.preventDefault()
          files.take(pasted)
        }}
        className="flex flex-col gap-4"
      >
        <div className="grid grid-cols-2 gap-3">
          <TextField
            label={t('quickReply.editor.title')}
            hint={t('quickReply.editor.titleHint')}
            value={editing.title}
            maxLength={MAX_NAME}
            onChange={(event) => editing.setTitle(event.target.value)}
          />
          <TextField
            label={t('quickReply.settings.group')}
            hint={t('quickReply.editor.groupHint')}
            value={editing.group}
            maxLength={MAX_NAME}
            list={known}
            onChange={(event) => editing.setGroup(event.target.value)}
          />
          <datalist id={known}>
            {groups.map((one) => (
              <option key={one} value={one} />
            ))}
          </datalist>
        </div>
        <TextFields editing={editing} />
        <div className="flex flex-wrap items-center gap-2">
          <Button size="small" onClick={editing.addText}>
            {t('quickReply.editor.addText')}
          </Button>
          <AttachButton onFiles={files.take} />
          <span className="text-meta text-soft">{t('quickReply.editor.filesHint')}</span>
        </div>
        {staged.items.length > 0 ? <FileList items={staged.items} files={files} /> : null}
        <PlaceNote items={staged.items} keepsPlace={staged.keepsPlace} files={files} />
        <Copying items={staged.items} copying={staged.copying} onStop={files.stopCopying} />
        {staged.leftOut.length > 0 ? <LeftOutList leftOut={staged.leftOut} /> : null}
        {save.error ? <ErrorLine code={save.error} /> : null}
      </form>
      <Confirm
        open={isLeaving}
        title={t('quickReply.editor.leaveTitle')}
        body={t('quickReply.editor.leaveBody')}
        confirm={t('quickReply.editor.leave')}
        onCancel={() => setLeaving(false)}
        onConfirm={leave}
      />
    </Dialog>
  )
}
