import { memo, useState } from 'react'
import type { AccountSummary } from '#shared/model/account.ts'
import type { ConversationSummary } from '#shared/model/conversation.ts'
import { accountName } from '../../formatting/names.ts'
import { useTranslation } from '../../i18n/use-translation.tsx'
import { HistoryItems } from '../../parts/contact/history-items.tsx'
import { TagsDialog } from '../../parts/contact/tags-dialog.tsx'
import { KeyItem } from '../../parts/keys/key-item.tsx'
import { useServices } from '../../store/services.tsx'
import { Menu, MenuItem } from '../../ui/menu.tsx'
import { DateJump } from './date-jump.tsx'
import { type AskedAbout, RenameContact } from './rename-contact.tsx'

/** The same contact through another account. */
export interface OtherRoute {
  conversation: ConversationSummary
  account: AccountSummary
}

/** What can be done with a conversation and its contact, and what asks about it. A message that arrives draws none of it. */
export const HeaderMenu = memo(function HeaderMenu(props: {
  conversation: AskedAbout
  contact: string
  /** Through which other accounts the contact can be reached; the head shows the first of them itself. */
  also: readonly OtherRoute[]
  onShow: (conversation: ConversationSummary) => void
  onDate: (at: number) => Promise<boolean>
  onFind: () => void
  isOpen: boolean
  onOpenChange: (isOpen: boolean) => void
}) {
  const { t } = useTranslation()
  const { conversation, contact } = props
  const { ui } = useServices()
  const [asking, setAsking] = useState<'date' | 'rename' | 'tags' | null>(null)
  const asked = { conversation, contact, onClose: () => setAsking(null) }
  return (
    <>
      <Menu
        label={t('conversation.more', { name: contact })}
        open={props.isOpen}
        onOpenChange={props.onOpenChange}
      >
        <KeyItem keys="find" onSelect={props.onFind}>
          {t('find.menu')}
        </KeyItem>
        <MenuItem onSelect={() => setAsking('date')}>{t('conversation.toDateMenu')}</MenuItem>
        <MenuItem onSelect={() => ui.setState({ gallery: conversation.id })}>
          {t('media.gallery.menu')}
        </MenuItem>
        <MenuItem onSelect={() => setAsking('rename')}>{t('conversation.renameMenu')}</MenuItem>
        <MenuItem onSelect={() => setAsking('tags')}>{t('contactPanel.tagsMenu')}</MenuItem>
        <MenuItem onSelect={() => void navigator.clipboard.writeText(contact).catch(() => undefined)}>
          {t('desk.copyName')}
        </MenuItem>
        {props.also.slice(1).map((other) => (
          <MenuItem key={other.conversation.id} onSelect={() => props.onShow(other.conversation)}>
            {t('conversation.alsoVia', { account: accountName(other.account, t) })}
          </MenuItem>
        ))}
        <HistoryItems id={conversation.id} />
      </Menu>
      <DateJump open={asking === 'date'} onClose={asked.onClose} onDate={props.onDate} />
      <TagsDialog open={asking === 'tags'} {...asked} />
      <RenameContact open={asking === 'rename'} {...asked} />
    </>
  )
})
