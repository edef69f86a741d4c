import { z } from 'zod'

/** Every call of the API, by the last word of its path (fact sheet 1.2). */
export const apiCallNames = [
  'get_bot_qrcode',
  'get_qrcode_status',
  'getupdates',
  'sendmessage',
  'getuploadurl',
  'getconfig',
  'sendtyping',
  'notifystart',
  'notifystop',
] as const
export type ApiCallName = (typeof apiCallNames)[number]

/** The calls of the CDN (fact sheet 6). */
export const cdnCallNames = ['upload', 'download'] as const
export type CdnCallName = (typeof cdnCallNames)[number]

const callNames = [...apiCallNames, ...cdnCallNames] as const
export type CallName = ApiCallName | CdnCallName

/** Kinds of trouble `fault` can make; docs/simulator.md describes each. */
export const faultKinds = [
  'delay',
  'dropBefore',
  'dropAfter',
  'status',
  'garbage',
  'empty',
  'cutOff',
  'slow',
  'hang',
  'ret',
  'duplicate',
  'reorder',
  'malformedMessage',
  'noIds',
  'emptyCursor',
  'wrongTypes',
  'hostileHost',
  'noMessageId',
  'noParam',
] as const
export type FaultKind = (typeof faultKinds)[number]

const name = z.string().min(1)
const duration = z.number().int().nonnegative()
const optionalFlag = z.boolean().optional()

/** How a stale token is told (fact sheet 1.6). */
export const staleSpelling = z.enum(['ret', 'errcode', 'errcodeOnly', 'rotating'])
export type StaleSpelling = z.infer<typeof staleSpelling>

const accountSettings = {
  label: name.optional(),
  /** `null`: the sign-in answer names no base URL. */
  baseUrl: z.string().nullable().optional(),
  people: z.array(z.strictObject({ name, userId: name.optional() })).optional(),
  ackMode: z.enum(['answered', 'acknowledged']).optional(),
  sendMode: z.enum(['normal', 'withoutId', 'delayedBatch', 'lostAnswer', 'beforeEffect']).optional(),
  batchMs: z.number().int().positive().optional(),
  stale: staleSpelling.optional(),
  strict: optionalFlag,
  quota: duration.optional(),
  windowMs: duration.optional(),
  /** At most `count` sends in any `perMs`; `null` lifts the limit. */
  rateLimit: z
    .strictObject({ count: z.number().int().positive(), perMs: z.number().int().positive() })
    .nullable()
    .optional(),
  /** What getuploadurl names; `hostile`: a full URL at a foreign host (fact sheet 6.1). */
  uploadStyle: z.enum(['fullUrl', 'param', 'both', 'none', 'hostile']).optional(),
  /** While `true`, the account's media can be downloaded no more. */
  expireMedia: optionalFlag,
}

export const addAccountArgs = z.strictObject({
  account: name.optional(),
  userId: name.optional(),
  /** Gives the account a bot at once, without a QR code. */
  bound: optionalFlag,
  ...accountSettings,
})

const qrcode = { qrcode: name.optional() }

export const scanArgs = z.strictObject({ ...qrcode, account: name })
export const needCodeArgs = z.strictObject({
  ...qrcode,
  account: name.optional(),
  code: z
    .string()
    .regex(/^\d{1,10}$/, 'must be 1 to 10 digits')
    .optional(),
})
export const redirectArgs = z.strictObject({
  ...qrcode,
  account: name.optional(),
  host: name.optional(),
  withoutHost: optionalFlag,
})
export const confirmArgs = z.strictObject({
  ...qrcode,
  baseUrl: z.string().nullable().optional(),
  withoutBotId: optionalFlag,
})
export const expireQrArgs = z.strictObject(qrcode)
export const bindElsewhereArgs = z.strictObject({ account: name })
export const advanceArgs = z.strictObject({ ms: z.number().int() })

const pixels = z.number().int().min(1).max(4096)
const media = {
  /** How `aes_key` is encoded; `none`: plain bytes without a key. */
  key: z.enum(['A', 'B', 'none']).optional(),
  /** Whether `full_url` is there; a text stands there as given. */
  fullUrl: z.union([z.boolean(), name]).optional(),
  /** The plain bytes; base64 over the control API. */
  bytes: z
    .union([
      z.string().refine((text) => !/[^\w+/=-]/.test(text), 'must be base64'),
      z.custom<Uint8Array>((value) => value instanceof Uint8Array, 'must be base64'),
    ])
    .optional(),
}
const quote = z.strictObject({
  messageId: z.string().regex(/^\d+$/, 'must be a decimal id').optional(),
  /** `id`: only `svr_id` (newer phones); `inline`: the quoted item; `partial`: `svr_id` and a selection. */
  style: z.enum(['id', 'inline', 'partial']).optional(),
  title: z.string().optional(),
  text: z.string().optional(),
  image: z.literal(true).optional(),
  selection: z.string().min(1).optional(),
})

const itemForms = {
  text: z.string().optional(),
  image: z
    .strictObject({
      /** Declares this as `mid_size`. */
      size: duration.optional(),
      width: pixels.optional(),
      height: pixels.optional(),
      ...media,
    })
    .optional(),
  voice: z.strictObject({ ms: duration.optional(), text: z.string().optional(), ...media }).optional(),
  file: z
    .strictObject({
      name: z.string(),
      /** How many bytes are made up when none are given. */
      size: duration.max(1024 ** 3).optional(),
      /** Declares this instead of the true MD5. */
      md5: z.string().optional(),
      /** Declares this instead of the true length. */
      len: z.string().optional(),
      ...media,
    })
    .optional(),
  video: z
    .strictObject({
      seconds: duration.optional(),
      /** Declares this as `video_size`. */
      size: duration.optional(),
      /** Declares this instead of the true MD5. */
      md5: z.string().optional(),
      ...media,
    })
    .optional(),
  /** An item type nobody knows. */
  unknown: z.number().int().optional(),
  quote: quote.optional(),
}
export const itemForm = z.strictObject(itemForms)

export const injectArgs = z.strictObject({
  account: name,
  /** A person's name or user id; absent: the account's owner. */
  from: name.optional(),
  ...itemForms,
  /** Several items in one message. */
  items: z.array(itemForm).optional(),
  /** A message, a list of messages or a whole getupdates answer as JSON text, taken over as it stands. */
  wire: z.string().optional(),
  /** Repeats an earlier message with its id. */
  duplicateOf: z.string().optional(),
  noId: optionalFlag,
  /** A copy of something the bot itself sent elsewhere (message_type 2). */
  fromBot: optionalFlag,
  count: z.number().int().min(1).max(100_000).optional(),
  /** How long ago it was written. */
  agoMs: duration.optional(),
  contextToken: name.optional(),
})

export const faultArgs = z.union([
  z.strictObject({ clear: z.literal(true), account: name.optional(), to: name.optional() }),
  z.strictObject({
    call: z.enum([...callNames, 'any']),
    kind: z.enum([...faultKinds, 'random']),
    account: name.optional(),
    /** The user id of the one recipient whose messages it strikes, of `sendmessage`. */
    to: name.optional(),
    /** How often it strikes; default 1, for `random` without end. */
    times: z.number().int().positive().optional(),
    /** Waiting time before it shows; for `slow` the time between two pieces. */
    ms: duration.optional(),
    status: z.number().int().min(100).max(599).optional(),
    body: z.string().optional(),
    effect: z.enum(['before', 'after']).optional(),
    ret: z.number().int().optional(),
    errcode: z.number().int().optional(),
    errmsg: z.string().optional(),
    how: z.enum(['sameId', 'newId', 'noId']).optional(),
    later: optionalFlag,
    host: name.optional(),
    field: name.optional(),
    rate: z.number().min(0).max(1).optional(),
    seed: z.number().int().optional(),
    kinds: z.array(z.enum(faultKinds)).min(1).optional(),
  }),
])

export const phoneArgs = z.strictObject({ account: name, person: name.optional() })
export const violationsArgs = z.strictObject({ account: name.optional(), clear: optionalFlag })
export const logArgs = z.strictObject({
  account: name.optional(),
  call: z.enum([...callNames, 'unknown']).optional(),
  /** Only requests numbered above this. */
  after: z.number().int().optional(),
  clear: optionalFlag,
})

export type AddAccountArgs = z.infer<typeof addAccountArgs>
export type ScanArgs = z.infer<typeof scanArgs>
export type NeedCodeArgs = z.infer<typeof needCodeArgs>
export type RedirectArgs = z.infer<typeof redirectArgs>
export type ConfirmArgs = z.infer<typeof confirmArgs>
export type ExpireQrArgs = z.infer<typeof expireQrArgs>
export type BindElsewhereArgs = z.infer<typeof bindElsewhereArgs>
export type AdvanceArgs = z.infer<typeof advanceArgs>
export type ItemForm = z.infer<typeof itemForm>
export type InjectArgs = z.infer<typeof injectArgs>
export type FaultArgs = z.infer<typeof faultArgs>
/** A fault as ordered, the clearing form left out. */
export type FaultOrder = Extract<FaultArgs, { kind: string }>
export type PhoneArgs = z.infer<typeof phoneArgs>
export type ViolationsArgs = z.infer<typeof violationsArgs>
export type LogArgs = z.infer<typeof logArgs>
