import type { Bench } from './frame/bench.ts'
import { amountFigure, atMost, ratioFigure, spreadOf } from './frame/figure.ts'
import { inTurns } from './frame/in-turns.ts'
import { Server } from './painted/server.ts'
import { emptyProfile, signedInProfile } from './start/house.ts'
import { timeStart } from './start/usable.ts'

/**
 * B5: from the launch of the host to an inbox that can be used, with a profile of years and all its accounts signed in,
 * against a profile without anything that was started before as well.
 */

const FULL = { size: { accounts: 200, conversations: 2_000, messages: 1_000_000 }, rounds: 9, warmUps: 1 }
const SHORT = { size: { accounts: 3, conversations: 6, messages: 300 }, rounds: 1, warmUps: 1 }
const BAR = 1.25
/** Sessions that did not start before the first paint would start within this time. */
const WATCHED_MS = 3_000
const WATCHED_SHORT_MS = 200

/** A row of the list of conversations. */
const ROW = 'li[data-row] [data-conversation]'
/** What the first screen of a profile without accounts says. */
const WELCOME = 'main h1'

export const start: Bench = {
  name: 'start',
  bar: 'B5',
  title: 'from launch to a usable inbox of many accounts, beside a profile without any',
  async run(way) {
    const { size, rounds, warmUps } = way.isShort ? SHORT : FULL
    const watchedMs = way.isShort ? WATCHED_SHORT_MS : WATCHED_MS
    const server = await Server.start()
    const empty = emptyProfile(server)
    try {
      const full = await signedInProfile(server, 'start', size)
      way.say(`${size.accounts} accounts are signed in`)
      try {
        const sides = await inTurns(
          { rounds, warmUps },
          () => timeStart(empty, WELCOME, 0),
          () => timeStart(full, ROW, watchedMs),
        )
        return [
          // a start is one event, not one of a stream: the usual one is compared, and the spread stands beside it
          ratioFigure({
            what: `launch → usable inbox, ${size.accounts} accounts, ${size.messages} messages`,
            unit: 'ms',
            floor: spreadOf(sides.floor.map(({ usableMs }) => usableMs)),
            ours: spreadOf(sides.ours.map(({ usableMs }) => usableMs)),
            at: 'p50',
            bar: atMost(BAR),
          }),
          amountFigure({
            what: `longest answer within ${watchedMs / 1000} s after that`,
            unit: 'ms',
            ours: spreadOf(sides.ours.map(({ longestAnswerMs }) => longestAnswerMs)),
            at: 'p50',
            bar: null,
          }),
        ]
      } finally {
        full.remove()
      }
    } finally {
      empty.remove()
      await server.close()
    }
  },
}
