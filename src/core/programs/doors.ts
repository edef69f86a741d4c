import type { DomainEvent } from '#core/events/domain-event.ts'
import type { EventSink, Subscriber } from '#core/events/event-bus.ts'
import type { Clock } from '#core/ports.ts'
import type { SettingsService } from '#core/settings-service.ts'
import type { ProgramDoor, ProgramId } from '#shared/model/program.ts'
import type { Guests } from './guests.ts'
import type { ProgramPorts } from './ports.ts'
import type { DeskDeps } from './thread/desk.ts'
import type { ServerThread } from './thread/server-thread.ts'

/** After the thread ended by itself it is left alone for so long. */
const REOPEN_MS = 5_000

export interface DoorsDeps extends DeskDeps {
  clock: Clock
  settings: SettingsService
  guests: Guests
  events: EventSink
  /** Null where no program can connect, as in practice mode. */
  ports: ProgramPorts | null
}

/** Opens and closes the ways in for programs, as the setting says. What they need is loaded when they open first. */
export class Doors implements Subscriber {
  readonly place = 'programs'
  readonly #deps: DoorsDeps
  #serving: ServerThread | null = null
  #trouble: ProgramDoor['trouble'] = null
  #restsUntil: number | null = null
  /** Opening and closing, one after the other. */
  #work: Promise<void> = Promise.resolve()
  #isStarted = false
  #cancelReopening: (() => void) | null = null

  constructor(deps: DoorsDeps) {
    this.#deps = deps
  }

  state(): ProgramDoor {
    return { url: this.#serving?.url ?? null, trouble: this.#trouble, restsUntil: this.#restsUntil }
  }

  start(): void {
    this.#isStarted = true
    this.#follow()
  }

  async stop(): Promise<void> {
    this.#isStarted = false
    this.#cancelReopening?.()
    this.#follow()
    await this.#work
  }

  handle({ kind }: DomainEvent): void {
    if (kind === 'settings-changed' && this.#isStarted) this.#follow()
  }

  /** The program was revoked: what it has open is closed. */
  revoked(program: ProgramId): void {
    this.#serving?.revoked(program)
  }

  #follow(): void {
    this.#work = this.#work.then(() => this.#settle()).catch((error: unknown) => this.#deps.failed(error))
  }

  async #settle(): Promise<void> {
    const { settings, ports } = this.#deps
    const { isOn, port } = settings.read().machine.programs
    const isWanted = this.#isStarted && isOn && ports !== null
    if (isWanted && this.#serving === null) await this.#openAt(port, ports)
    else if (!isWanted && this.#serving !== null) await this.#close()
    else if (!isWanted && this.#trouble !== null) this.#setTrouble(null)
    // what a run left behind that was killed
    else if (!isWanted) await ports?.withdraw()
  }

  async #openAt(port: number | null, ports: ProgramPorts): Promise<void> {
    const { clock, settings, failed } = this.#deps
    const { openServerThread } = await import('./thread/server-thread.ts')
    const { script, file, socketPath, version, damaged } = ports
    let serving: ServerThread | null = null
    try {
      serving = await openServerThread({
        ...this.#deps,
        ...{ script, damaged },
        data: { file, port, socketPath, version, clockOffsetMs: clock.now() - Date.now() },
        resting: (until) => {
          this.#restsUntil = until
          this.#tell()
        },
        ended: () => this.#ended(),
      })
      const { url } = serving
      await ports.announce({ url, socket: ports.socketPath, pid: ports.pid, version: ports.version })
    } catch (error) {
      await serving?.close()
      if (!isTaken(error)) failed(error)
      this.#setTrouble(isTaken(error) ? 'port-taken' : 'failed')
      return
    }
    // whoever is told that it is open finds the address
    this.#serving = serving
    const { port: opened } = serving
    this.#setTrouble(null)
    const { machine } = settings.read()
    // clients are told an address once: it stays the same over restarts
    if (machine.programs.port !== opened)
      settings.update({ machine: { ...machine, programs: { ...machine.programs, port: opened } } })
  }

  async #close(): Promise<void> {
    const serving = this.#serving
    this.#serving = null
    await this.#deps.ports?.withdraw()
    await serving?.close()
    this.#restsUntil = null
    this.#deps.guests.close()
    this.#tell()
  }

  /** The thread ended by itself: whoever was connected can connect again soon. */
  #ended(): void {
    this.#work = this.#work
      .then(async () => {
        if (this.#serving === null) return
        this.#trouble = 'failed'
        await this.#close()
      })
      .catch((error: unknown) => this.#deps.failed(error))
    this.#cancelReopening?.()
    this.#cancelReopening = this.#deps.clock.setTimeout(REOPEN_MS, () => this.#follow())
  }

  #setTrouble(trouble: ProgramDoor['trouble']): void {
    this.#trouble = trouble
    this.#tell()
  }

  #tell(): void {
    this.#deps.events.raise({ kind: 'program-door-changed', door: this.state() })
  }
}

function isTaken(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'EADDRINUSE' || error.code === 'EACCES')
}
