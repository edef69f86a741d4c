import { useCallback, useEffect, useRef, useState } from 'react'
import type { AccountSummary } from '#shared/model/account.ts'
import type { ConversationSummary } from '#shared/model/conversation.ts'
import type { QuickReply } from '#shared/model/quick-reply.ts'
import type { WindowState } from '#shared/model/reply-window.ts'
import { givenNames } from '#shared/text/placeholders.ts'
import { fillQuickReply, type Gap, type QuickValues, quickValues } from '#shared/text/quick-reply-words.ts'
import { useTranslation } from '../../../i18n/use-translation.tsx'
import { replyCost } from '../../../parts/quick-replies/reply-cost.ts'
import { type Action, useAction } from '../../../store/hooks.ts'
import { useServices } from '../../../store/services.tsx'

/** The box that a quick reply is for. */
export interface TakingBox {
  conversation: ConversationSummary
  account: AccountSummary | undefined
  kind: WindowState['kind']
  /** Messages left. */
  left: number
  /** Puts a text into the box, as if it were typed. */
  write: (text: string) => void
  onSent: () => void
}

/** A text with a place in it where something is put. */
export interface Place {
  text: string
  /** What the quick reply takes the place of. */
  from: number
  to: number
}

/** More messages than can still go out. */
export interface TooMany {
  count: number
  left: number
}

export interface Taking {
  action: Action
  tooMany: TooMany | null
  /** Says no longer why nothing was sent. */
  clear(): void
  /** What stands for placeholders in this conversation now. */
  values(): QuickValues
  /** Puts it into the box to be edited, its files into the review; answers what is to be selected there. */
  insert(reply: QuickReply, place: Place): Gap
  /** Sends it at once. Answers what is to be selected where it was put into the box instead, with gaps to be filled in. */
  sendNow(reply: QuickReply, place: Place): Gap | null
}

/** Takes a quick reply for a conversation. */
export function useTaking({ conversation, account, kind, left, write, onSent }: TakingBox): Taking {
  const { i18n } = useTranslation()
  const { client, clock, drafts, review } = useServices()
  const action = useAction()
  const [tooMany, setTooMany] = useState<TooMany | null>(null)
  const language = i18n.language === 'zh-CN' ? 'zh-CN' : 'en'
  const { id } = conversation
  const isShown = useRef(true)
  useEffect(() => {
    isShown.current = true
    return () => {
      isShown.current = false
    }
  }, [])

  const values = () => quickValues(givenNames(conversation, account), clock.exact(), language)

  async function reviewFiles(reply: QuickReply): Promise<void> {
    const { items } = await client.request('quickReplies.open', { id: reply.id })
    const files = items.flatMap((item) => (item.kind === 'file' ? [item] : []))
    // Whoever has left the conversation is shown no sheet for it (P17).
    if (isShown.current) review.put({ conversationId: id, accountId: null }, files)
    else {
      const staged = files.flatMap(({ staged: { id: one, withPlace } }) => [one, withPlace ?? []].flat())
      await client.request('staging.discard', { ids: staged })
    }
  }

  function insert(reply: QuickReply, { text, from, to }: Place): Gap {
    const now = values()
    const joined = reply.items.flatMap((item) => (item.kind === 'text' ? [item.text] : [])).join('\n\n')
    const filled = fillQuickReply(joined, now)
    write(text.slice(0, from) + filled.text + text.slice(to))
    if (reply.items.some((item) => item.kind === 'file')) {
      drafts.flush(id)
      void action.run(() => reviewFiles(reply))
    }
    const [gap] = filled.gaps
    const end = from + filled.text.length
    return gap === undefined ? { from: end, to: end } : { from: from + gap.from, to: from + gap.to }
  }

  function sendNow(reply: QuickReply, place: Place): Gap | null {
    const now = values()
    const hasGaps = reply.items.some(
      (item) => item.kind === 'text' && fillQuickReply(item.text, now).gaps.length > 0,
    )
    if (hasGaps) return insert(reply, place)
    const count = replyCost(reply, now)
    if (kind === 'open' && count > left) {
      setTooMany({ count, left })
      return null
    }
    const rest = place.text.slice(0, place.from) + place.text.slice(place.to)
    // Main keeps what stays in the box with the send.
    drafts.place(id, rest)
    void action
      .run(() =>
        client.request('quickReplies.send', {
          ...{ id: reply.id, conversationId: id },
          requestId: crypto.randomUUID(),
          draft: rest,
        }),
      )
      .then((isSent) => {
        if (isSent) onSent()
        // What was typed is back, unless something else was since.
        else if (drafts.texts.getState().get(id) === rest) drafts.type(id, place.text)
      })
    return null
  }

  const clear = useCallback(() => {
    action.clear()
    setTooMany(null)
  }, [action])
  return { action, tooMany, clear, values, insert, sendNow }
}
