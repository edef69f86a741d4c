import { useEffect, useState } from 'react'

/** A group of choices as they are shown, and how some of them are changed. */
export interface Choices<T> {
  chosen: T
  change(patch: Partial<T>): void
}

/**
 * A group of settings goes to main as a whole, so all of its choices are kept in one place: one made
 * while another is still on its way takes it along. A choice is shown from the start; it ends when
 * main has it, or has refused it.
 */
export function useSettingsGroup<T extends object>(
  kept: T,
  keep: (group: T) => Promise<boolean>,
): Choices<T> {
  const [pending, setPending] = useState<Partial<T>>({})
  useEffect(() => setPending((former) => without(former, kept)), [kept])
  const chosen = { ...kept, ...pending }
  return {
    chosen,
    change(patch) {
      setPending({ ...pending, ...patch })
      void keep({ ...chosen, ...patch }).then((done) => {
        if (!done) setPending((former) => without(former, patch))
      })
    },
  }
}

/** What of `pending` is not the same in `other`. */
function without<T extends object>(pending: Partial<T>, other: Partial<T>): Partial<T> {
  const left = { ...pending }
  for (const key of Object.keys(pending) as (keyof T)[]) {
    if (isSame(pending[key], other[key])) delete left[key]
  }
  return Object.keys(left).length === Object.keys(pending).length ? pending : left
}

/** Groups within a group come back from main as other objects. */
function isSame(one: unknown, other: unknown): boolean {
  return one === other || JSON.stringify(one) === JSON.stringify(other)
}
