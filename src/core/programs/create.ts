import type { AppConnection } from '#core/app-surface.ts'
import type { EventSink } from '#core/events/event-bus.ts'
import type { Staging } from '#core/media/staging.ts'
import type { Clock, Random } from '#core/ports.ts'
import type { SettingsService } from '#core/settings-service.ts'
import type { Stores } from '#core/stores.ts'
import { Doors } from './doors.ts'
import { Guests } from './guests.ts'
import type { ProgramPorts } from './ports.ts'
import { ProgramFiles } from './program-files.ts'
import type { ProgramViewDeps } from './program-view.ts'
import { Programs } from './programs.ts'
import { Proposals, type ProposalsDeps } from './proposals.ts'

export interface ProgramsSideDeps extends Pick<ProposalsDeps, 'outbox' | 'restage' | 'released'> {
  clock: Clock
  random: Random
  stores: Stores
  events: EventSink
  settings: SettingsService
  ports: ProgramPorts | null
  staging: Pick<Staging, 'handle' | 'discard'>
  views: ProgramViewDeps['views']
  statusOf: ProgramViewDeps['statusOf']
  reads: ProgramViewDeps['reads']
  isLocked(): boolean
  connect(): AppConnection
  failed(error: unknown): void
}

/** All that lets other programs in (mcp.md). */
export interface ProgramsSide {
  programs: Programs
  proposals: Proposals
  doors: Doors
  /** It is locked now, or not any more. */
  lockChanged(): void
}

/** Puts together what lets programs in. */
export function createProgramsSide(deps: ProgramsSideDeps): ProgramsSide {
  const { clock, random, stores, events, settings, outbox, restage, released, failed } = deps
  const proposals = new Proposals({
    ...{ clock, random, stores, events, outbox, restage, released },
    reserve: () => settings.read().broadcast.reserve,
  })
  const programs = new Programs({
    ...{ clock, random, stores, events, failed },
    revoked(id) {
      proposals.revoked(id)
      guests.forget(id)
      doors.revoked(id)
    },
  })
  const guests = new Guests({
    ...{ clock, programs, proposals, failed },
    files: new ProgramFiles({
      ...{ random, staging: deps.staging },
      removesPlace: () => settings.read().removesPlace,
    }),
    view: { stores, views: deps.views, reads: deps.reads, statusOf: deps.statusOf },
    isLocked: deps.isLocked,
    connect: deps.connect,
  })
  const doors = new Doors({ ...{ clock, settings, programs, guests, events, failed }, ports: deps.ports })
  return {
    ...{ programs, proposals, doors },
    lockChanged() {
      if (deps.isLocked()) proposals.locked()
      guests.wake()
    },
  }
}
