/** All members of a closed union, in the order in which they are written; without one of them it does not compile. */
export function membersOf<T extends string>(members: Readonly<Record<T, true>>): readonly T[] {
  return Object.keys(members).filter((member): member is T => Object.hasOwn(members, member))
}
