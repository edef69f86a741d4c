import { useMemo } from 'react'
import { membersOf } from '#shared/members.ts'
import type { SkippedRecipient, SkipReason } from '#shared/model/broadcast.ts'
import type { ConversationSummary } from '#shared/model/conversation.ts'
import type { ConversationId } from '#shared/model/ids.ts'
import { useTranslation } from '../../../i18n/use-translation.tsx'
import { useReplica } from '../../../store/hooks.ts'
import { Button } from '../../../ui/button.tsx'
import { LONG_TABLE_HEAD, type LongRowProps, LongTable } from '../../../ui/long-table.tsx'
import { helpWords } from './plan-words.ts'
import { useRouteNames } from './use-names.ts'

const COLUMNS = ['contact', 'account', 'reason'] as const
const CELL = 'border-b px-2 py-1.5 align-top'
const ROW_HEIGHT = 53
/** What can be helped soonest stands first. */
const REASONS = membersOf<SkipReason>({
  'account-offline': true,
  'account-may-be-muted': true,
  'quota-short': true,
  reserve: true,
  'window-closed': true,
  'broadcast-to-recently': true,
  'name-missing': true,
  group: true,
  excluded: true,
})

/** Takes another account for somebody. */
export type TakeRoute = (contactUserId: string, route: ConversationId) => void

/** Who does not get it, by the reason why, with what would help; how many for each reason stands above. */
export function SkippedTable(props: {
  skipped: readonly SkippedRecipient[]
  /** Messages kept for the operator's own replies. */
  reserve: number
  onTakeRoute: TakeRoute
}) {
  const { t } = useTranslation()
  const { skipped, reserve } = props
  const groups = useMemo(() => byReason(skipped), [skipped])
  const lines = useMemo(() => groups.flatMap(({ people }) => people), [groups])
  const excluded = useExcludedForGood()
  return (
    <>
      <p className="text-preview text-soft">
        {groups
          .map(({ reason, people }) =>
            t('broadcastDraft.plan.group', {
              reason: t(`broadcasts.skip.${reason}`),
              count: people.length,
            }),
          )
          .join(' · ')}
      </p>
      <LongTable
        label={t('broadcastDraft.plan.skipped')}
        columns={COLUMNS.length}
        count={lines.length}
        rowHeight={ROW_HEIGHT}
        keyOf={(index) => lines[index]?.conversationId ?? index}
        className="max-h-[max(14rem,38vh)]"
        head={COLUMNS.map((column) => (
          <th key={column} scope="col" className={LONG_TABLE_HEAD}>
            {t(`broadcastDraft.plan.column.${column}`)}
          </th>
        ))}
        row={(index, rowProps) => {
          const one = lines[index]
          return one ? (
            <SkippedRow
              key={one.conversationId}
              skipped={one}
              reserve={reserve}
              excluded={excluded}
              rowProps={rowProps}
              onTakeRoute={props.onTakeRoute}
            />
          ) : null
        }}
      />
    </>
  )
}

function SkippedRow(props: {
  skipped: SkippedRecipient
  reserve: number
  excluded: ReadonlySet<string>
  rowProps: LongRowProps
  onTakeRoute: TakeRoute
}) {
  const { t } = useTranslation()
  const nameOf = useRouteNames()
  const { skipped, reserve } = props
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
      <td className={CELL}>
        <p>{t(`broadcasts.skip.${skipped.reason}`)}</p>
        <p className="text-soft">{helpWords(skipped, { contact, account, isForGood, reserve }, t)}</p>
        {conversation
          ? skipped.others.map((id) => {
              const other = nameOf(id).account
              return (
                <Button
                  key={id}
                  size="small"
                  className="mt-1 mr-1 flex!"
                  title={t('broadcastDraft.plan.useNamed', { account: other, contact })}
                  onClick={() => props.onTakeRoute(conversation.contactUserId, id)}
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

function byReason(
  skipped: readonly SkippedRecipient[],
): { reason: SkipReason; people: SkippedRecipient[] }[] {
  return REASONS.map((reason) => ({
    reason,
    people: skipped.filter((one) => one.reason === reason),
  })).filter(({ people }) => people.length > 0)
}
