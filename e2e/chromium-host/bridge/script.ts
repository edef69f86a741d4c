import { createCodec } from './codec.ts'
import { installMainWorld } from './main-world.ts'
import { createPort } from './port.ts'
import { createRenderer } from './renderer.ts'

/** Names shared by the scripts of one host run; the page knows none of them. */
export interface WorldNames {
  /** Prefix of the event types between the two worlds. */
  readonly secret: string
  /** The binding through which the isolated world talks to the host. */
  readonly binding: string
  /** The isolated world's function that takes the host's messages. */
  readonly receiver: string
}

/** The function that stands still for the host; {@link PATH_FILE} and {@link PATH_ANSWER} are its variables. */
export const PATH_FUNCTION = 'askHostForPath'
export const PATH_FILE = 'file'
export const PATH_ANSWER = 'path'

/** Runs in the page's own world before its scripts. */
export function mainWorldScript(names: WorldNames): string {
  return `if (window === window.top) (${installMainWorld})((${createPort})(${JSON.stringify(names.secret)}, 'main'))`
}

const BASE64 = `{
  encode: (bytes) => bytes.toBase64(),
  decode: (text) => Uint8Array.fromBase64(text),
}`

/**
 * Runs in the isolated world: the preload bundle, unmodified, as the body of a CommonJS module function.
 * The empty page that Chromium starts with and its error pages have no preload, as in Electron.
 */
export function isolatedWorldScript(names: WorldNames, preload: PreloadModule): string {
  return `(() => {
  if (window !== window.top || /^(about|data|chrome-error):/.test(location.protocol)) return
  const ${PATH_FUNCTION} = (${PATH_FILE}) => {
    let ${PATH_ANSWER} = ''
    debugger
    return ${PATH_ANSWER}
  }
  const post = globalThis[${JSON.stringify(names.binding)}]
  const renderer = (${createRenderer})({
    codec: (${createCodec})(${BASE64}),
    port: (${createPort})(${JSON.stringify(names.secret)}, 'isolated'),
    post,
    askPath: ${PATH_FUNCTION},
  })
  globalThis[${JSON.stringify(names.receiver)}] = renderer.receive
  post(JSON.stringify({ kind: 'hello', url: location.href }))
  const require = (name) => {
    if (name === 'electron' || name === 'electron/renderer') return renderer.electron
    throw new Error('module not found: ' + name)
  }
  const process = Object.freeze(${JSON.stringify(preload.process)})
  const module = { exports: {} }
  try {
    ;(function (exports, require, module, process) {
${preload.source}
    }).call(undefined, module.exports, require, module, process)
  } catch (error) {
    console.error('Unable to load preload script: ' + ${JSON.stringify(preload.path)})
    console.error(error)
  }
})()`
}

/** A preload bundle and the little of `process` that a sandboxed preload sees. */
export interface PreloadModule {
  readonly path: string
  readonly source: string
  readonly process: Readonly<Record<string, unknown>>
}
