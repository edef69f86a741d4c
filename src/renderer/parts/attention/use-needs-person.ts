import { useReplicaParts } from '../../store/hooks.ts'

/** How many accounts need a person, by what they need. One that is both counts for its sign-in. */
export function useNeedsPerson(): { needsSignIn: number; maybeMuted: number } {
  return useReplicaParts(({ accounts }) => {
    let needsSignIn = 0
    let maybeMuted = 0
    for (const account of accounts.values()) {
      if (account.state === 'needs-sign-in') needsSignIn += 1
      else if (account.maybeMuted) maybeMuted += 1
    }
    return { needsSignIn, maybeMuted }
  })
}
