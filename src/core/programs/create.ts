import type { AccountService } from '#core/accounts/account-service.ts'
import type { SignIns } from '#core/accounts/sign-in.ts'
import type { AppActions } from '#core/app-actions.ts'
import type { AppConnection } from '#core/app-surface.ts'
import type { EventSink } from '#core/events/event-bus.ts'
import type { Staging } from '#core/media/staging.ts'
import type { Clock, Random } from '#core/ports.ts'
import type { SettingsService } from '#core/settings-service.ts'
import type { Stores } from '#core/stores.ts'
import type { ShowTarget } from '#shared/model/show-target.ts'
import { Doors } from './doors.ts'
import { Guests } from './guests.ts'
import { Logins } from './logins.ts'
import type { ProgramPorts } from './ports.ts'
import { ProgramFiles } from './program-files.ts'
import type { ProgramMediaViewDeps } from './program-media-view.ts'
import { Programs } from './programs.ts'
import { Proposals, type ProposalsDeps } from './proposals.ts'
import { SignOuts } from './sign-outs.ts'
import type { DeskDeps } from './thread/desk.ts'

export interface ProgramsSideDeps extends Pick<ProposalsDeps, 'outbox' | 'restage' | 'released'> {
  clock: Clock
  random: Random
  stores: Stores
  events: EventSink
  settings: SettingsService
  ports: ProgramPorts | null
  staging: Pick<Staging, 'handle' | 'discard'>
  views: ProgramMediaViewDeps['views']
  handOut: ProgramMediaViewDeps['handOut']
  statusOf: ProgramMediaViewDeps['statusOf']
  reads: ProgramMediaViewDeps['reads']
  signIns: Pick<SignIns, 'list'>
  accounts(): Pick<AccountService, 'signOut'>
  actions: Pick<AppActions, 'confirmSignOut'>
  /** Has the window show a place. */
  show(target: ShowTarget): void
  planRequest: DeskDeps['planRequest']
  loading: DeskDeps['loading']
  isLocked(): boolean
  connect(): AppConnection
  failed(error: unknown): void
}

/** All that lets other programs in (mcp.md). */
export interface ProgramsSide {
  programs: Programs
  proposals: Proposals
  doors: Doors
  logins: Logins
  guests: Guests
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
    },
    // before that it could come in again as soon as it is out
    gone: (id) => doors.revoked(id),
  })
  const logins = new Logins(deps.signIns)
  const signOuts = new SignOuts({
    ...{ clock, actions: deps.actions, isLocked: deps.isLocked, failed },
    signOut: (id) => deps.accounts().signOut(id),
    changed: () => guests.wake(),
  })
  const ownFolder = deps.ports?.folder ?? null
  const guests = new Guests({
    ...{ clock, programs, proposals, logins, signOuts, failed },
    files: new ProgramFiles({
      ...{ random, ownFolder, staging: deps.staging },
      removesPlace: () => settings.read().removesPlace,
    }),
    view: {
      ...{ stores, views: deps.views, reads: deps.reads, statusOf: deps.statusOf, cursors: programs },
      programs: stores.programs,
      handOut: deps.handOut,
      ownFolder,
    },
    states: () => new Map(stores.accounts.list().map(({ id }) => [id, deps.statusOf(id)])),
    paceMs: () => settings.read().broadcast.paceMs,
    isLocked: deps.isLocked,
    connect: deps.connect,
    show: deps.show,
  })
  const doors = new Doors({
    ...{ clock, settings, programs, guests, events, failed },
    ports: deps.ports,
    planRequest: deps.planRequest,
    loading: deps.loading,
  })
  return {
    ...{ programs, proposals, doors, logins, guests },
    lockChanged() {
      if (deps.isLocked()) {
        proposals.locked()
        signOuts.end(null)
      }
      guests.wake()
    },
  }
}
