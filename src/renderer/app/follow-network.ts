import type { Services } from '../store/services.tsx'

/** Tells main when the computer's network came or went, as only the page is told (P16). */
export function followNetwork({ client }: Pick<Services, 'client'>, target: EventTarget): void {
  const tell = () => {
    client.request('app.networkChanged').catch(() => undefined)
  }
  target.addEventListener('online', tell)
  target.addEventListener('offline', tell)
}
