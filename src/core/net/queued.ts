import type { Dispatcher } from 'undici'
import { HttpFailure } from '../ilink/ports.ts'

/** Tells when a request gets its connection, right before its first byte. */
function tellingStart(onStart: () => void): Dispatcher.DispatcherComposeInterceptor {
  return (dispatch) => (options, handler) =>
    dispatch(options, {
      onRequestStart(controller, context) {
        onStart()
        handler.onRequestStart?.(controller, context)
      },
      onResponseStart: (...args) => handler.onResponseStart?.(...args),
      onResponseData: (...args) => handler.onResponseData?.(...args),
      onResponseEnd: (...args) => handler.onResponseEnd?.(...args),
      onResponseError: (...args) => handler.onResponseError?.(...args),
    })
}

/**
 * Makes a request that may have to wait for a free connection, and calls `onStart` when it has one. Aborted
 * before that it fails at once, certainly not sent; undici alone would let it wait for its turn first.
 * @throws HttpFailure when aborted in the queue, else whatever `exchange` throws
 */
export async function whileQueued<T>(
  agent: Dispatcher,
  signal: AbortSignal,
  onStart: () => void,
  exchange: (dispatcher: Dispatcher) => Promise<T>,
): Promise<T> {
  const unsent = new HttpFailure({ kind: 'aborted', reason: 'other', code: null, notSent: true })
  if (signal.aborted) throw unsent
  const left = Promise.withResolvers<never>()
  const leave = () => left.reject(unsent)
  signal.addEventListener('abort', leave)
  const dispatcher = agent.compose(
    tellingStart(() => {
      signal.removeEventListener('abort', leave)
      onStart()
    }),
  )
  try {
    return await Promise.race([exchange(dispatcher), left.promise])
  } finally {
    signal.removeEventListener('abort', leave)
  }
}
