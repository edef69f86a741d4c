import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { MessageReader } from '#core/storage/messages/message-reader.ts'
import { TestClock } from '#core/testing/clock.ts'
import { TestEvents } from '#core/testing/events.ts'
import { settle, until } from '#core/testing/settle.ts'
import type { AutoBackupOrder } from './auto-backups.ts'
import { AutoBackups } from './auto-backups.ts'
import { NOW, PASSPHRASE, TestComputer } from './testing.ts'

export const MINUTE_MS = 60_000
export const HOUR_MS = 60 * MINUTE_MS
export const DAY_MS = 24 * HOUR_MS

/** A computer that backs itself up into a folder beside it, by a clock that is moved by hand. */
export class AutoComputer extends TestComputer {
  readonly time = new TestClock(NOW)
  readonly events = new TestEvents()
  /** Where the backups go. */
  readonly drive: string
  readonly failures: unknown[] = []
  auto: AutoBackups

  /** @param drive one that is there; made otherwise */
  constructor(drive: string = mkdtempSync(path.join(tmpdir(), 'linkboard-drive-')), folder?: string) {
    super(folder)
    this.drive = drive
    this.auto = this.program()
  }

  /** The program as another start of it has it. */
  program(): AutoBackups {
    return new AutoBackups({
      clock: this.time,
      ports: this.parts.ports,
      backups: this.backups,
      random: { bytes: () => Uint8Array.of(0xab, 0xcd, 0xef) },
      oldestMessageAt: () => new MessageReader(this.database).oldestAt(),
      events: this.events,
      failed: (error) => this.failures.push(error),
    })
  }

  /** Ends the program and starts it again. */
  async restart(): Promise<void> {
    await this.auto.end(Promise.resolve())
    this.auto = this.program()
    this.auto.start()
  }

  /** Has them made, and waits for the first. */
  async automate(order: Partial<AutoBackupOrder> = {}): Promise<void> {
    await this.auto.set({ folder: this.drive, everyDays: 1, keep: 3, passphrase: PASSPHRASE, ...order })
    await this.rest()
  }

  /** Time goes by, and whatever was begun meanwhile comes to its end. */
  async pass(ms: number): Promise<void> {
    await this.time.advance(ms)
    await this.rest()
  }

  /** Waits until nothing is under way. */
  async rest(): Promise<void> {
    await settle()
    await until(() => !this.backups.isBusy)
    await settle()
  }

  /** What lies in the folder, sorted. */
  kept(): string[] {
    return existsSync(this.drive) ? readdirSync(this.drive).sort() : []
  }

  override async end(): Promise<void> {
    await this.auto.end(Promise.resolve())
    await super.end()
    rmSync(this.drive, { recursive: true, force: true })
  }
}
