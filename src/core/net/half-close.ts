import type { Socket } from 'node:net'
import { Agent, type buildConnector, Client, type Dispatcher, Pool } from 'undici'

/**
 * Half-closing the connection of a request that is under way: the server is told at once that nobody waits any
 * more, and what it has written by then still arrives. undici can only destroy a connection, and with it what the
 * server wrote and nobody has read yet.
 */

/** What requests on a connection that can be half-closed are told at their start. */
class OwnConnection {
  readonly socket: Socket

  constructor(socket: Socket) {
    this.socket = socket
  }
}

/** One connection, which each of its requests is told of. */
class HalfClosableClient extends Client {
  readonly #connection: { current: OwnConnection | null }

  constructor(origin: string | URL, options: Client.Options, connect: buildConnector.connector) {
    const connection: { current: OwnConnection | null } = { current: null }
    super(origin, {
      ...options,
      connect: (to, callback) =>
        connect(to, (...[error, socket]) => {
          connection.current = socket === null ? null : new OwnConnection(socket)
          if (error === null) callback(null, socket)
          else callback(error, null)
        }),
    })
    this.#connection = connection
  }

  override dispatch(options: Dispatcher.DispatchOptions, handler: Dispatcher.DispatchHandler): boolean {
    return super.dispatch(options, {
      ...passedOn(handler),
      onRequestStart: (controller) => handler.onRequestStart?.(controller, this.#connection.current),
    })
  }
}

/** An agent that opens as many connections as there are requests, for use with `halfClosing`. */
export function createHalfClosableAgent(options: Agent.Options, connect: buildConnector.connector): Agent {
  return new Agent({
    ...options,
    connections: null,
    factory: (origin, poolOptions) =>
      new Pool(origin, {
        ...poolOptions,
        factory: (of, clientOptions) => new HalfClosableClient(of, clientOptions, connect),
      }),
  })
}

/**
 * Follows one request: when `signal` aborts, its connection is half-closed, and used for no other any more.
 * `onUnsent` is called instead while it waits for its connection.
 */
export function halfClosing(
  agent: Dispatcher,
  signal: AbortSignal,
  onUnsent: () => void,
): Dispatcher.ComposedDispatcher {
  let leave = onUnsent
  const onAbort = () => leave()
  signal.addEventListener('abort', onAbort, { once: true })
  return agent.compose((dispatch) => (options, handler) => {
    let socket: Socket | null = null
    return dispatch(options, {
      ...passedOn(handler),
      onRequestStart(controller, context) {
        if (context instanceof OwnConnection) {
          socket = context.socket
          leave = () => socket?.end()
        }
        handler.onRequestStart?.(controller, context)
      },
      onResponseEnd(...args) {
        signal.removeEventListener('abort', onAbort)
        // undici would keep it for others
        if (signal.aborted) socket?.destroy()
        handler.onResponseEnd?.(...args)
      },
      onResponseError(...args) {
        signal.removeEventListener('abort', onAbort)
        handler.onResponseError?.(...args)
      },
    })
  })
}

/** Everything that a handler is told. */
function passedOn(handler: Dispatcher.DispatchHandler): Dispatcher.DispatchHandler {
  return {
    onRequestStart: (...args) => handler.onRequestStart?.(...args),
    onResponseStart: (...args) => handler.onResponseStart?.(...args),
    onResponseData: (...args) => handler.onResponseData?.(...args),
    onResponseEnd: (...args) => handler.onResponseEnd?.(...args),
    onResponseError: (...args) => handler.onResponseError?.(...args),
  }
}
