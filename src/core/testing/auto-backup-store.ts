import type { AutoBackupStore, KeptAutoBackups } from '#core/backup/ports.ts'

/** What is kept of automatic backups, in memory; it outlives the product that is given it. */
export class TestAutoBackupStore implements AutoBackupStore {
  kept: KeptAutoBackups = {
    mark: null,
    plan: null,
    made: [],
    last: null,
    failure: null,
    byHandAt: null,
    quietUntil: null,
  }
  secret: string | null = null
  passphraseError: Error | null = null

  read(): KeptAutoBackups {
    return this.kept
  }

  async write(kept: KeptAutoBackups): Promise<void> {
    this.kept = structuredClone(kept)
  }

  hasPassphrase(): boolean {
    return this.secret !== null
  }

  async passphrase(): Promise<string | null> {
    if (this.passphraseError !== null) throw this.passphraseError
    return this.secret
  }

  async setPassphrase(passphrase: string | null): Promise<void> {
    if (this.passphraseError !== null) throw this.passphraseError
    this.secret = passphrase
  }
}
