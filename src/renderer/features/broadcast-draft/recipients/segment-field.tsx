import { useState } from 'react'
import type { Segment } from '#shared/model/broadcast.ts'
import { RECENT_CONTACTS } from '#shared/model/broadcast-defaults.ts'
import { useTranslation } from '../../../i18n/use-translation.tsx'
import { useAction, useReplica } from '../../../store/hooks.ts'
import { useServices } from '../../../store/services.tsx'
import { Button } from '../../../ui/button.tsx'
import { Confirm } from '../../../ui/confirm.tsx'
import { ErrorLine } from '../../../ui/feedback.tsx'
import { Menu, MenuItem } from '../../../ui/menu.tsx'
import { SelectField } from '../../../ui/select-field.tsx'
import type { Draft } from '../use-draft.ts'
import { filterOf, segmentOf } from './segment.ts'
import { RenameSegment, SaveSegment } from './segment-dialogs.tsx'

type Question = { kind: 'save' } | { kind: 'rename' | 'remove'; segment: Segment }

/** Filters kept under a name: one is chosen here, and these are kept. Only a button while there is none. */
export function SegmentField({ draft }: { draft: Draft }) {
  const { t } = useTranslation()
  const { client } = useServices()
  const segments = useReplica((replica) => replica.segments)
  const action = useAction()
  const [question, setQuestion] = useState<Question | null>(null)
  const { choice, choose, setSegment } = draft
  const used = segmentOf(segments, draft.segment, choice)
  const filter = filterOf(choice)
  const close = () => setQuestion(null)

  function take(key: string): void {
    const segment = segments.find(({ id }) => String(id) === key)
    setSegment(segment?.id ?? null)
    choose((now) => ({ ...now, ...(segment?.filter ?? filterOf(RECENT_CONTACTS)) }))
  }

  function remove({ id }: Segment): void {
    close()
    void action.run(() => client.request('broadcasts.removeSegment', { id }))
  }

  const save = t('broadcastDraft.segment.save')
  return (
    <div className="flex min-w-0 flex-col gap-1">
      {segments.length === 0 ? (
        <Button className="self-start" onClick={() => setQuestion({ kind: 'save' })}>
          {save}
        </Button>
      ) : (
        <div className="flex items-end gap-1">
          <div className="min-w-0 flex-1">
            <SelectField
              label={t('broadcastDraft.segment.label')}
              value={used?.segment.id ?? ''}
              options={[
                { value: '', words: t('broadcastDraft.segment.none') },
                ...segments.map(({ id, name }) => ({
                  value: id,
                  words:
                    used?.isChanged && used.segment.id === id
                      ? t('broadcastDraft.segment.changed', { name })
                      : name,
                })),
              ]}
              onChange={take}
            />
          </div>
          <Menu label={t('broadcastDraft.segment.actions')}>
            <MenuItem onSelect={() => setQuestion({ kind: 'save' })}>{save}</MenuItem>
            {used ? (
              <>
                <MenuItem
                  disabled={!used.isChanged || action.busy}
                  onSelect={() =>
                    void action.run(() =>
                      client.request('broadcasts.saveSegment', { name: used.segment.name, filter }),
                    )
                  }
                >
                  {t('broadcastDraft.segment.update', { name: used.segment.name })}
                </MenuItem>
                <MenuItem onSelect={() => setQuestion({ kind: 'rename', segment: used.segment })}>
                  {t('broadcastDraft.segment.rename')}
                </MenuItem>
                <MenuItem danger onSelect={() => setQuestion({ kind: 'remove', segment: used.segment })}>
                  {t('broadcastDraft.segment.remove')}
                </MenuItem>
              </>
            ) : null}
          </Menu>
        </div>
      )}
      {action.error ? <ErrorLine code={action.error} /> : null}
      {question?.kind === 'save' ? (
        <SaveSegment filter={filter} onSaved={setSegment} onClose={close} />
      ) : null}
      {question?.kind === 'rename' ? <RenameSegment segment={question.segment} onClose={close} /> : null}
      {question?.kind === 'remove' ? (
        <Confirm
          open
          title={t('broadcastDraft.segment.removeTitle', { name: question.segment.name })}
          body={t('broadcastDraft.segment.removeBody')}
          confirm={t('broadcastDraft.segment.removeConfirm')}
          onConfirm={() => remove(question.segment)}
          onCancel={close}
        />
      ) : null}
    </div>
  )
}
