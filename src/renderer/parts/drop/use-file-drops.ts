import { useEffect } from 'react'
import type { DropPlace } from '../../store/drops.ts'
import { type Services, useServices } from '../../store/services.tsx'
import { recipientOf } from './recipients.ts'

const WRITABLE = 'input, textarea, [contenteditable="true"]'

/**
 * Takes files that are dragged over the window: one end for all places, so that the innermost one
 * wins and nothing flickers between its parts. While a review or something else that wants them all is open,
 * it takes them wherever they are dropped. Whatever is dropped elsewhere does nothing, and never leads the page away.
 */
export function useFileDrops(): void {
  const services = useServices()
  useEffect(() => {
    const stop = new AbortController()
    const { signal } = stop
    const { drops } = services

    function over(event: DragEvent): void {
      if (!carriesFiles(event)) {
        refuseUnlessWritable(event)
        return
      }
      event.preventDefault()
      const place = drops.placeAt(event.target)
      if (event.dataTransfer) event.dataTransfer.dropEffect = accepts(services, place) ? 'copy' : 'none'
      show(place)
    }

    function show(place: DropPlace | null): void {
      const dragged = drops.dragged.getState()
      if (!dragged || dragged.place !== place) drops.dragged.setState({ place }, true)
    }

    function leave({ relatedTarget }: DragEvent): void {
      if (relatedTarget === null) forget()
    }

    function forget(): void {
      if (drops.dragged.getState()) drops.dragged.setState(null, true)
    }

    function drop(event: DragEvent): void {
      forget()
      if (!carriesFiles(event)) {
        refuseUnlessWritable(event)
        return
      }
      event.preventDefault()
      take(services, drops.placeAt(event.target), [...(event.dataTransfer?.files ?? [])])
    }

    window.addEventListener('dragenter', over, { signal })
    window.addEventListener('dragover', over, { signal })
    window.addEventListener('dragleave', leave, { signal })
    window.addEventListener('drop', drop, { signal })
    // The pointer is not told to a page while something is dragged, so the drag ended unheard of.
    window.addEventListener('pointermove', forget, { signal })
    return () => stop.abort()
  }, [services])
}

function carriesFiles({ dataTransfer }: DragEvent): boolean {
  return dataTransfer?.types.includes('Files') ?? false
}

/** Text may be dropped where text is written; a link dropped anywhere else would be followed. */
function refuseUnlessWritable(event: DragEvent): void {
  if (event.target instanceof Element && event.target.closest(WRITABLE)) return
  event.preventDefault()
  if (event.dataTransfer) event.dataTransfer.dropEffect = 'none'
}

function accepts(services: Services, place: DropPlace | null): boolean {
  return (
    services.review.state.getState() !== null ||
    services.drops.taker.getState() !== null ||
    recipientAt(services, place) !== null
  )
}

function take(services: Services, place: DropPlace | null, files: readonly File[]): void {
  const open = services.review.state.getState()
  const taker = services.drops.taker.getState()
  if (!open && taker) {
    taker.take(files)
    return
  }
  const target = open ?? recipientAt(services, place)
  if (target) services.review.take(target, files)
}

function recipientAt({ replica }: Services, place: DropPlace | null) {
  const current = replica.state.getState().replica
  return place && current ? recipientOf(place.target, current) : null
}
