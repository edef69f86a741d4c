import type { broadcasts as english } from '../en/broadcasts.ts'
import type { Translated } from '../shape.ts'

export const broadcasts: Translated<typeof english> = {
  broadcasts: {},
}
