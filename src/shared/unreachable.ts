/**
 * Stands in the `default` of every `switch` over a closed union: a member that no case names does not compile.
 * Throws, should a value outside the union get this far; the value itself stands in no error, for it may be secret.
 */
export function unreachable(value: never): never {
  throw new TypeError(`a ${typeof value} that is no member of its union`)
}
