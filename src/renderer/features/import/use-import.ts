import { useState } from 'react'
import { type ImportCandidate, type ImportOutcome, isImportable } from '#shared/model/import.ts'
import { type Action, useAction } from '../../store/hooks.ts'
import { useServices } from '../../store/services.tsx'

/** How far an import has come. */
export type ImportStep =
  | { at: 'folder' }
  | { at: 'preview'; folder: string; candidates: ImportCandidate[]; chosen: ReadonlySet<string> }
  | { at: 'results'; candidates: ImportCandidate[]; outcomes: ImportOutcome[] }

export interface Import {
  step: ImportStep
  action: Action
  preview(folder: string): Promise<void>
  /** Another folder was named: what the former one holds is of no interest any more. */
  forget(): void
  choose(key: string, chosen: boolean): void
  run(): Promise<void>
}

/** An import from its folder to its results. What is read of a folder is read by main alone. */
export function useImport(): Import {
  const { client } = useServices()
  const action = useAction()
  const [step, setStep] = useState<ImportStep>({ at: 'folder' })
  return {
    step,
    action,
    async preview(folder) {
      await action.run(async () => {
        const candidates = await client.request('import.preview', { folder })
        const chosen = new Set(candidates.filter(isImportable).map(({ key }) => key))
        setStep({ at: 'preview', folder, candidates, chosen })
      })
    },
    forget() {
      action.clear()
      setStep({ at: 'folder' })
    },
    choose(key, isChosen) {
      if (step.at !== 'preview') return
      const chosen = new Set(step.chosen)
      if (isChosen) chosen.add(key)
      else chosen.delete(key)
      setStep({ ...step, chosen })
    },
    async run() {
      if (step.at !== 'preview') return
      const { folder, candidates, chosen } = step
      const keys = candidates.map(({ key }) => key).filter((key) => chosen.has(key))
      await action.run(async () => {
        const outcomes = await client.request('import.run', { folder, keys })
        setStep({ at: 'results', candidates, outcomes })
      })
    },
  }
}
