import type { Random } from './ports.ts'
import type { WireObject, WireValue } from './wire.ts'
import { isObject } from './wire.ts'

/** Messages no client can read, for a batch of good ones (fault `malformedMessage`). */
export const malformedMessages: readonly [WireValue, ...WireValue[]] = [
  null,
  42,
  'not a message',
  [],
  { message_id: 'not a number', item_list: 'not a list' },
  { from_user_id: 7, to_user_id: {}, item_list: [null, 3, 'x'] },
  { message_id: {}, create_time_ms: 'yesterday', item_list: [{ type: 'one', text_item: [] }] },
]

/**
 * Gives members of an answer values of another type.
 * @param field only members of this name, at any depth; without it one member chosen by chance
 */
export function retype(answer: WireObject, field: string | undefined, random: Random): WireObject {
  if (field !== undefined) return rename(answer, (name) => name === field, random)
  let members = 0
  walk(answer, () => {
    members += 1
  })
  const chosen = random.below(Math.max(1, members))
  let at = -1
  const isChosen = (): boolean => {
    at += 1
    return at === chosen
  }
  return rename(answer, isChosen, random)
}

function rename(object: WireObject, hit: (name: string) => boolean, random: Random): WireObject {
  return Object.fromEntries(
    Object.entries(object).map(([name, value]) => {
      if (value === undefined) return [name, value]
      return hit(name) ? [name, otherType(value, random)] : [name, descend(value, hit, random)]
    }),
  )
}

function descend(value: WireValue, hit: (name: string) => boolean, random: Random): WireValue {
  if (Array.isArray(value)) return value.map((member) => descend(member, hit, random))
  return isObject(value) ? rename(value, hit, random) : value
}

function walk(value: WireValue, visit: () => void): void {
  if (Array.isArray(value)) for (const member of value) walk(member, visit)
  else if (isObject(value)) {
    for (const member of Object.values(value)) {
      if (member === undefined) continue
      visit()
      walk(member, visit)
    }
  }
}

function otherType(value: WireValue, random: Random): WireValue {
  const others: readonly WireValue[] = [null, true, 7, 'wrong', [], {}, -1.5]
  const [first = null, ...rest] = others.filter((other) => kindOf(other) !== kindOf(value))
  return random.pick([first, ...rest])
}

function kindOf(value: WireValue): string {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'array'
  return typeof value === 'bigint' ? 'number' : typeof value
}
