import { useEffect, useState } from 'react'
import type { ImportFolder } from '#shared/model/import.ts'
import { useServices } from '../../store/services.tsx'

const NONE: readonly ImportFolder[] = []

/** Folders of other programs in their usual places; empty until they were looked for. */
export function useFoundFolders(): readonly ImportFolder[] {
  const { client } = useServices()
  const [found, setFound] = useState(NONE)
  useEffect(() => {
    let wanted = true
    client.request('import.defaults').then(
      (folders) => wanted && setFound(folders),
      // not finding anything is no failure of what the operator does here
      () => undefined,
    )
    return () => {
      wanted = false
    }
  }, [client])
  return found
}
