import type { AccountSummary } from '#shared/model/account.ts'
import type { AppInfo } from '#shared/model/app-info.ts'
import type {
  BroadcastDetails,
  BroadcastItem,
  BroadcastRecipient,
  BroadcastSummary,
} from '#shared/model/broadcast.ts'
import type { Snapshot } from '#shared/model/changes.ts'
import type { ConversationSummary } from '#shared/model/conversation.ts'
import type {
  AccountId,
  BroadcastId,
  ConversationId,
  MessageId,
  QuickReplyId,
  SignInId,
} from '#shared/model/ids.ts'
import type { MediaId, MediaView, StagedFile, StagedId } from '#shared/model/media.ts'
import type { Message, Sending } from '#shared/model/message.ts'
import type { Program, ProgramId, Proposal, ProposalId } from '#shared/model/program.ts'
import type { QuickReply } from '#shared/model/quick-reply.ts'
import type { SignIn } from '#shared/model/sign-in.ts'

/** A quiet afternoon: 2026-03-04 15:00 in whatever zone the test runs. */
export const NOW = new Date(2026, 2, 4, 15, 0).getTime()

export const accountId = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}` as AccountId
export const signInId = (n: number) => `10000000-0000-4000-8000-${String(n).padStart(12, '0')}` as SignInId
export const conversationId = (n: number) => n as ConversationId
export const mediaId = (n: number) => n as MediaId
export const stagedId = (n: number) => `20000000-0000-4000-8000-${String(n).padStart(12, '0')}` as StagedId
export const broadcastId = (n: number) => n as BroadcastId
export const proposalId = (n: number) =>
  `30000000-0000-4000-8000-${String(n).padStart(12, '0')}` as ProposalId
export const programId = (n: number) => n as ProgramId
export const messageId = (n: number) => n as MessageId

export function anAccount(n: number, over: Partial<AccountSummary> = {}): AccountSummary {
  return {
    id: accountId(n),
    number: n,
    position: n,
    alias: null,
    colour: (n - 1) % 12,
    ownerUserId: `owner${n}@im.wechat`,
    state: 'online',
    stateSince: NOW - 3_600_000,
    reason: null,
    lastContactAt: NOW - 5_000,
    lastInboundAt: NOW - 60_000,
    isDefault: n === 1,
    group: null,
    maybeMuted: false,
    unreadableCount: 0,
    ...over,
  }
}

export function aProgram(n: number, over: Partial<Program> = {}): Program {
  return {
    id: programId(n),
    name: `Program ${n}`,
    scope: 'draft',
    accounts: null,
    folders: [],
    createdAt: NOW - 86_400_000,
    lastCallAt: NOW - 60_000,
    callsToday: 0,
    ...over,
  }
}

export function aProposal(n: number, over: Partial<Proposal> = {}): Proposal {
  return {
    id: proposalId(n),
    kind: 'send',
    programId: programId(1),
    programName: 'Program 1',
    accountId: accountId(1),
    conversationId: conversationId(1),
    text: `Proposed ${n}`,
    files: [],
    cost: 1,
    canHaveLeave: false,
    createdAt: NOW + n,
    ...over,
  }
}

export function aConversation(n: number, over: Partial<ConversationSummary> = {}): ConversationSummary {
  return {
    id: conversationId(n),
    accountId: accountId(1),
    contactUserId: `wxid_contact_${String(n).padStart(6, '0')}@im.wechat`,
    contactAlias: null,
    isExcluded: false,
    lastInboundAt: NOW - 3_600_000,
    sentSinceInbound: 0,
    refusedSinceInbound: false,
    last: {
      at: NOW - 3_600_000,
      sender: null,
      direction: 'in',
      part: { kind: 'text', text: `Hello ${n}` },
      sendState: null,
      isResolved: false,
    },
    unread: 0,
    failed: 0,
    unconfirmed: 0,
    wroteBefore: false,
    waiting: 0,
    unsent: 0,
    waitingOffered: false,
    draft: '',
    activitySeq: n,
    lastInboundSeq: n,
    isUnanswered: true,
    hasWritten: true,
    triage: null,
    isPinned: false,
    isMuted: false,
    isMarkedUnread: false,
    ...over,
  }
}

export function aMessage(n: number, over: Partial<Message> = {}): Message {
  return {
    id: messageId(n),
    accountId: accountId(1),
    conversationId: conversationId(1),
    direction: 'in',
    origin: 'contact',
    sender: null,
    at: NOW - 3_600_000 + n * 60_000,
    parts: [{ kind: 'text', text: `Message ${n}` }],
    media: [],
    quote: null,
    deletedAt: null,
    sending: null,
    broadcast: null,
    program: null,
    ...over,
  }
}

/** An own message in a state. */
export function aReply(n: number, sending: Partial<Sending> = {}, over: Partial<Message> = {}): Message {
  return aMessage(n, {
    direction: 'out',
    origin: 'here',
    sending: { state: 'accepted', reason: null, serverText: null, resolution: null, piece: null, ...sending },
    ...over,
  })
}

/** A picture that is held here, the first part of its message. */
export function aMedium(n: number, over: Partial<MediaView> = {}): MediaView {
  return {
    id: mediaId(n),
    place: 0,
    state: 'held',
    reason: null,
    kind: 'image',
    type: 'image/png',
    size: 2_048,
    ...over,
  }
}

/** A picture in the app's keeping, not sent yet. */
export function aStagedFile(n: number, over: Partial<StagedFile> = {}): StagedFile {
  return {
    id: stagedId(n),
    name: `picture-${n}.png`,
    size: 2_048,
    kind: 'image',
    type: 'image/png',
    sendKind: 'image',
    withPlace: null,
    mayHoldPlace: false,
    ...over,
  }
}

/** A run that everybody has got. */
export function aBroadcast(n: number, over: Partial<BroadcastSummary> = {}): BroadcastSummary {
  return {
    id: broadcastId(n),
    state: 'finished',
    reason: null,
    title: `Broadcast ${n}`,
    createdAt: NOW + n * 60_000,
    startedAt: NOW + n * 60_000,
    endedAt: null,
    scheduled: null,
    isArchived: false,
    waitsForTurn: false,
    counts: { queued: 0, sending: 0, accepted: 3, unconfirmed: 0, refused: 0, skipped: 0, cancelled: 0 },
    answered: 0,
    endsAt: null,
    breakers: [],
    waitsFor: [],
    ...over,
  }
}

/** One message of a recipient, accepted. */
export function anItem(over: Partial<BroadcastItem> = {}): BroadcastItem {
  return {
    messageId: messageId(1),
    state: 'accepted',
    reason: null,
    resolution: null,
    mayBeThere: false,
    ...over,
  }
}

/** Line `place` of the first run, to the conversation one above it, accepted. */
export function aRecipient(place: number, over: Partial<BroadcastRecipient> = {}): BroadcastRecipient {
  return {
    broadcastId: broadcastId(1),
    place,
    conversationId: conversationId(place + 1),
    accountId: accountId(1),
    contactUserId: `wxid_contact_${String(place + 1).padStart(6, '0')}@im.wechat`,
    isPlanned: true,
    state: 'accepted',
    skip: null,
    items: [anItem()],
    settledAt: null,
    answeredAt: null,
    ...over,
  }
}

/** The first run with its ledger. */
export function aLedger(
  recipients: BroadcastRecipient[],
  over: Partial<BroadcastDetails> = {},
): BroadcastDetails {
  return {
    id: broadcastId(1),
    text: 'The shop is open again.',
    fallbacks: { contact: '', account: '' },
    files: [],
    paceMs: 3_000,
    reserve: 2,
    recipients,
    ...over,
  }
}

export function aSignIn(n: number, over: Partial<SignIn> = {}): SignIn {
  return {
    id: signInId(n),
    number: n,
    label: null,
    status: 'waiting',
    qrContent: `https://liteapp.weixin.qq.com/q/sample${n}?qrcode=${'0123456789abcdef'.repeat(2)}&bot_type=3`,
    renewsAt: NOW + 60_000,
    issuedAt: NOW - 20_000,
    accountId: null,
    ended: false,
    ...over,
  }
}

export const appInfo: AppInfo = {
  version: '0.1.0',
  host: 'chromium',
  platform: 'linux',
  systemLanguage: 'en',
  clockOffsetMs: 0,
  practice: 'available',
  protection: 'strong',
  notices: [],
  quitAsked: null,
  startsAtLogin: false,
  raiseKeysTaken: false,
  hasTray: true,
  lock: 'off',
}

/** A quick reply of texts alone. */
export function aQuickReply(n: number, title: string, texts: readonly string[], group = ''): QuickReply {
  const items = texts.map((text) => ({ kind: 'text', text }) as const)
  return { id: n as QuickReplyId, title, group, place: n, items }
}

export function aSnapshot(over: Partial<Snapshot> = {}): Snapshot {
  return {
    revision: 1,
    app: appInfo,
    settings: {
      language: 'system',
      theme: 'system',
      panes: { list: 344, rail: 208, contact: false, folds: { groups: [], isRestOpen: false } },
      columns: null,
      letterKeys: true,
      sendKey: 'enter',
      typingIndicator: false,
      removesPlace: true,
      keepsAwake: true,
      undoSeconds: 0,
      media: {
        autoFetch: true,
        autoFetchMaxBytes: 104_857_600,
        sendMaxBytes: 104_857_600,
        keepDays: null,
        keepBytes: null,
      },
      broadcast: { paceMs: 3_000, reserve: 2, perMinute: 120, cap: 0, capDays: 7 },
      notifications: {
        messages: true,
        content: 'shown',
        silentAccounts: [],
        quietHours: { on: false, from: 1_320, to: 480 },
        reminders: { first: 120, last: 30 },
      },
      lock: { idleMinutes: 10, onSleep: true, onScreenLock: true },
      network: { proxy: { mode: 'system', address: null } },
      machine: { closeToTray: false, raiseKeys: null, programs: { isOn: false, port: null } },
    },
    accounts: [],
    conversations: [],
    contacts: [],
    signIns: [],
    backup: null,
    autoBackup: { plan: null, hasPassphrase: false, last: null, failure: null, nextAt: null },
    broadcasts: [],
    templates: [],
    segments: [],
    scheduled: [],
    quickReplies: [],
    lessons: null,
    programs: [],
    programDoor: { url: null, trouble: null, restsUntil: null },
    proposals: [],
    ...over,
  }
}
