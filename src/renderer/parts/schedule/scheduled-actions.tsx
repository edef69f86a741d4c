import { useState } from 'react'
import type { ScheduledMessage } from '#shared/model/scheduled.ts'
import { useTranslation } from '../../i18n/use-translation.tsx'
import { useAction, useReplica } from '../../store/hooks.ts'
import { useServices } from '../../store/services.tsx'
import { Button } from '../../ui/button.tsx'
import { Confirm } from '../../ui/confirm.tsx'
import { ErrorLine } from '../../ui/feedback.tsx'
import { putIntoBox } from '../composing/use-take-back.ts'
import { SendLaterDialog } from './send-later-dialog.tsx'

/** What can be done with a scheduled message. `onEdit`: its text stands in the message box of its conversation now. */
export function ScheduledActions(props: {
  message: ScheduledMessage
  contact: string
  onEdit?: (from: HTMLElement) => void
}) {
  const { t } = useTranslation()
  const services = useServices()
  const { client } = services
  const action = useAction()
  const { message, contact } = props
  const { id } = message
  const [open, setOpen] = useState<'none' | 'time' | 'cancel'>('none')
  const conversation = useReplica(({ conversations }) => conversations.get(message.conversationId))
  const small = { size: 'small', look: 'link', disabled: action.busy } as const

  function edit(from: HTMLElement): void {
    void action
      .run(() =>
        putIntoBox(services, message.conversationId, (typed) =>
          client.request('scheduled.takeBack', { id, typed }),
        ),
      )
      .then((done) => done && props.onEdit?.(from))
  }

  return (
    <>
      <span className="[&>*+*]:ml-2">
        <Button {...small} onClick={({ currentTarget }) => edit(currentTarget)}>
          {t('waiting.edit')}
        </Button>
        <Button {...small} onClick={() => setOpen('time')}>
          {t('schedule.move')}
        </Button>
        <Button {...small} onClick={() => void action.run(() => client.request('scheduled.sendNow', { id }))}>
          {t('schedule.sendNow')}
        </Button>
        <Button {...small} onClick={() => setOpen('cancel')}>
          {t('message.action.cancel')}
        </Button>
      </span>
      {open === 'time' && conversation ? (
        <SendLaterDialog
          evidence={conversation}
          contact={contact}
          text={message.text}
          files={message.files}
          due={message.due}
          onSchedule={(due) => client.request('scheduled.move', { id, due })}
          onClose={() => setOpen('none')}
        />
      ) : null}
      <Confirm
        open={open === 'cancel'}
        title={t('schedule.cancel.title')}
        body={t('schedule.cancel.body', { name: contact })}
        confirm={t('schedule.cancel.confirm')}
        onCancel={() => setOpen('none')}
        onConfirm={() => {
          setOpen('none')
          void action.run(() => client.request('scheduled.cancel', { id }))
        }}
      />
      {action.error ? <ErrorLine code={action.error} className="justify-end" /> : null}
    </>
  )
}
