import type { MachineSettings } from '#shared/model/settings.ts'
import { useTranslation } from '../../../i18n/use-translation.tsx'
import { useReplica } from '../../../store/hooks.ts'
import { useChosen } from '../../../store/use-chosen.ts'
import { ProgramDoor } from './program-door.tsx'
import { ProgramTable } from './program-table.tsx'

/**
 * Whether programs can connect, and which.
 * @param keep keeps a choice, and answers whether it could be
 */
export function ProgramSettings(props: {
  keep: (programs: MachineSettings['programs']) => Promise<boolean>
}) {
  const { t } = useTranslation()
  const isPractising = useReplica((replica) => replica.app.practice === 'running')
  // main writes the port that it found, so only what is chosen here is ahead of it
  const { isOn, port } = useReplica((replica) => replica.settings.machine.programs)
  const { chosen, choose } = useChosen(isOn, (on) => props.keep({ isOn: on, port }))
  if (isPractising) return <p className="text-preview text-soft">{t('programs.practice')}</p>
  return (
    <>
      <ProgramDoor
        isOn={chosen}
        port={port}
        onChange={choose}
        onOtherPort={() => void props.keep({ isOn, port: null })}
      />
      <ProgramTable onTurnOn={() => choose(true)} />
    </>
  )
}
