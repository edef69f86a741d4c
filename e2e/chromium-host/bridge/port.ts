import { unreachable } from '#shared/unreachable.ts'
/** One end of the wire between the preload's isolated world and the page's own world. */
export interface Port {
  /** Asks the other world; synchronous, because events are dispatched synchronously. */
  ask(topic: string, ...values: unknown[]): unknown
  /** Answers what the other world asks under a topic. */
  answer(topic: string, handler: (...values: unknown[]) => unknown): void
}

/**
 * Opens one end. Values cross by `CustomEvent.detail`, which Chromium structured-clones between worlds;
 * functions and promises cross as numbers and become proxies, as Electron's contextBridge does it.
 * Self-contained: its source text runs in both worlds before any script of the page, and `secret` names the
 * events so that the page can neither hear nor send them.
 */
export function createPort(secret: string, side: 'isolated' | 'main'): Port {
  type Node =
    | { readonly kind: 'leaf'; readonly value: unknown }
    | { readonly kind: 'list'; readonly items: Node[] }
    | { readonly kind: 'record'; readonly entries: [string, Node][] }
    | { readonly kind: 'function' | 'promise' | 'returned'; readonly id: number }
  interface Question {
    readonly topic: string
    readonly values: readonly Node[]
  }
  interface Answer {
    readonly ok: boolean
    readonly value: Node
  }

  const other = side === 'main' ? 'isolated' : 'main'
  const nothing: Node = { kind: 'leaf', value: undefined }
  const dispatch = EventTarget.prototype.dispatchEvent
  const listen = EventTarget.prototype.addEventListener
  const Custom = CustomEvent
  const apply = Reflect.apply
  const handlers = new Map<string, (...values: unknown[]) => unknown>()
  const functions = new Map<number, (...values: unknown[]) => unknown>()
  const proxies = new WeakMap<object, number>()
  const waiting = new Map<number, { resolve(value: unknown): void; reject(reason: unknown): void }>()
  let answered: Answer | undefined
  let nextId = 1

  const isFunction = (value: unknown): value is (...values: unknown[]) => unknown =>
    typeof value === 'function'

  const packPromise = (promise: Promise<unknown>): Node => {
    const id = nextId++
    promise
      .then(
        (value) => ask('settle', id, true, value),
        (reason: unknown) => ask('settle', id, false, reason),
      )
      .catch((error: unknown) =>
        ask('settle', id, false, error instanceof Error ? error : new Error(String(error))),
      )
    return { kind: 'promise', id }
  }

  const packFunction = (value: (...values: unknown[]) => unknown): Node => {
    const known = proxies.get(value)
    if (known !== undefined) return { kind: 'returned', id: known }
    const id = nextId++
    functions.set(id, value)
    return { kind: 'function', id }
  }

  type Packed = Map<object, Node>

  const packList = (value: readonly unknown[], depth: number, packed: Packed): Node => {
    const node: Node = { kind: 'list', items: [] }
    packed.set(value, node)
    for (const item of value) node.items.push(pack(item, depth + 1, packed))
    return node
  }

  const packRecord = (value: object, depth: number, packed: Packed): Node => {
    const node: Node = { kind: 'record', entries: [] }
    packed.set(value, node)
    for (const [key, item] of Object.entries(value)) node.entries.push([key, pack(item, depth + 1, packed)])
    return node
  }

  const tryToClone = (value: object): void => {
    try {
      structuredClone(value)
    } catch {
      throw new Error('An object could not be cloned.')
    }
  }

  const packObject = (value: object, depth: number, packed: Packed): Node => {
    const known = packed.get(value)
    if (known !== undefined) return known
    if (depth > 1000) {
      throw new Error(
        'Electron contextBridge recursion depth exceeded.  Nested objects deeper than 1000 are not supported.',
      )
    }
    if (value instanceof Promise) return packPromise(value)
    // an error crosses as its message alone, whatever it was
    if (value instanceof Error) return { kind: 'leaf', value: new Error(value.message) }
    if (Array.isArray(value)) return packList(value, depth, packed)
    if (Object.prototype.toString.call(value) === '[object Object]') return packRecord(value, depth, packed)
    if (!ArrayBuffer.isView(value)) tryToClone(value)
    return { kind: 'leaf', value }
  }

  const pack = (value: unknown, depth = 0, packed: Packed = new Map()): Node => {
    if (isFunction(value)) return packFunction(value)
    if (typeof value === 'object' && value !== null) return packObject(value, depth, packed)
    if (typeof value === 'symbol') throw new Error('An object could not be cloned.')
    return { kind: 'leaf', value }
  }

  const unpackFunction = (id: number): ((...values: unknown[]) => unknown) => {
    const proxy = (...values: unknown[]): unknown => ask('call', id, values)
    proxies.set(proxy, id)
    return proxy
  }

  type Unpacked = Map<Node, unknown>

  const unpackList = (node: Node, items: readonly Node[], unpacked: Unpacked): unknown[] => {
    const list: unknown[] = []
    unpacked.set(node, list)
    for (const item of items) list.push(unpack(item, unpacked))
    return list
  }

  const unpackRecord = (node: Node, entries: readonly [string, Node][], unpacked: Unpacked): object => {
    const record = {}
    unpacked.set(node, record)
    for (const [key, item] of entries) {
      const value = unpack(item, unpacked)
      Object.defineProperty(record, key, { value, configurable: true, enumerable: true, writable: true })
    }
    return record
  }

  const unpack = (node: Node, unpacked: Unpacked = new Map()): unknown => {
    if (unpacked.has(node)) return unpacked.get(node)
    switch (node.kind) {
      case 'leaf':
        return node.value
      case 'list':
        return unpackList(node, node.items, unpacked)
      case 'record':
        return unpackRecord(node, node.entries, unpacked)
      case 'function':
        return unpackFunction(node.id)
      case 'returned':
        return functions.get(node.id)
      case 'promise':
        return new Promise((resolve, reject) => {
          waiting.set(node.id, { resolve, reject })
        })
      default:
        return unreachable(node)
    }
  }

  const post = (suffix: string, detail: Question | Answer): void => {
    apply(dispatch, window, [new Custom(`${secret}-${suffix}`, { detail })])
  }

  const ask = (topic: string, ...values: unknown[]): unknown => {
    post(`ask-${other}`, { topic, values: values.map((value) => pack(value)) })
    const answer = answered
    answered = undefined
    if (answer === undefined) throw new Error('the other world of this page does not answer')
    const value = unpack(answer.value)
    if (answer.ok) return value
    throw value
  }

  const compute = (question: Question): Answer => {
    try {
      const handler = handlers.get(question.topic)
      if (handler === undefined) throw new Error(`nothing answers ${question.topic}`)
      return { ok: true, value: pack(handler(...question.values.map((value) => unpack(value)))) }
    } catch (error) {
      const reason = error instanceof Error ? new Error(error.message) : error
      try {
        return { ok: false, value: pack(reason) }
      } catch {
        return { ok: false, value: pack(new Error('An object could not be cloned.')) }
      }
    }
  }

  const onEvent = (suffix: string, handler: (detail: never) => void): void => {
    const listener = (event: Event): void => {
      event.stopImmediatePropagation()
      if (event instanceof Custom) handler(event.detail as never)
    }
    apply(listen, window, [`${secret}-${suffix}`, listener, true])
  }

  onEvent(`ask-${side}`, (question: Question) => {
    post(`answer-${other}`, compute(question))
  })
  onEvent(`answer-${side}`, (answer: Answer) => {
    answered = answer
  })

  handlers.set('call', (id, values) => {
    const target = functions.get(Number(id))
    if (target === undefined) throw new Error('this function is gone')
    return target(...(Array.isArray(values) ? values : []))
  })
  handlers.set('settle', (id, ok, value) => {
    const promise = waiting.get(Number(id))
    waiting.delete(Number(id))
    if (ok === true) promise?.resolve(value)
    else promise?.reject(value)
    return nothing.kind
  })

  return {
    ask,
    answer: (topic, handler) => {
      handlers.set(topic, handler)
    },
  }
}
