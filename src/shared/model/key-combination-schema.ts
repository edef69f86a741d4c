import { z } from 'zod'
import { isKeyCombination } from './key-combination.ts'

/** A `KeyCombination` that comes from a page or from the disk. */
export const KeyCombinationSchema = z.string().refine(isKeyCombination).brand<'KeyCombination'>()
