import type { Diagnostics } from '#core/diagnostics/diagnostics.ts'
import type { HandlersOf } from '#core/router.ts'
import type { diagnosticsRequests } from '#shared/contract/diagnostics.ts'

export function createDiagnosticsHandlers(diagnostics: Diagnostics): HandlersOf<typeof diagnosticsRequests> {
  return {
    'diagnostics.timeline': ({ accountId, before }) => diagnostics.timeline(accountId, before ?? null),
    'diagnostics.message': ({ id }) => diagnostics.message(id),
    'diagnostics.quarantine': () => diagnostics.quarantine(),
    'diagnostics.openLogFolder': () => diagnostics.openLogFolder(),
    'diagnostics.saveEvidence': async () => ({ saved: await diagnostics.saveEvidence() }),
  }
}
