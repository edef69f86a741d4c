import { Fragment } from 'react'
import { unreachable } from '#shared/unreachable.ts'
import type { Translate } from '../../i18n/index.ts'
import { useTranslation } from '../../i18n/use-translation.tsx'
import { KeyItem } from '../../parts/keys/key-item.tsx'
import { useNow, useReplica } from '../../store/hooks.ts'
import { AnchoredMenu, type MenuAnchor, MenuDivider, MenuItem } from '../../ui/menu.tsx'
import { COMMAND_KEYS, commandsOf, type Meant, type MessageCommand } from './message-commands.ts'
import { SEND_ACTION_WORDS } from './send-actions.ts'

/** What a menu is about, and where it hangs. */
export interface AskedMenu {
  meant: Meant
  anchor: MenuAnchor
  /** Its message, where the keys go on from. */
  article: HTMLElement
}

/** What a command is called. */
export function commandWords(command: MessageCommand, t: Translate): string {
  switch (command) {
    case 'open-link':
    case 'copy-link':
    case 'copy-selection':
    case 'copy':
    case 'quote':
    case 'draft':
    case 'details':
      return t(`message.menu.${command}`)
    case 'look':
      return t('media.preview')
    case 'open':
      return t('media.open')
    case 'fetch':
      return t('media.fetch')
    case 'save':
      return t('media.save')
    case 'forward':
      return t('media.forward')
    case 'show-in-folder':
      return t('media.showInFolder')
    case 'undo':
    case 'edit':
    case 'cancel':
    case 'send-again':
    case 'mark-as-sent':
    case 'retry':
    case 'discard':
      return t(SEND_ACTION_WORDS[command])
    default:
      return unreachable(command)
  }
}

/** What can be done with a message: one menu for a whole log. */
export function MessageMenu(props: {
  asked: AskedMenu | null
  onClose: () => void
  onCommand: (command: MessageCommand) => void
  returnTo: () => HTMLElement | null
}) {
  const { asked } = props
  return (
    <AnchoredMenu anchor={asked?.anchor ?? null} onClose={props.onClose} returnTo={props.returnTo}>
      {asked ? <Items meant={asked.meant} onCommand={props.onCommand} /> : null}
    </AnchoredMenu>
  )
}

function Items({ meant, onCommand }: { meant: Meant; onCommand: (command: MessageCommand) => void }) {
  const { t } = useTranslation()
  const now = useNow('minute')
  const conversation = useReplica(({ conversations }) => conversations.get(meant.message.conversationId))
  return commandsOf(meant, conversation, now).map((group, index) => (
    <Fragment key={group[0]}>
      {index > 0 ? <MenuDivider /> : null}
      {group.map((command) => {
        const keys = COMMAND_KEYS[command]
        const words = commandWords(command, t)
        return keys === undefined ? (
          <MenuItem key={command} onSelect={() => onCommand(command)}>
            {words}
          </MenuItem>
        ) : (
          <KeyItem key={command} keys={keys} onSelect={() => onCommand(command)}>
            {words}
          </KeyItem>
        )
      })}
    </Fragment>
  ))
}
