import type { Bridge } from '#shared/bridge.ts'
import { createClient } from '../api/client.ts'
import { createFormatsByLanguage } from '../formatting/format.ts'
import { createClock } from '../store/clock.ts'
import { createDesk } from '../store/desk.ts'
import { createDrafts } from '../store/drafts.ts'
import { createDrops } from '../store/drops.ts'
import { createBrowserFrames, type Frames } from '../store/frames.ts'
import { createHistory } from '../store/history.ts'
import { createLedgerLoader } from '../store/ledger-loader.ts'
import { createProgramDrafts } from '../store/program-drafts.ts'
import { createReplicaStore } from '../store/replica-store.ts'
import { createReview } from '../store/review.ts'
import type { Services } from '../store/services.tsx'
import type { StagingPorts } from '../store/staged-files.ts'
import { browserThumbnailPorts, createThumbnails } from '../store/thumbnails.ts'
import { createUi } from '../store/ui.ts'
import { isWritable } from '../ui/writable.ts'

function setTimer(ms: number, fn: () => void): () => void {
  const timer = setTimeout(fn, ms)
  return () => clearTimeout(timer)
}

/** Builds what the page works with around the bridge; the only place that knows the browser's timers. */
export function createServices(bridge: Bridge, frames: Frames = createBrowserFrames(isWritable)): Services {
  const client = createClient(bridge)
  const replica = createReplicaStore(client, frames)
  const clock = createClock({ wallNow: Date.now, setTimer })
  replica.state.subscribe(({ replica: current }) => {
    if (current) clock.setOffset(current.app.clockOffsetMs)
  })
  const staging: StagingPorts = {
    stageFiles: client.stageFiles,
    keepsPlace: () => replica.state.getState().replica?.settings.removesPlace === false,
    discard(ids) {
      // What cannot be discarded now goes with what is left over at the next start.
      client.request('staging.discard', { ids }).catch(() => undefined)
    },
  }
  const history = createHistory(client, replica)
  const ui = createUi()
  // asked for before anything is drawn for it; the log waits for the same answer, and says what failed
  ui.subscribe(({ open }, before) => {
    if (open === null || open === before.open) return
    if (replica.state.getState().replica?.conversations.has(open)) history.open(open).catch(() => undefined)
  })
  return {
    client,
    frames,
    replica,
    clock,
    formats: createFormatsByLanguage(),
    history,
    ledger: createLedgerLoader(client, replica),
    drafts: createDrafts({
      save: (id, text) => client.request('conversations.saveDraft', { id, text }),
      setTimer,
    }),
    programDrafts: createProgramDrafts(),
    drops: createDrops(),
    staging,
    review: createReview(staging),
    ui,
    desk: createDesk(client, replica),
    thumbnails: createThumbnails(browserThumbnailPorts),
  }
}
