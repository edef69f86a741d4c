import { Copy, Ellipsis, type LucideIcon, PenLine, TextQuote } from 'lucide-react'
import { createPortal } from 'react-dom'
import { useTranslation } from '../../i18n/use-translation.tsx'
import { useNow, useReplica } from '../../store/hooks.ts'
import { IconButton } from '../../ui/button.tsx'
import { classNames } from '../../ui/class-names.ts'
import { commandsOf, type Meant, type MessageCommand } from './message-commands.ts'
import { commandWords } from './message-menu.tsx'

/** What is done most often with a message, in the order in which it is shown. */
const SHOWN: readonly (readonly [MessageCommand, LucideIcon])[] = [
  ['quote', TextQuote],
  ['draft', PenLine],
  ['copy', Copy],
]

/** Beside the message under the pointer or with the keys; one for the whole log. Keys and the menu do the same. */
export function MessageToolbar(props: {
  meant: Meant
  /** The bubble that it stands beside; it is drawn into it and takes no room there. */
  bubble: HTMLElement
  onCommand: (command: MessageCommand) => void
  onMore: (button: HTMLElement) => void
}) {
  const { t } = useTranslation()
  const { meant, bubble } = props
  const now = useNow('minute')
  const conversation = useReplica(({ conversations }) => conversations.get(meant.message.conversationId))
  const possible = commandsOf(meant, conversation, now).flat()
  return createPortal(
    <div
      role="toolbar"
      aria-label={t('message.menu.toolbar')}
      className={classNames(
        'absolute top-0 z-10 flex rounded-control bg-raised shadow-float',
        meant.message.direction === 'out' ? 'right-full mr-1.5' : 'left-full ml-1.5',
      )}
    >
      {SHOWN.map(([command, Icon]) =>
        possible.includes(command) ? (
          <IconButton
            key={command}
            label={commandWords(command, t)}
            tabIndex={-1}
            className="size-7!"
            onClick={() => props.onCommand(command)}
          >
            <Icon size={14} aria-hidden />
          </IconButton>
        ) : null,
      )}
      <IconButton
        label={t('message.menu.more')}
        tabIndex={-1}
        aria-haspopup="menu"
        className="size-7!"
        onClick={({ currentTarget }) => props.onMore(currentTarget)}
      >
        <Ellipsis size={14} aria-hidden />
      </IconButton>
    </div>,
    bubble,
  )
}
