import type { AccountState } from '#shared/model/account.ts'

/** States in which somebody has to scan, or may, before anything goes out again. */
export const WANTS_SCAN: readonly AccountState[] = ['checking', 'needs-sign-in', 'signed-out']
