import type { Settings } from '#shared/model/settings.ts'

/**
 * What belongs to a computer, and to the network it stands in: it is in no backup, and stays as it is through a restore.
 * The proxy of an office leads nowhere at home, and one that is set here is not to be gone around.
 */
export function ofThisComputer({ machine, network }: Settings): Pick<Settings, 'machine' | 'network'> {
  return { machine, network }
}
