/** The app asked for a part of Electron that this host does not have. */
export class NotPartOfHostError extends Error {
  override readonly name = 'NotPartOfHostError'

  constructor(what: string) {
    super(`${what} is not part of the Chromium host`)
  }
}

/** Members that JavaScript, Node's events and inspection look up on any object. */
const LANGUAGE_MEMBERS: ReadonlySet<string> = new Set([
  'then',
  'toJSON',
  'domain',
  'inspect',
  'asymmetricMatch',
])

/**
 * Has reading any member that the object lacks throw {@link NotPartOfHostError}. Works through the end of the
 * prototype chain, so it serves literals and class prototypes alike and leaves `this` alone. Returns the object.
 */
export function strict<T extends object>(name: string, object: T): T {
  const rest: object = Object.getPrototypeOf(object)
  const guarded = new Proxy(rest, {
    get(target, key, receiver) {
      if (typeof key === 'string' && !(key in target) && !LANGUAGE_MEMBERS.has(key)) {
        throw new NotPartOfHostError(`${name}.${key}`)
      }
      return Reflect.get(target, key, receiver)
    },
  })
  return Object.setPrototypeOf(object, guarded)
}

/** Stands for a whole module of Electron that the host does not have. */
export function absent(name: string): object {
  const refuse = (): never => {
    throw new NotPartOfHostError(name)
  }
  return new Proxy(function missing() {}, {
    get: (target, key) => (key in target || typeof key === 'symbol' ? Reflect.get(target, key) : refuse()),
    apply: refuse,
    construct: refuse,
  })
}
