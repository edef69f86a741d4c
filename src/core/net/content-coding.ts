import { Readable, type Transform } from 'node:stream'
import { createBrotliDecompress, createGunzip, createInflate, createInflateRaw } from 'node:zlib'
import { HttpFailure } from '../ilink/ports.ts'

/** Asked for with every request: what an answer weighs is known, and nothing can be packed to burst here. */
export const IDENTITY = { 'Accept-Encoding': 'identity' } as const

type Decoder = (first: Uint8Array) => Transform

/** Method 8 in the low half of the first byte: the wrapped form that the standard means by "deflate". */
const isWrapped = (first: Uint8Array) => ((first[0] ?? 0) & 0x0f) === 8

const DECODERS: ReadonlyMap<string, Decoder> = new Map<string, Decoder>([
  ['gzip', () => createGunzip()],
  ['x-gzip', () => createGunzip()],
  ['deflate', (first) => (isWrapped(first) ? createInflate() : createInflateRaw())],
  ['br', () => createBrotliDecompress()],
])

/** How often one answer may be packed. */
const MAX_CODINGS = 3

/** What unpacks an answer that nobody asked to be packed, outermost first; null where nothing does. */
export function decodersFor(contentEncoding: string | null): readonly Decoder[] | null {
  const names = (contentEncoding ?? '').toLowerCase().split(',')
  const codings = names.map((name) => name.trim()).filter((name) => name !== '' && name !== 'identity')
  const decoders = codings.flatMap((name) => DECODERS.get(name) ?? [])
  if (decoders.length === 0 || decoders.length !== codings.length || decoders.length > MAX_CODINGS)
    return null
  return decoders.reverse()
}

/**
 * The plain bytes of a packed body, as they come. @throws HttpFailure `garbage` where it cannot be unpacked, else
 * whatever reading the body throws
 */
export async function* decoded(
  body: AsyncIterable<Uint8Array>,
  decoders: readonly Decoder[],
): AsyncGenerator<Uint8Array> {
  const [decoder, ...others] = decoders
  if (decoder === undefined) {
    yield* body
    return
  }
  yield* decoded(unpacked(body, decoder), others)
}

async function* unpacked(body: AsyncIterable<Uint8Array>, decoder: Decoder): AsyncGenerator<Uint8Array> {
  const chunks = body[Symbol.asyncIterator]()
  const first = await chunks.next()
  if (first.done === true) return
  const read: { failure: { thrown: unknown } | null } = { failure: null }
  async function* packed(): AsyncGenerator<Uint8Array> {
    try {
      yield first.value
      for (let next = await chunks.next(); next.done !== true; next = await chunks.next()) yield next.value
    } catch (thrown) {
      read.failure = { thrown }
      throw thrown
    }
  }
  const source = Readable.from(packed(), { objectMode: false })
  const unpack = decoder(first.value)
  source.once('error', (error) => unpack.destroy(error))
  source.pipe(unpack)
  try {
    for await (const chunk of unpack) yield chunk
  } catch (thrown) {
    throw read.failure === null ? garbled(thrown) : read.failure.thrown
  } finally {
    unpack.destroy()
    source.destroy()
    await chunks.return?.()
  }
}

function garbled(thrown: unknown): HttpFailure {
  const code = thrown instanceof Error && 'code' in thrown ? thrown.code : null
  return new HttpFailure({
    kind: 'garbage',
    reason: 'other',
    code: typeof code === 'string' ? code : null,
    notSent: false,
  })
}
