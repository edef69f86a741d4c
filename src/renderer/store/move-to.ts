/**
 * Takes an element out of a list and puts it in at a place of the remaining ones; null when it is not
 * there or would stand where it stands.
 */
export function moveTo<T>(list: readonly T[], element: T, place: number): T[] | null {
  const from = list.indexOf(element)
  const to = Math.max(0, Math.min(place, list.length - 1))
  if (from === -1 || from === to) return null
  const moved = list.filter((other) => other !== element)
  moved.splice(to, 0, element)
  return moved
}
