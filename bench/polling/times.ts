/** Milliseconds of a clock that only goes on and that every process of this computer shares. */
export function now(): number {
  return Number(process.hrtime.bigint()) / 1e6
}

/** Processor time that this process has used, ms. */
export function used(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}
