import type { FailureReason, PollEnd, Silence } from '#core/ilink/poll-end.ts'
import type { Random } from '#core/ports.ts'
import type { AccountReason, AccountState } from '#shared/model/account.ts'
import { unreachable } from '#shared/unreachable.ts'
import { backoffMs, floodBackoffMs } from './backoff.ts'

/** How a poll ended that a session goes on from; `pauseMs` is kept before the next one. */
type DecisivePollEnd = Exclude<PollEnd<{ readonly pauseMs: number }>, { kind: 'aborted' | 'superseded' }>

/** What a running session remembers between polls. */
export type SessionPhase =
  /** The token is believed. Counts failures and unanswered polls, each in a row. */
  | { kind: 'polling'; failures: number; timeouts: number }
  /** The token was called stale at `since` (monotonic); `probes` of the schedule have been answered −14. */
  | { kind: 'stale'; since: number; probes: number; failures: number }
  /** The host is not allowed: nothing more is tried until the operator reconnects. */
  | { kind: 'blocked' }

/** What follows from an outcome. */
export interface Step {
  phase: SessionPhase
  /** The state to show; null leaves it as it is. */
  show: { state: AccountState; reason: AccountReason | null } | null
  /** Until the next poll, in ms; null waits for the operator. */
  waitMs: number | null
  /** Tell the server with notifystart before the next poll. */
  announce: boolean
  /** Several polls in a row brought no answer: go on over a new connection (fact sheet 3.2). */
  recycle: boolean
}

/** Probes of a stale token, in ms after it was called stale; then one an hour (design 5). */
const PROBES_MS: readonly number[] = [5_000, 60_000, 600_000]
const HOURLY_MS = 3_600_000
/** Of the probes, those that run while the session is still `checking`. */
const CHECKING_PROBES = 2
const TIMEOUTS_BEFORE_DOUBT = 3

/** The phase of a session that starts, or is started anew by the operator. */
export const FRESH_PHASE: SessionPhase = { kind: 'polling', failures: 0, timeouts: 0 }

/** The first reaction to a token called stale at `now` (monotonic): sending stops at once, the first probe comes in 5 s. */
export function tokenCalledStale(now: number): Step {
  return staleStep({ kind: 'stale', since: now, probes: 0, failures: 0 }, now)
}

/** Whether a stale token is still being verified or given up until someone scans. */
function staleState(probes: number): AccountState {
  return probes < CHECKING_PROBES ? 'checking' : 'needs-sign-in'
}

function staleStep(phase: Extract<SessionPhase, { kind: 'stale' }>, now: number): Step {
  const offset = PROBES_MS[phase.probes]
  return {
    phase,
    show: { state: staleState(phase.probes), reason: 'stale-token' },
    waitMs: offset === undefined ? HOURLY_MS : Math.max(0, phase.since + offset - now),
    announce: true,
    recycle: false,
  }
}

/** Decides what a session does after a poll. Pure: monotonic time and chance come in. */
export function afterPoll(phase: SessionPhase, outcome: DecisivePollEnd, now: number, random: Random): Step {
  const failures = phase.kind === 'blocked' ? 0 : phase.failures
  switch (outcome.kind) {
    case 'answered':
      return {
        phase: FRESH_PHASE,
        show: { state: 'online', reason: null },
        waitMs: outcome.pauseMs,
        announce: false,
        recycle: false,
      }
    case 'unanswered':
      return afterSilence(phase, outcome.by)
    case 'failed':
      return afterFailure(phase, outcome.reason, failures + 1, now, random)
    case 'stale':
      if (phase.kind !== 'stale') return tokenCalledStale(now)
      return staleStep({ ...phase, probes: phase.probes + 1, failures: 0 }, now)
    case 'forbidden':
      return {
        phase: { kind: 'blocked' },
        show: { state: 'offline', reason: 'host-not-allowed' },
        waitMs: null,
        announce: false,
        recycle: false,
      }
    default:
      return unreachable(outcome)
  }
}

/**
 * What follows a poll that ended by itself though it was interrupted, because its answer was let arrive: what it said
 * counts, and the interruption says when the next poll comes. One that itself has a state to show knows better.
 */
export function afterInterruptedPoll(following: Step, interruption: Step): Step {
  if (interruption.show !== null) return interruption
  const { waitMs, announce } = interruption
  return { ...following, waitMs, announce: announce || following.announce }
}

function afterSilence(phase: SessionPhase, by: Silence): Step {
  const step: Step = { phase, show: null, waitMs: 0, announce: false, recycle: false }
  if (phase.kind !== 'polling') return step
  // a gateway that cuts a hold has answered, in its way, and within a short hold no answer was due
  const timeouts = by === 'timeout' ? phase.timeouts + 1 : 0
  if (timeouts < TIMEOUTS_BEFORE_DOUBT) return { ...step, phase: { ...phase, timeouts } }
  return {
    ...step,
    phase: { ...phase, timeouts: 0 },
    show: { state: 'reconnecting', reason: 'network' },
    recycle: true,
  }
}

function afterFailure(
  phase: SessionPhase,
  reason: FailureReason,
  failures: number,
  now: number,
  random: Random,
): Step {
  const waitMs = reason === 'too-large' ? floodBackoffMs(failures, random) : backoffMs(failures, random)
  if (phase.kind !== 'stale') {
    return {
      phase: { kind: 'polling', failures, timeouts: 0 },
      show: { state: 'reconnecting', reason },
      waitMs,
      announce: false,
      recycle: false,
    }
  }
  // a failed probe says nothing about the token: while checking it is repeated, later the schedule goes on
  if (phase.probes >= CHECKING_PROBES)
    return staleStep({ ...phase, probes: phase.probes + 1, failures: 0 }, now)
  return { phase: { ...phase, failures }, show: null, waitMs, announce: true, recycle: false }
}
