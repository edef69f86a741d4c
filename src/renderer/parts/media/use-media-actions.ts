import { useCallback, useState } from 'react'
import type { MediaId } from '#shared/model/media.ts'
import { useAction } from '../../store/hooks.ts'
import { useServices } from '../../store/services.tsx'

/** What can be done with one medium. */
export function useMediaActions(id: MediaId) {
  const { client, ui } = useServices()
  const action = useAction()
  const [saved, setSaved] = useState(false)
  const { run } = action

  return {
    busy: action.busy,
    error: action.error,
    saved,
    save: useCallback(() => {
      void run(async () => setSaved((await client.request('media.save', { id })).saved))
    }, [client, id, run]),
    open: useCallback(() => void run(() => client.request('media.open', { id })), [client, id, run]),
    forward: useCallback(() => ui.setState({ forwarding: id }), [ui, id]),
    showInFolder: useCallback(
      () => void run(() => client.request('media.showInFolder', { id })),
      [client, id, run],
    ),
    fetch: useCallback(() => void run(() => client.request('media.fetch', { id })), [client, id, run]),
    cancel: useCallback(() => void run(() => client.request('media.cancel', { id })), [client, id, run]),
  }
}
