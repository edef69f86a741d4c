/** Milliseconds of a clock that only goes on and that every process of this computer shares. */
export function now(): number {
  return Number(process.hrtime.bigint()) / 1e6
}
