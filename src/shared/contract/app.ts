import { z } from 'zod'
import { MAX_URL, MAX_WATCHED } from '../limits.ts'
import type { Starting } from '../model/app-info.ts'
import type { Snapshot } from '../model/changes.ts'
import { ConversationId } from '../model/ids.ts'
import { KeyCombinationSchema } from '../model/key-combination-schema.ts'
import { SettingsPatch } from '../model/settings.ts'
import type { ConversationPortion } from '../model/snapshot-text.ts'
import { request } from './request.ts'

export const appRequests = {
  /** Everything a window needs to start, or to start over after a gap. */
  'app.snapshot': request(z.undefined())<Snapshot>(),
  /**
   * The same as `fromSnapshotText` reads it: with thousands of conversations its values were a good part of a start.
   * Unless it has to be whole, it says whether it is: of many conversations it may have only those that a first screen
   * shows or counts in anything but how many there are.
   */
  'app.snapshotText': request(z.object({ isWhole: z.boolean() }))<string>(),
  /** A portion of all conversations, for a snapshot that was not whole; the first one without `after`. */
  'app.otherConversations': request(z.object({ after: ConversationId.nullable() }))<ConversationPortion>(),
  /** What main is busy with before there is a snapshot; null when it has started. */
  'app.starting': request(z.undefined())<Starting | null>(),
  /** The page has painted its first usable screen. */
  'app.painted': request(z.undefined())<void>(),
  /** The page has all that its first screen needs and nothing to do: what no screen waits for may begin. */
  'app.settled': request(z.undefined())<void>(),
  /** Full message rows are sent for these conversations only; replaces the former list. */
  'app.watch': request(z.object({ conversationIds: z.array(ConversationId).max(MAX_WATCHED) }))<void>(),
  /** The conversations on the page's screen; replaces the former list. What is looked at is not told outside. */
  'app.look': request(z.object({ conversationIds: z.array(ConversationId).max(MAX_WATCHED) }))<void>(),
  /** Opens a web address in the system's browser. One with a name and password in it is refused. */
  'app.openLink': request(
    z.object({
      url: z
        .url({ protocol: /^https?$/ })
        .max(MAX_URL)
        .refine((url) => !/^[^/]*\/\/[^/?#]*@/.test(url)),
    }),
  )<void>(),
  /** The page was told that the computer went offline or online; polls are opened anew (P16). */
  'app.networkChanged': request(z.undefined())<void>(),
  /** The operator's answer to whether to quit while something is being sent (P15). */
  'app.answerQuit': request(z.object({ choice: z.enum(['quit', 'keep-open']) }))<void>(),
  /** Keys that bring the window to the front from anywhere; null for none. Fails with `keys-taken`. */
  'app.setRaiseKeys': request(z.object({ keys: KeyCombinationSchema.nullable() }))<void>(),
  /** Has the system start the app when the operator signs in to it, or not. Fails with `file-unwritable`. */
  'app.setStartAtLogin': request(z.object({ on: z.boolean() }))<void>(),
  /** The licences of the software that is part of the program, in English. Fails with `not-found`. */
  'app.licences': request(z.undefined())<string>(),
  /** The operator's answer where only weak protection of secrets is to be had (P9). */
  'vault.answer': request(z.object({ choice: z.enum(['store-anyway', 'session-only']) }))<void>(),
  'settings.update': request(SettingsPatch)<void>(),
}
