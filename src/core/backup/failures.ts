import { AppError, type AppErrorCode } from '#shared/errors.ts'

/** The operator ended what was under way. */
export class Cancelled extends Error {
  override readonly name = 'Cancelled'
}

function systemCode(error: unknown): string | null {
  if (!(error instanceof Error) || !('syscall' in error) || !('code' in error)) return null
  return typeof error.code === 'string' ? error.code : null
}

/** Runs work on files and gives the system's refusals a code with words; anything else passes. */
export async function withFiles<T>(code: AppErrorCode, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    const system = systemCode(error)
    if (system === null) throw error
    const isFull = system === 'ENOSPC' || system === 'EDQUOT'
    throw new AppError(isFull ? 'storage-full' : code, system)
  }
}
