import type { Proposal } from '#shared/model/program.ts'

/** What programs wait to have sent, of all that they propose. */
export function requestsOf(proposals: Iterable<Proposal>): Proposal[] {
  return [...proposals].filter(({ kind }) => kind === 'send')
}
