import { z } from 'zod'
import { isWallTime } from './wall-time.ts'

/** A `WallTime` that comes from a page, from a program or from the disk. */
export const WallTimeSchema = z.string().refine(isWallTime).brand<'WallTime'>()
