import { useState } from 'react'
import type { TemplateSummary } from '#shared/model/broadcast.ts'
import { useTranslation } from '../../../i18n/use-translation.tsx'
import { useAction, useReplica } from '../../../store/hooks.ts'
import { useServices } from '../../../store/services.tsx'
import { Button } from '../../../ui/button.tsx'
import { Confirm } from '../../../ui/confirm.tsx'
import { ErrorLine } from '../../../ui/feedback.tsx'
import { SelectField } from '../../../ui/select-field.tsx'
import type { Draft } from '../use-draft.ts'
import { SaveTemplate } from './save-template.tsx'

type Question = { kind: 'replace' | 'remove'; template: TemplateSummary } | { kind: 'save' }

/** Contents kept under a name: one can be taken from here, and this one be kept. */
export function Templates({ draft }: { draft: Draft }) {
  const { t } = useTranslation()
  const { client } = useServices()
  const templates = useReplica((replica) => replica.templates)
  const action = useAction()
  const [chosen, setChosen] = useState<TemplateSummary['id'] | null>(null)
  const [question, setQuestion] = useState<Question | null>(null)
  const template = templates.find(({ id }) => id === chosen)
  const close = () => setQuestion(null)

  function load({ id }: TemplateSummary): void {
    close()
    void action
      .run(async () => draft.fill(await client.request('broadcasts.openTemplate', { id })))
      .then((done) => done && setChosen(id))
  }

  function remove({ id }: TemplateSummary): void {
    close()
    void action.run(() => client.request('broadcasts.removeTemplate', { id }))
  }

  return (
    <div className="flex flex-col gap-2">
      <SelectField
        label={t('broadcastDraft.template.label')}
        disabled={templates.length === 0 || action.busy}
        value={template?.id ?? ''}
        options={[
          {
            value: '',
            words: t(
              templates.length === 0 ? 'broadcastDraft.template.none' : 'broadcastDraft.template.choose',
            ),
          },
          ...templates.map(({ id, name }) => ({ value: id, words: name })),
        ]}
        onChange={(key) => {
          const next = templates.find(({ id }) => String(id) === key)
          if (!next) setChosen(null)
          else if (draft.hasContent) setQuestion({ kind: 'replace', template: next })
          else load(next)
        }}
      />
      <div className="flex flex-wrap gap-2">
        <Button
          size="small"
          disabled={!draft.hasContent || draft.copying > 0}
          onClick={() => setQuestion({ kind: 'save' })}
        >
          {t('broadcastDraft.template.save')}
        </Button>
        {template ? (
          <Button
            size="small"
            look="quiet"
            disabled={action.busy}
            onClick={() => setQuestion({ kind: 'remove', template })}
          >
            {t('broadcastDraft.template.remove')}
          </Button>
        ) : null}
      </div>
      {action.error ? <ErrorLine code={action.error} /> : null}
      <SaveTemplate open={question?.kind === 'save'} content={draft.input.content} onClose={close} />
      {question?.kind === 'replace' ? (
        <Confirm
          open
          look="primary"
          title={t('broadcastDraft.template.replaceTitle')}
          body={t('broadcastDraft.template.replaceBody', { name: question.template.name })}
          confirm={t('broadcastDraft.template.replace')}
          onConfirm={() => load(question.template)}
          onCancel={close}
        />
      ) : null}
      {question?.kind === 'remove' ? (
        <Confirm
          open
          title={t('broadcastDraft.template.removeTitle', { name: question.template.name })}
          body={t('broadcastDraft.template.removeBody')}
          confirm={t('broadcastDraft.template.remove')}
          onConfirm={() => remove(question.template)}
          onCancel={close}
        />
      ) : null}
    </div>
  )
}
