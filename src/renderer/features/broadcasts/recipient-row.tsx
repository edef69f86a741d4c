import { memo } from 'react'
import type { BroadcastFile } from '#shared/model/broadcast.ts'
import { useTranslation } from '../../i18n/use-translation.tsx'
import { useFormats, useNow } from '../../store/hooks.ts'
import { AccountCell } from './account-cell.tsx'
import { ContactCell, LEDGER_CELL, type ShowConversation } from './contact-cell.tsx'
import type { LedgerLine } from './ledger-order.ts'
import { RecipientItems } from './recipient-items.tsx'
import { momentWords, reasonWords } from './run-words.ts'
import { RecipientStateWord } from './state-word.tsx'

/** Everything here stays the same object while the recipient does, or every change would draw every row. */
export interface RecipientRowProps extends LedgerLine {
  /** Place among the rows shown, from 0. */
  index: number
  colour: number | undefined
  isHere: boolean
  files: readonly BroadcastFile[]
  isUnfolded: boolean
  measure: (row: HTMLTableRowElement | null) => void
  onToggle: (place: number) => void
  onShowConversation: ShowConversation
}

/** One recipient of a run. */
export const RecipientRow = memo(function RecipientRow(props: RecipientRowProps) {
  const { t } = useTranslation()
  const { recipient, contact, index } = props
  const reason = reasonWords(recipient, t)
  return (
    // The first row is the head.
    <tr ref={props.measure} data-index={index} aria-rowindex={index + 2}>
      <ContactCell
        recipient={recipient}
        contact={contact}
        isHere={props.isHere}
        onShowConversation={props.onShowConversation}
      />
      <AccountCell account={props.account} colour={props.colour} />
      <td className={LEDGER_CELL}>
        <RecipientStateWord state={recipient.state} />
        {reason === null ? null : <p className="max-w-[44ch] text-meta text-pretty text-soft">{reason}</p>}
      </td>
      <td className={LEDGER_CELL}>
        <RecipientItems
          items={recipient.items}
          files={props.files}
          contact={contact}
          isUnfolded={props.isUnfolded}
          onToggle={() => props.onToggle(recipient.place)}
        />
      </td>
      <td className={`${LEDGER_CELL} text-right`}>
        {recipient.settledAt === null ? null : <Moment at={recipient.settledAt} />}
      </td>
      <td className={`${LEDGER_CELL} text-right`}>
        {recipient.answeredAt === null ? null : <Moment at={recipient.answeredAt} isAnswer />}
      </td>
    </tr>
  )
})

function Moment({ at, isAnswer = false }: { at: number; isAnswer?: boolean }) {
  const { t } = useTranslation()
  const formats = useFormats()
  const now = useNow('minute')
  const time = momentWords(at, now, formats)
  return (
    <time dateTime={new Date(at).toISOString()} title={formats.dateTime(at)}>
      {isAnswer ? t('broadcasts.answeredAt', { time }) : time}
    </time>
  )
}
