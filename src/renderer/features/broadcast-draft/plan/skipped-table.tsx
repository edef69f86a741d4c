import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { SkippedRecipient, SkipReason } from '#shared/model/broadcast.ts'
import type { ConversationSummary } from '#shared/model/conversation.ts'
import type { ConversationId } from '#shared/model/ids.ts'
import { useReplica } from '../../../store/hooks.ts'
import { Button } from '../../../ui/button.tsx'
import { LONG_TABLE_HEAD, type LongRowProps, LongTable } from '../../../ui/long-table.tsx'
import { helpWords } from './plan-words.ts'
import { useWayNames } from './use-names.ts'

const COLUMNS = ['contact', 'account', 'reason', 'help'] as const
const CELL = 'border-b px-2 py-1.5 align-top'
const ROW_HEIGHT = 53
/** What can be helped soonest stands first. */
const REASONS: readonly SkipReason[] = [
  'account-offline',
  'account-may-be-muted',
  'quota-short',
  'reserve',
  'window-closed',
  'excluded',
]

type Line = { kind: 'group'; reason: SkipReason; count: number } | { kind: 'one'; skipped: SkippedRecipient }

/** Takes another account for somebody. */
export type TakeWay = (contactUserId: string, way: ConversationId) => void

/** Who does not get it, by the reason why, with what would help. */
export function SkippedTable(props: { skipped: readonly SkippedRecipient[]; onTakeWay: TakeWay }) {
  const { t } = useTranslation()
  const { skipped } = props
  const lines = useMemo(() => linesOf(skipped), [skipped])
  const excluded = useExcludedForGood()
  return (
    <LongTable
      label={t('broadcastDraft.plan.skipped')}
      columns={COLUMNS.length}
      count={lines.length}
      rowHeight={ROW_HEIGHT}
      keyOf={(index) => keyOf(lines[index])}
      className="max-h-[max(14rem,38vh)]"
      head={COLUMNS.map((column) => (
        <th key={column} scope="col" className={LONG_TABLE_HEAD}>
          {t(`broadcastDraft.plan.column.${column}`)}
        </th>
      ))}
      row={(index, rowProps) => {
        const line = lines[index]
        if (!line) return null
        if (line.kind === 'one') {
          return (
            <SkippedRow
              key={keyOf(line)}
              skipped={line.skipped}
              excluded={excluded}
              rowProps={rowProps}
              onTakeWay={props.onTakeWay}
            />
          )
        }
        const reason = t(`broadcastDraft.plan.reason.${line.reason}`)
        return (
          <tr key={keyOf(line)} {...rowProps}>
            <th
              scope="colgroup"
              colSpan={COLUMNS.length}
              className="border-b bg-panel px-2 py-1 text-left font-medium"
            >
              {t('broadcastDraft.plan.group', { reason, count: line.count })}
            </th>
          </tr>
        )
      }}
    />
  )
}

function SkippedRow(props: {
  skipped: SkippedRecipient
  excluded: ReadonlySet<string>
  rowProps: LongRowProps
  onTakeWay: TakeWay
}) {
  const { t } = useTranslation()
  const nameOf = useWayNames()
  const { skipped } = props
  const { contact, account, conversation } = nameOf(skipped.conversationId)
  const isForGood = conversation !== undefined && props.excluded.has(conversation.contactUserId)
  return (
    <tr {...props.rowProps}>
      <th scope="row" className={`${CELL} max-w-32 text-left font-medium`}>
        <bdi title={contact} className="block truncate">
          {contact}
        </bdi>
      </th>
      <td title={account} className={`${CELL} max-w-28 truncate`}>
        {account}
      </td>
      <td className={`${CELL} min-w-24`}>{t(`broadcastDraft.plan.reason.${skipped.reason}`)}</td>
      <td className={`${CELL} text-soft`}>
        {helpWords(skipped, { contact, account, isForGood }, t)}
        {conversation
          ? skipped.others.map((id) => {
              const other = nameOf(id).account
              return (
                <Button
                  key={id}
                  size="small"
                  className="mt-1 mr-1 flex!"
                  title={t('broadcastDraft.plan.useNamed', { account: other, contact })}
                  onClick={() => props.onTakeWay(conversation.contactUserId, id)}
                >
                  {t('broadcastDraft.plan.use', { account: other })}
                </Button>
              )
            })
          : null}
      </td>
    </tr>
  )
}

/** User ids of who is left out of every broadcast, whichever account knows them. */
function useExcludedForGood(): ReadonlySet<string> {
  const conversations = useReplica((replica) => replica.conversations)
  return useMemo(() => {
    const excluded = [...conversations.values()].filter((one: ConversationSummary) => one.isExcluded)
    return new Set(excluded.map(({ contactUserId }) => contactUserId))
  }, [conversations])
}

function linesOf(skipped: readonly SkippedRecipient[]): Line[] {
  return REASONS.flatMap((reason): Line[] => {
    const group = skipped.filter((one) => one.reason === reason)
    if (group.length === 0) return []
    return [
      { kind: 'group', reason, count: group.length },
      ...group.map((one): Line => ({ kind: 'one', skipped: one })),
    ]
  })
}

function keyOf(line: Line | undefined): string | number {
  if (!line) return ''
  return line.kind === 'group' ? line.reason : line.skipped.conversationId
}
