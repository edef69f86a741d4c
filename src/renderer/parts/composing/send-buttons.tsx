import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { WindowState } from '#shared/model/reply-window.ts'
import { Button } from '../../ui/button.tsx'
import { Confirm } from '../../ui/confirm.tsx'

/** Sends, or asks first where the server will probably refuse. */
export interface Insisting {
  /** Nothing can be sent without insisting. */
  must: boolean
  asking: boolean
  ask(): void
  settle(): void
}

export function useInsisting(kind: WindowState['kind']): Insisting {
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
  insisting: Insisting
  onSend: (force: boolean) => void
}) {
  const { t } = useTranslation()
  const { kind, contact, sendable, insisting, onSend } = props
  return (
    <>
      {insisting.must ? null : (
        <Button look="primary" className="min-h-9!" disabled={!sendable} onClick={() => onSend(false)}>
          {t('composer.send')}
        </Button>
      )}
      {kind === 'open' ? null : (
        <Button className="min-h-9!" disabled={!sendable} onClick={insisting.ask}>
          {t('composer.sendAnyway')}
        </Button>
      )}
      <Confirm
        open={insisting.asking}
        title={t('composer.insist.title')}
        body={t('composer.insist.body', { name: contact })}
        confirm={t('composer.sendAnyway')}
        onCancel={insisting.settle}
        onConfirm={() => {
          insisting.settle()
          onSend(true)
        }}
      />
    </>
  )
}
