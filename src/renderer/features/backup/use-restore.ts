import { useEffect, useState } from 'react'
import type { BackupPreview } from '#shared/model/backup.ts'
import { type Action, useAction } from '../../store/hooks.ts'
import { useServices } from '../../store/services.tsx'

/** How far a restore has come. */
export type RestoreStep =
  | { at: 'file' }
  | { at: 'passphrase'; name: string; bytes: number }
  | { at: 'preview'; name: string; preview: BackupPreview }
  | { at: 'restarting' }

export interface Restore {
  step: RestoreStep
  action: Action
  choose(): Promise<void>
  open(passphrase: string): Promise<void>
  restore(): Promise<void>
}

/** A restore from choosing its file to starting over. Main holds the file and its key until the end. */
export function useRestore(): Restore {
  const { client } = useServices()
  const action = useAction()
  const [step, setStep] = useState<RestoreStep>({ at: 'file' })
  useEffect(
    () => () => {
      client.request('backup.cancel').catch(() => undefined)
      client.request('backup.close').catch(() => undefined)
    },
    [client],
  )
  return {
    step,
    action,
    async choose() {
      await action.run(async () => {
        const file = await client.request('backup.choose')
        if (file !== null) setStep({ at: 'passphrase', ...file })
      })
    },
    async open(passphrase) {
      if (step.at !== 'passphrase') return
      await action.run(async () => {
        const preview = await client.request('backup.open', { passphrase })
        if (preview !== null) setStep({ at: 'preview', name: step.name, preview })
      })
    },
    async restore() {
      await action.run(async () => {
        if (await client.request('backup.restore')) setStep({ at: 'restarting' })
      })
    },
  }
}
