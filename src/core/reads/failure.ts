import { isStorageFailure } from '#core/storage/database.ts'
import { ReadError } from './ports.ts'

/** What is known of a failure as plain data, to go from thread to thread. */
export interface ReadFailure {
  code: string
  errcode?: number
}

export function toReadFailure(error: unknown): ReadFailure {
  if (error instanceof ReadError)
    return error.errcode === undefined ? { code: error.code } : { code: error.code, errcode: error.errcode }
  if (!(error instanceof Error)) return { code: 'unknown' }
  const isStorage = isStorageFailure(error)
  if (isStorage && 'errcode' in error && typeof error.errcode === 'number')
    return { code: 'storage', errcode: error.errcode }
  return { code: error.name }
}

export function toReadError(error: unknown): ReadError {
  const { code, errcode } = toReadFailure(error)
  return new ReadError(code, errcode)
}
