import { useMemo, useState } from 'react'
import type { BroadcastRecipient } from '#shared/model/broadcast.ts'
import { useTranslation } from '../../i18n/use-translation.tsx'
import { useFormats, useReplica } from '../../store/hooks.ts'
import { Button } from '../../ui/button.tsx'
import { classNames } from '../../ui/class-names.ts'
import { TABLE_HEAD } from '../../ui/sort-head.tsx'
import { AccountCell } from './account-cell.tsx'
import { ContactCell, LEDGER_CELL, type ShowConversation } from './contact-cell.tsx'
import { reasonWords } from './run-words.ts'
import { useLedgerLines } from './use-ledger-lines.ts'

const COLUMNS = ['contact', 'account', 'reason'] as const
/** Longer lists are shown whole only when asked for. */
const FEW = 10

/** Whom the plan left out before the start, and why. */
export function SkippedTable(props: {
  recipients: readonly BroadcastRecipient[]
  onShowConversation: ShowConversation
}) {
  const { t } = useTranslation()
  const formats = useFormats()
  const accounts = useReplica((replica) => replica.accounts)
  const conversations = useReplica((replica) => replica.conversations)
  const [isWhole, setIsWhole] = useState(false)
  const { recipients } = props
  const ordered = useMemo(() => recipients.toSorted((one, other) => one.place - other.place), [recipients])
  const isLong = ordered.length > FEW
  const lines = useLedgerLines(ordered)
  const shown = isWhole ? lines : lines.slice(0, FEW)
  return (
    <section aria-label={t('broadcasts.skippedTable')} className="mt-8">
      <h2 className="text-title font-semibold">{t('broadcasts.skippedTable')}</h2>
      <p className="mb-2 text-preview text-soft">{t('broadcasts.skippedHint')}</p>
      <table
        aria-label={t('broadcasts.skippedTable')}
        aria-rowcount={ordered.length + 1}
        className="w-full border-separate border-spacing-0"
      >
        <thead>
          <tr>
            {COLUMNS.map((column) => (
              <th key={column} scope="col" className={classNames(TABLE_HEAD, 'h-8 px-3 text-left')}>
                {t(`broadcasts.person.${column}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {shown.map(({ recipient, contact, account }) => (
            <tr key={recipient.place}>
              <ContactCell
                recipient={recipient}
                contact={contact}
                isHere={conversations.has(recipient.conversationId)}
                onShowConversation={props.onShowConversation}
              />
              <AccountCell account={account} colour={accounts.get(recipient.accountId)?.colour} />
              <td className={LEDGER_CELL}>{reasonWords(recipient, t)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {isLong ? (
        <Button
          look="link"
          size="small"
          aria-expanded={isWhole}
          className="mt-2"
          onClick={() => setIsWhole(!isWhole)}
        >
          {isWhole
            ? t('broadcasts.showFewer')
            : t('broadcasts.showAll', { number: formats.number(ordered.length) })}
        </Button>
      ) : null}
    </section>
  )
}
