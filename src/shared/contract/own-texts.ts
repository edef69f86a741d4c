import { z } from 'zod'
import { MAX_NAME, MAX_TEXT } from '../limits.ts'
import { repairName, repairText } from '../text/repair.ts'

/** A text that the operator or a program writes to a contact; repaired on entry. */
export const OwnText = z.string().max(MAX_TEXT).overwrite(repairText)

/** A name that the operator gives, repaired on entry; empty means none. */
export const OwnName = z.string().overwrite(repairName).max(MAX_NAME)
