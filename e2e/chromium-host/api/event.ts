/** Electron's event object for things the app may prevent. */
export interface PreventableEvent {
  readonly defaultPrevented: boolean
  preventDefault(): void
}

/** A fresh event, with whatever else Electron puts on it. */
export function createEvent(): PreventableEvent
export function createEvent<T extends object>(details: T): PreventableEvent & T
export function createEvent(details: object = {}): PreventableEvent {
  let prevented = false
  return Object.defineProperties(
    { ...details },
    {
      defaultPrevented: { get: () => prevented, enumerable: true },
      preventDefault: {
        value: () => {
          prevented = true
        },
      },
    },
  ) as PreventableEvent
}
