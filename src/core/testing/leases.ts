import type { AccountLeases } from '#core/ports.ts'

/** Leases within one test; `takenElsewhere` is what another process holds. */
export class TestLeases implements AccountLeases {
  readonly held = new Set<string>()
  takenElsewhere = false

  async acquire(key: string): Promise<(() => void) | null> {
    if (this.takenElsewhere || this.held.has(key)) return null
    this.held.add(key)
    return () => this.held.delete(key)
  }
}
