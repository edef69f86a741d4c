import { z } from 'zod'
import type { App } from '#core/app-surface.ts'

const Snapshot = z.object({ conversations: z.array(z.object({ id: z.number() })) })
const Page = z.object({
  messages: z.array(z.object({ parts: z.array(z.object({ text: z.string().optional() })) })),
})

/** What is stored, as a window sees it: the newest 200 messages of each conversation, and how many texts of them differ. */
export async function countStored(app: App): Promise<{ stored: number; distinct: number }> {
  const window = app.connect()
  const snapshot = await window.request('app.snapshot', undefined)
  if (!snapshot.ok) throw new Error('no snapshot')
  const texts: string[] = []
  for (const { id } of Snapshot.parse(snapshot.value).conversations) {
    const page = await window.request('messages.page', { conversationId: id, limit: 200 })
    const { messages } = Page.parse(page.ok ? page.value : undefined)
    texts.push(...messages.map((row) => row.parts[0]?.text ?? ''))
  }
  window.close()
  return { stored: texts.length, distinct: new Set(texts).size }
}
