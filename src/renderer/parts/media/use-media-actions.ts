import { useCallback, useState } from 'react'
import type { MediaId } from '#shared/model/media.ts'
import { errorCode } from '../../api/client-error.ts'
import { useAction } from '../../store/hooks.ts'
import { useServices } from '../../store/services.tsx'

/** What can be done with one medium. */
export function useMediaActions(id: MediaId) {
  const { client, ui } = useServices()
  const action = useAction()
  const [saved, setSaved] = useState(false)
  const [asksToOpen, setAsksToOpen] = useState(false)
  const { run } = action

  const open = useCallback(
    (confirmed: boolean) => {
      setAsksToOpen(false)
      void run(async () => {
        try {
          await client.request('media.open', { id, confirmed })
        } catch (failure) {
          if (errorCode(failure) !== 'risky-file') throw failure
          setAsksToOpen(true)
        }
      })
    },
    [client, id, run],
  )

  return {
    busy: action.busy,
    error: action.error,
    saved,
    asksToOpen,
    save: useCallback(() => {
      void run(async () => setSaved((await client.request('media.save', { id })).saved))
    }, [client, id, run]),
    open,
    keepClosed: useCallback(() => setAsksToOpen(false), []),
    forward: useCallback(() => ui.setState({ forwarding: id }), [ui, id]),
    showInFolder: useCallback(
      () => void run(() => client.request('media.showInFolder', { id })),
      [client, id, run],
    ),
    fetch: useCallback(() => void run(() => client.request('media.fetch', { id })), [client, id, run]),
    cancel: useCallback(() => void run(() => client.request('media.cancel', { id })), [client, id, run]),
  }
}
