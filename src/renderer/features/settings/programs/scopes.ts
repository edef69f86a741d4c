import { membersOf } from '#shared/members.ts'
import type { ProgramScope } from '#shared/model/program.ts'

/** What a program may do, the least first. */
export const SCOPES = membersOf<ProgramScope>({ read: true, draft: true, send: true, manage: true })
