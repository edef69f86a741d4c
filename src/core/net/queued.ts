import type { Dispatcher } from 'undici'
import { HttpFailure } from '../ilink/ports.ts'
import { LeftError } from './left-error.ts'

/** Tells when a request gets its connection, right before its first byte, which does not leave once `left` has aborted. */
function tellingStart(onStart: () => void, left: AbortSignal): Dispatcher.DispatcherComposeInterceptor {
  return (dispatch) => (options, handler) =>
    dispatch(options, {
      onRequestStart(controller, context) {
        onStart()
        handler.onRequestStart?.(controller, context)
        if (left.aborted) controller.abort(new LeftError())
      },
      onResponseStart: (...args) => handler.onResponseStart?.(...args),
      onResponseData: (...args) => handler.onResponseData?.(...args),
      onResponseEnd: (...args) => handler.onResponseEnd?.(...args),
      onResponseError: (...args) => handler.onResponseError?.(...args),
    })
}

/**
 * Makes a request that may have to wait for its connection, and calls `onStart` when it has one. Aborted
 * before that it fails at once, certainly not sent; undici alone would let it wait for its turn first. A pool that is
 * left behind still serves those that wait in it: none of them begins once `left` has aborted.
 * @throws HttpFailure when aborted in the queue, else whatever `exchange` throws
 */
export async function whileQueued<T>(
  agent: Dispatcher,
  { signal, left }: { readonly signal: AbortSignal; readonly left: AbortSignal },
  onStart: () => void,
  exchange: (dispatcher: Dispatcher) => Promise<T>,
): Promise<T> {
  const unsent = () => new HttpFailure({ kind: 'aborted', reason: 'other', code: null, notSent: true })
  if (signal.aborted) throw unsent()
  const gone = Promise.withResolvers<never>()
  const leave = () => gone.reject(unsent())
  signal.addEventListener('abort', leave)
  const dispatcher = agent.compose(
    tellingStart(() => {
      signal.removeEventListener('abort', leave)
      onStart()
    }, left),
  )
  try {
    return await Promise.race([exchange(dispatcher), gone.promise])
  } finally {
    signal.removeEventListener('abort', leave)
  }
}
