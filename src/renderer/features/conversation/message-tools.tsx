import { memo, type RefObject, useCallback, useEffect, useRef, useState } from 'react'
import type { ConversationId } from '#shared/model/ids.ts'
import type { Message } from '#shared/model/message.ts'
import { unreachable } from '#shared/unreachable.ts'
import { boxBeside, focusBox } from '../../parts/composing/use-take-back.ts'
import { isShortcut, type ShortcutId } from '../../parts/keys/shortcuts.ts'
import { useReplica } from '../../store/hooks.ts'
import { useServices } from '../../store/services.tsx'
import { showWithKeys } from '../../ui/keys-at-once.ts'
import { isModalOpen } from '../../ui/modal.ts'
import { isWritable } from '../../ui/writable.ts'
import { MessageDetailsDialog } from './details/message-details-dialog.tsx'
import { COMMAND_KEYS, commandsOf, type Meant, type MessageCommand } from './message-commands.ts'
import { type AskedMenu, MessageMenu } from './message-menu.tsx'
import { MessageToolbar } from './message-toolbar.tsx'
import { NoteToast } from './note-toast.tsx'
import { SendAgainQuestion } from './send-again-question.tsx'
import { stepFrom } from './stepping.ts'
import { useMessage } from './use-message.ts'
import { useMessageCommands } from './use-message-commands.ts'
import { useMessagePlaces } from './use-message-places.ts'

/** The message that the pointer or the keys are on. */
interface Hot {
  message: Message
  article: HTMLElement
}

const LETTERS: readonly (readonly [ShortcutId, MessageCommand])[] = Object.entries(COMMAND_KEYS).flatMap(
  ([command, keys]) => (keys === 'message-open' ? [] : [[keys, command as MessageCommand] as const]),
)

/**
 * What can be done with the messages of a log: one toolbar and one menu for all of them, and the keys. The log itself is
 * not drawn again for any of it, nor this for what arrives in the log.
 */
export const MessageTools = memo(function MessageTools(props: {
  scroller: RefObject<HTMLDivElement | null>
  conversationId: ConversationId
  contact: string
  /** The message with the keys, which stays drawn wherever the log is scrolled to. */
  kept: RefObject<Message['id'] | null>
  /** The keys go from message to message: the end is followed no more. */
  leaveEnd: () => void
}) {
  const { scroller, conversationId, contact, kept } = props
  const { replica, clock } = useServices()
  const hasLetters = useReplica(({ settings }) => settings.letterKeys)
  const [hot, setHot] = useState<Hot | null>(null)
  const [menu, setMenu] = useState<AskedMenu | null>(null)
  const { run, act, note, asked, forget, answer } = useMessageCommands(conversationId)
  /** Where the keys go from the menu: back to its message, or to where its command took them. */
  const goesOn = useRef<HTMLElement | null>(null)

  const log = () => replica.state.getState().replica?.logs.get(conversationId)
  const messageOf = (article: HTMLElement): Message | undefined => {
    const id = Number(article.dataset['message'])
    return log()?.messages.find((one) => one.id === id)
  }

  /** What of a message is meant at a place in it; by default its first file. */
  function meantAt(message: Message, article: HTMLElement, target: Element | null): Meant {
    const part = target?.closest<HTMLElement>('[data-part]')?.dataset['part']
    const own = message.media.filter(({ place }) => place !== 'quote')
    const selected = getSelection()
    const isHere = selected !== null && selected.anchorNode !== null && article.contains(selected.anchorNode)
    return {
      message,
      link: target?.closest('a')?.href ?? null,
      selection: isHere ? selected.toString() : '',
      medium: own.find(({ place }) => String(place) === part) ?? (part === undefined ? own[0] : null) ?? null,
    }
  }

  function openMenu(article: HTMLElement, target: Element | null, anchor: AskedMenu['anchor']): void {
    const message = messageOf(article)
    if (message === undefined) return
    goesOn.current = article
    setMenu({ meant: meantAt(message, article, target), anchor, article })
  }

  /** Does what a key means, where that is possible for the message. */
  function doByKey(article: HTMLElement, command: MessageCommand, target: Element | null): boolean {
    const message = messageOf(article)
    if (message === undefined) return false
    const meant = meantAt(message, article, target)
    // what is marked on the screen is what is copied, wherever it is
    if (command === 'copy' && getSelection()?.isCollapsed === false) return false
    const possible = commandsOf(
      meant,
      replica.state.getState().replica?.conversations.get(conversationId),
      clock.exact(),
    )
    if (!possible.flat().includes(command)) return false
    goesOn.current = article
    run(command, meant, article)
    return true
  }

  function step(article: HTMLElement | null, by: 1 | -1): boolean {
    const { current } = scroller
    if (current === null) return false
    const to = stepFrom(current, article, by, log()?.hasNewer === false)
    switch (to.kind) {
      case 'scroll':
        return false
      case 'none':
        return true
      case 'box':
        focusBox(current)
        return true
      case 'message':
        props.leaveEnd()
        to.article.focus({ preventScroll: true })
        to.article.scrollIntoView({ block: 'nearest' })
        return true
      default:
        return unreachable(to)
    }
  }

  useMessagePlaces(scroller, {
    onHot(article, withKeys) {
      const message = article === null ? undefined : messageOf(article)
      kept.current = (withKeys && messageOf(withKeys)?.id) ?? null
      setHot((before) => {
        if (article === null || message === undefined) return null
        return before?.article === article && before.message === message ? before : { article, message }
      })
    },
    onMenu: (article, { target, point }) => openMenu(article, target, point ?? bubbleOf(article)),
    onKey(article, event) {
      const target = event.target instanceof Element ? event.target : null
      // what is set or typed inside a message keeps its keys
      if (isWritable(target) || target?.matches('input') || isModalOpen()) return false
      if (!event.altKey && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
        if (event.key === 'ArrowUp') return step(article, -1)
        if (event.key === 'ArrowDown') return step(article, 1)
      }
      if (article === null) return false
      if (isShortcut(event, 'message-menu')) {
        openMenu(article, target, bubbleOf(article))
        return true
      }
      if (target === article && isShortcut(event, 'message-open')) return openContent(article)
      const isLetter = !event.ctrlKey && !event.metaKey
      if (event.repeat || (isLetter && !hasLetters)) return false
      const command = LETTERS.find(([keys]) => isShortcut(event, keys))?.[1]
      return command !== undefined && doByKey(article, command, target)
    },
  })

  const returnTo = useCallback(
    () => (goesOn.current?.isConnected ? goesOn.current : scroller.current),
    [scroller],
  )
  // the next key may be pressed before the library gives them back
  const closeMenu = useCallback(() => showWithKeys(() => setMenu(null), returnTo), [returnTo])

  const leave = () => showWithKeys(answer, returnTo)

  const message = useMessage(conversationId, hot?.message.id ?? null)
  const asksAbout = useMessage(conversationId, menu?.meant.message.id ?? null)
  const meant = menu !== null && asksAbout !== undefined ? asItIsNow(menu.meant, asksAbout) : null
  const isGone = menu !== null && meant === null
  useEffect(() => {
    if (isGone) setMenu(null)
  }, [isGone])
  const bubble = hot === null ? null : bubbleOf(hot.article)
  return (
    <>
      {hot !== null && message !== undefined && bubble !== null ? (
        <MessageToolbar
          meant={{ message, link: null, selection: '', medium: null }}
          bubble={bubble}
          onCommand={(command) => {
            goesOn.current = hot.article
            run(command, meantAt(message, hot.article, null), hot.article)
          }}
          onMore={(button) => openMenu(hot.article, null, button)}
        />
      ) : null}
      <MessageMenu
        asked={menu !== null && meant !== null ? { ...menu, meant } : null}
        onClose={closeMenu}
        onCommand={(command) => {
          if (menu === null || meant === null) return
          if (command === 'quote') goesOn.current = boxBeside(menu.article)
          run(command, meant, menu.article)
        }}
        returnTo={returnTo}
      />
      <SendAgainQuestion
        open={asked?.kind === 'send-again'}
        contact={contact}
        onCancel={leave}
        onConfirm={() => {
          answer()
          if (asked !== null) act('send-again', asked.message, null, true)
        }}
      />
      {asked?.kind === 'details' ? <MessageDetailsDialog message={asked.message} onClose={leave} /> : null}
      {note === null ? null : <NoteToast note={note} onClose={forget} />}
    </>
  )
})

/** What was meant of a message that has changed since. */
function asItIsNow({ link, selection, medium }: Meant, message: Message): Meant {
  return { message, link, selection, medium: message.media.find(({ id }) => id === medium?.id) ?? null }
}

function bubbleOf(article: HTMLElement): HTMLElement {
  return article.querySelector<HTMLElement>('[data-bubble]') ?? article
}

/** Opens what a message holds, as a click on it would; false where there is nothing to be opened. */
function openContent(article: HTMLElement): boolean {
  const opens =
    article.querySelector<HTMLElement>('[data-opens]') ?? article.querySelector<HTMLElement>('a[href]')
  opens?.click()
  return opens !== null
}
