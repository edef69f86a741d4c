/** How bytes travel inside JSON; each side brings its own implementation. */
export interface Base64 {
  encode(bytes: Uint8Array): string
  decode(text: string): Uint8Array<ArrayBuffer>
}

/** Structured clone as text: what Electron's IPC carries, carried through a string-only channel. */
export interface Codec {
  /** Throws `Error('An object could not be cloned.')`, as Electron does, for what structured clone refuses. */
  encode(value: unknown): string
  decode(text: string): unknown
}

/**
 * Builds a codec. The function is self-contained: its source text also runs inside the page, so it may
 * refer to nothing outside itself.
 *
 * Plain JSON values stand for themselves, except that every array is a tagged tuple: `['a', ...items]` is an
 * array, `['u']` undefined, `['r', n]` the n-th object met before (cycles and shared references).
 */
export function createCodec(base64: Base64): Codec {
  const refuse = (): Error => new Error('An object could not be cloned.')
  const viewKinds = {
    Int8Array,
    Uint8Array,
    Uint8ClampedArray,
    Int16Array,
    Uint16Array,
    Int32Array,
    Uint32Array,
    Float32Array,
    Float64Array,
    BigInt64Array,
    BigUint64Array,
    DataView,
  }
  const errorKinds = { Error, EvalError, RangeError, ReferenceError, SyntaxError, TypeError, URIError }
  const isKey = <T extends object>(table: T, key: string): key is Extract<keyof T, string> =>
    Object.hasOwn(table, key)

  const encodeNumber = (value: number): unknown =>
    Number.isFinite(value) && !Object.is(value, -0)
      ? value
      : ['f', Object.is(value, -0) ? '-0' : String(value)]

  const encodePrimitive = (value: unknown): unknown => {
    switch (typeof value) {
      case 'undefined':
        return ['u']
      case 'number':
        return encodeNumber(value)
      case 'bigint':
        return ['i', String(value)]
      default:
        return value
    }
  }

  const encodeView = (view: ArrayBufferView): unknown => {
    const kind = Object.prototype.toString.call(view).slice(8, -1)
    if (!isKey(viewKinds, kind)) throw refuse()
    return ['t', kind, base64.encode(new Uint8Array(view.buffer, view.byteOffset, view.byteLength))]
  }

  const encodeArray = (items: readonly unknown[], walk: (value: unknown) => unknown): unknown => {
    const out: unknown[] = ['a']
    for (let index = 0; index < items.length; index++) out.push(index in items ? walk(items[index]) : ['h'])
    return out
  }

  const encodeRecord = (value: object, walk: (value: unknown) => unknown): unknown => {
    const prototype: unknown = Object.getPrototypeOf(value)
    if (prototype !== Object.prototype && prototype !== null) throw refuse()
    const out: Record<string, unknown> = {}
    for (const [key, item] of Object.entries(value)) {
      Object.defineProperty(out, key, {
        value: walk(item),
        enumerable: true,
        configurable: true,
        writable: true,
      })
    }
    return out
  }

  const encodeObject = (value: object, walk: (value: unknown) => unknown): unknown => {
    if (Array.isArray(value)) return encodeArray(value, walk)
    if (value instanceof Date) return ['d', encodeNumber(value.getTime())]
    if (value instanceof RegExp) return ['x', value.source, value.flags]
    if (value instanceof Map) return ['m', ...[...value].flat(1).map(walk)]
    if (value instanceof Set) return ['s', ...[...value].map(walk)]
    if (value instanceof Error) {
      const cause = Object.hasOwn(value, 'cause') ? [walk(value.cause)] : []
      return ['e', value.name, value.message, value.stack ?? '', ...cause]
    }
    if (value instanceof ArrayBuffer) return ['b', base64.encode(new Uint8Array(value))]
    if (ArrayBuffer.isView(value)) return encodeView(value)
    if (
      value instanceof Boolean ||
      value instanceof Number ||
      value instanceof String ||
      value instanceof BigInt
    ) {
      return ['p', encodePrimitive(value.valueOf())]
    }
    return encodeRecord(value, walk)
  }

  const encode = (value: unknown): string => {
    let copy: unknown
    try {
      copy = structuredClone(value)
    } catch {
      throw refuse()
    }
    const seen = new Map<object, number>()
    const walk = (item: unknown): unknown => {
      if (typeof item !== 'object' || item === null) return encodePrimitive(item)
      const known = seen.get(item)
      if (known !== undefined) return ['r', known]
      seen.set(item, seen.size)
      return encodeObject(item, walk)
    }
    return JSON.stringify(walk(copy))
  }

  const decodeError = (fields: readonly unknown[]): Error => {
    const [name, message, stack] = fields.map(String)
    const known = name !== undefined && isKey(errorKinds, name) ? errorKinds[name] : Error
    const error = new known(message)
    if (stack !== undefined && stack !== '') {
      Object.defineProperty(error, 'stack', { value: stack, configurable: true, writable: true })
    }
    return error
  }

  const decodeView = (kind: string, text: string): ArrayBufferView => {
    if (!isKey(viewKinds, kind)) throw new Error(`unknown view ${kind}`)
    const View: new (buffer: ArrayBuffer) => ArrayBufferView = viewKinds[kind]
    return new View(base64.decode(text).buffer)
  }

  const decode = (text: string): unknown => {
    const objects: object[] = []
    const keep = <T extends object>(object: T): T => {
      objects.push(object)
      return object
    }
    const walk = (node: unknown): unknown => {
      if (typeof node !== 'object' || node === null) return node
      return Array.isArray(node) ? walkTagged(node) : walkRecord(node)
    }
    const walkRecord = (node: object): object => {
      const out = keep({})
      for (const [key, item] of Object.entries(node)) {
        Object.defineProperty(out, key, {
          value: walk(item),
          enumerable: true,
          configurable: true,
          writable: true,
        })
      }
      return out
    }
    const walkArray = (items: readonly unknown[]): unknown[] => {
      const out = keep(new Array<unknown>(items.length))
      items.forEach((item, index) => {
        if (!(Array.isArray(item) && item[0] === 'h')) out[index] = walk(item)
      })
      return out
    }
    const walkMap = (items: readonly unknown[]): Map<unknown, unknown> => {
      const out = keep(new Map<unknown, unknown>())
      for (let index = 0; index < items.length; index += 2)
        out.set(walk(items[index]), walk(items[index + 1]))
      return out
    }
    const walkSet = (items: readonly unknown[]): Set<unknown> => {
      const out = keep(new Set<unknown>())
      for (const item of items) out.add(walk(item))
      return out
    }
    const walkTagged = ([tag, ...rest]: readonly unknown[]): unknown => {
      switch (tag) {
        case 'u':
          return undefined
        case 'f':
          return Number(rest[0])
        case 'i':
          return BigInt(String(rest[0]))
        case 'r':
          return objects[Number(rest[0])]
        case 'a':
          return walkArray(rest)
        case 'm':
          return walkMap(rest)
        case 's':
          return walkSet(rest)
        case 'd':
          return keep(new Date(Number(walk(rest[0]))))
        case 'x':
          return keep(new RegExp(String(rest[0]), String(rest[1])))
        case 'e': {
          const error = keep(decodeError(rest.slice(0, 3)))
          if (rest.length > 3) error.cause = walk(rest[3])
          return error
        }
        case 'b':
          return keep(base64.decode(String(rest[0])).buffer)
        case 't':
          return keep(decodeView(String(rest[0]), String(rest[1])))
        case 'p':
          return keep(Object(walk(rest[0])))
        default:
          throw new Error(`unknown tag ${String(tag)}`)
      }
    }
    return walk(JSON.parse(text))
  }

  return { encode, decode }
}
