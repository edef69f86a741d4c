import { useState } from 'react'
import type { WindowState } from '#shared/model/reply-window.ts'
import { useTranslation } from '../../i18n/use-translation.tsx'
import { Button } from '../../ui/button.tsx'
import { Confirm } from '../../ui/confirm.tsx'

/** Sends, or asks first where the server will probably refuse. */
export interface Forcing {
  /** Nothing can be sent without force. */
  must: boolean
  asking: boolean
  ask(): void
  settle(): void
}

/** Whether `Send` must ask first, and whether the question is open. */
export function useForcing(kind: WindowState['kind']): Forcing {
  const [asking, setAsking] = useState(false)
  return {
    must: kind === 'closed' || kind === 'never-written',
    asking,
    ask: () => setAsking(true),
    settle: () => setAsking(false),
  }
}

/** `Send` while that can help, `Send anyway` with its question while the window is not open. */
export function SendButtons(props: {
  kind: WindowState['kind']
  contact: string
  sendable: boolean
  forcing: Forcing
  onSend: (force: boolean) => void
}) {
  const { t } = useTranslation()
  const { kind, contact, sendable, forcing, onSend } = props
  return (
    <>
      {forcing.must ? null : (
        <Button look="primary" className="min-h-9!" disabled={!sendable} onClick={() => onSend(false)}>
          {t('composer.send')}
        </Button>
      )}
      {kind === 'open' ? null : (
        <Button className="min-h-9!" disabled={!sendable} onClick={forcing.ask}>
          {t('composer.sendAnyway')}
        </Button>
      )}
      <Confirm
        open={forcing.asking}
        title={t('composer.force.title')}
        body={t('composer.force.body', { name: contact })}
        confirm={t('composer.sendAnyway')}
        onCancel={forcing.settle}
        onConfirm={() => {
          forcing.settle()
          onSend(true)
        }}
      />
    </>
  )
}
