import type { App, AppConnection } from '#core/app-surface.ts'
import { createNodeHttp } from '#core/net/http.ts'
import type { ConversationId, MessageId } from '#shared/model/ids.ts'
import { createBenchApp } from '../bench-app.ts'
import type { Order } from './messages.ts'

/** Resolves with the conversation of somebody who wrote. */
async function written(window: AppConnection): Promise<ConversationId> {
  const { promise, resolve } = Promise.withResolvers<ConversationId>()
  const stop = window.subscribe(({ changes }) => {
    for (const change of changes)
      if (change.kind === 'conversation' && change.conversation.unread > 0) resolve(change.conversation.id)
  })
  const id = await promise
  stop()
  return id
}

/** Seconds from `uploading` until the state after it, of the next message that is none of `earlier`. */
function nextUpload(
  window: AppConnection,
  earlier: Set<MessageId>,
): { readonly seconds: Promise<number>; stop(): void } {
  const { promise, resolve, reject } = Promise.withResolvers<number>()
  let began: number | null = null
  const stop = window.subscribe(({ changes }) => {
    for (const change of changes) {
      if (change.kind !== 'message' || earlier.has(change.message.id)) continue
      const state = change.message.sending?.state
      if (state === 'uploading') began ??= performance.now()
      else if (began === null) continue
      else {
        earlier.add(change.message.id)
        if (state === 'refused') reject(new Error('the upload was refused'))
        else resolve((performance.now() - began) / 1000)
      }
    }
  })
  return { seconds: promise, stop }
}

async function sendFile(
  app: App,
  window: AppConnection,
  to: { readonly conversationId: ConversationId; readonly file: string },
): Promise<void> {
  const staged = await app.stage({ kind: 'path', key: crypto.randomUUID(), path: to.file })
  if (staged?.ok !== true) throw new Error('not staged')
  const sent = await window.request('outbox.sendFiles', {
    conversationId: to.conversationId,
    requestId: crypto.randomUUID(),
    caption: '',
    files: [{ stagedId: staged.file.id, asFile: true }],
    force: false,
  })
  if (!sent.ok) throw new Error(`the file was refused: ${sent.error.code}`)
}

/** Uploads a file as an operator sends it, staged first, and answers how many seconds the upload took. */
export async function createProductUpload(
  order: Order,
  folder: string,
): Promise<(file: string) => Promise<number>> {
  const { botToken: token, botId, userId: ownerUserId, baseUrl } = order.bound
  const app = createBenchApp({ folder, server: order, http: createNodeHttp() })
  app.start()
  const window = app.connect()
  const arrived = written(window)
  await app.adopt({ token, botId, ownerUserId, baseUrl }, { alias: null, contacts: [] })
  const conversationId = await arrived
  await window.request('app.watch', { conversationIds: [conversationId] })
  const earlier = new Set<MessageId>()
  return async (file) => {
    const upload = nextUpload(window, earlier)
    try {
      await sendFile(app, window, { conversationId, file })
      return await upload.seconds
    } finally {
      upload.stop()
    }
  }
}
