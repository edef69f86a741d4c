import { useCallback, useState } from 'react'
import type { AppErrorCode } from '#shared/errors.ts'
import type { ConversationId } from '#shared/model/ids.ts'
import type { Message } from '#shared/model/message.ts'
import { errorCode } from '../../api/client-error.ts'
import { previewOf } from '../../formatting/message-words.ts'
import { useTranslation } from '../../i18n/use-translation.tsx'
import { quotedWords, withQuote, wordsOf } from '../../parts/composing/quoting.ts'
import { focusBox, inBox, putIntoBox } from '../../parts/composing/use-take-back.ts'
import { useFormats } from '../../store/hooks.ts'
import { type Services, useServices } from '../../store/services.tsx'
import type { Meant, MessageCommand } from './message-commands.ts'
import { isSendAction, type SendAction } from './send-actions.ts'
import { useSendAction } from './use-send-action.ts'

/** What is said about what was just done. */
export type Note =
  | { kind: 'copied' | 'not-copied' | 'saved' }
  | { kind: 'files-gone'; names: readonly string[] }
  | { kind: 'failed'; code: AppErrorCode }

/** What stands in front of the log because of a command. */
export type Asked = { kind: 'send-again' | 'details'; message: Message } | null

/** Does a command; `from` is what it was asked for at, whose pane is that of the message box. */
export type RunCommand = (command: MessageCommand, meant: Meant, from: HTMLElement | null) => void

/** Does what can be done with messages of a conversation, from its menu, its toolbar or by key. */
export function useMessageCommands(conversationId: ConversationId) {
  const services = useServices()
  const { t } = useTranslation()
  const formats = useFormats()
  const sendAction = useSendAction(conversationId)
  const [note, setNote] = useState<Note | null>(null)
  const [asked, setAsked] = useState<Asked>(null)

  const tell = useCallback(async (work: () => Promise<Note | null>): Promise<void> => {
    setNote(null)
    try {
      setNote(await work())
    } catch (failure) {
      setNote({ kind: 'failed', code: errorCode(failure) })
    }
  }, [])

  /** Does it at once, unless it has to be asked first. */
  const act = useCallback(
    (action: SendAction, message: Message, from: HTMLElement | null, isSure = false): void => {
      if (action === 'send-again' && message.sending?.state === 'unconfirmed' && !isSure)
        setAsked({ kind: 'send-again', message })
      else void tell(() => sendAction(action, message, from).then(() => null))
    },
    [sendAction, tell],
  )

  const run: RunCommand = useCallback(
    (command, { message, link, selection, medium }, from) => {
      const { client, ui, drafts } = services
      const copy = (words: string) =>
        void tell(() =>
          navigator.clipboard.writeText(words).then(
            (): Note => ({ kind: 'copied' }),
            (): Note => ({ kind: 'not-copied' }),
          ),
        )
      const withMedium = (work: (id: NonNullable<typeof medium>['id']) => void) => {
        if (medium !== null) work(medium.id)
      }
      const works: Record<Exclude<MessageCommand, SendAction>, () => void> = {
        'open-link': () => {
          if (link !== null) client.request('app.openLink', { url: link }).catch(() => undefined)
        },
        'copy-link': () => copy(link ?? ''),
        'copy-selection': () => copy(selection),
        copy: () => copy(wordsOf(message)),
        look: () => withMedium((mediaId) => ui.setState({ lightbox: { conversationId, mediaId } })),
        forward: () => withMedium((forwarding) => ui.setState({ forwarding })),
        open: () =>
          withMedium((id) => void tell(() => client.request('media.open', { id }).then(() => null))),
        fetch: () =>
          withMedium((id) => void tell(() => client.request('media.fetch', { id }).then(() => null))),
        'show-in-folder': () =>
          withMedium((id) => void tell(() => client.request('media.showInFolder', { id }).then(() => null))),
        save: () =>
          withMedium(
            (id) =>
              void tell(async () => {
                const { saved } = await client.request('media.save', { id })
                return saved ? { kind: 'saved' } : null
              }),
          ),
        quote: () => {
          const [part] = message.parts
          const words = wordsOf(message) || (part ? previewOf(part, t, formats) : '')
          const quote = t('message.quoteText', { text: quotedWords(words) })
          drafts.type(conversationId, withQuote(inBox(services, conversationId), quote))
          focusBox(from)
        },
        draft: () => void tell(() => toDraft(services, message, from)),
        details: () => setAsked({ kind: 'details', message }),
      }
      if (isSendAction(command)) act(command, message, from)
      else works[command]()
    },
    [services, conversationId, tell, act, t, formats],
  )

  return { run, act, note, asked, forget: useCallback(() => setNote(null), []), answer: () => setAsked(null) }
}

/** Puts what a message says into the message box of its conversation, and its files into a review; nothing is sent. */
async function toDraft(
  services: Services,
  { id, conversationId }: Message,
  from: HTMLElement | null,
): Promise<Note | null> {
  // where it was asked for may have gone before the answer is here
  const pane = from?.closest<HTMLElement>('[data-conversation-pane]') ?? null
  let hasFiles = false
  let names: readonly string[] = []
  await putIntoBox(services, conversationId, async (typed) => {
    const copied = await services.client.request('outbox.copyToDraft', { id, typed })
    hasFiles = copied.files.length > 0
    names = copied.missing
    return copied
  })
  if (!hasFiles) focusBox(pane)
  return names.length === 0 ? null : { kind: 'files-gone', names }
}
