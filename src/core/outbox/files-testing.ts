import type { MediaFile } from '#core/storage/media-file-repository.ts'
import { settle } from '#core/testing/settle.ts'
import { StagedId } from '#shared/model/media.ts'
import { createTestOutbox, type TestOutbox } from './testing.ts'

const REQUEST = '20000000-0000-4000-8000-000000000001'

export function aFile(n: number, over: Partial<MediaFile> = {}): MediaFile {
  return {
    hash: String(n).padStart(64, '0'),
    size: 1000 + n,
    md5: String(n).padStart(32, '0'),
    kind: 'image',
    type: 'image/png',
    ...over,
  }
}

export function stage(
  app: TestOutbox,
  n: number,
  over: Partial<MediaFile> = {},
  name = `picture-${n}.png`,
): StagedId {
  const id = StagedId.parse(`30000000-0000-4000-8000-${String(n).padStart(12, '0')}`)
  const file = aFile(n, over)
  app.files.add(file, 0)
  app.files.addStaged(id, name, file)
  return id
}

export function sendFiles(
  app: TestOutbox,
  stagedIds: StagedId[],
  caption = '',
  asFile = false,
  conversationId = app.conversationWith(),
) {
  return app.outbox.sendFiles({
    conversationId,
    requestId: REQUEST,
    caption,
    files: stagedIds.map((stagedId) => ({ stagedId, asFile })),
    force: false,
  })
}

export const uploaded = (n: number) =>
  ({
    kind: 'uploaded',
    encryptQueryParam: `param-${n}`,
    keyHex: '00112233445566778899aabbccddeeff',
    cipherSize: 1008,
  }) as const

/** An open conversation with files queued, their uploads begun. */
export async function withFiles(count: number, caption = '') {
  const app = createTestOutbox()
  app.write()
  const staged = Array.from({ length: count }, (_, index) => stage(app, index + 1))
  const ids = sendFiles(app, staged, caption)
  await settle()
  return { app, ids }
}
