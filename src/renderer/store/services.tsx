import { createContext, useContext } from 'react'
import type { Language } from '#shared/model/settings.ts'
import type { Client } from '../api/client.ts'
import type { Formats } from '../formatting/format.ts'
import type { TickingClock } from './clock.ts'
import type { Desk } from './desk.ts'
import type { Drafts } from './drafts.ts'
import type { Drops } from './drops.ts'
import type { Frames } from './frames.ts'
import type { History } from './history.ts'
import type { LedgerLoader } from './ledger-loader.ts'
import type { ProgramDrafts } from './program-drafts.ts'
import type { ReplicaStore } from './replica-store.ts'
import type { Review } from './review.ts'
import type { StagingPorts } from './staged-files.ts'
import type { Thumbnails } from './thumbnails.ts'
import type { UiStore } from './ui.ts'

/** Everything a component may reach besides its props. */
export interface Services {
  client: Client
  frames: Frames
  replica: ReplicaStore
  history: History
  ledger: LedgerLoader
  drafts: Drafts
  programDrafts: ProgramDrafts
  drops: Drops
  /** For whoever keeps a list of files of its own. */
  staging: StagingPorts
  review: Review
  clock: TickingClock
  /** Formats of a language, the same object every time. */
  formats: (language: Language) => Formats
  ui: UiStore
  desk: Desk
  thumbnails: Thumbnails
}

const ServicesContext = createContext<Services | null>(null)

export const ServicesProvider = ServicesContext.Provider

/** The window's services; fails outside of the provider. */
export function useServices(): Services {
  const services = useContext(ServicesContext)
  if (!services) throw new Error('no services above this component')
  return services
}
