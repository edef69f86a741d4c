import type { BackupAccount, BackupPreview } from '#shared/model/backup.ts'
import { accountName } from '../../formatting/names.ts'
import { useTranslation } from '../../i18n/use-translation.tsx'
import { useFormats } from '../../store/hooks.ts'

/** What is in a backup. */
export function Preview({ preview }: { preview: BackupPreview }) {
  const { t } = useTranslation()
  const formats = useFormats()
  const { createdAt, messages, accounts } = preview
  return (
    <dl className="grid grid-cols-[max-content_1fr] gap-x-6 gap-y-1">
      <dt className="text-soft">{t('backup.preview.created')}</dt>
      <dd>{formats.dateTime(createdAt)}</dd>
      <dt className="text-soft">{t('backup.preview.messages')}</dt>
      <dd>{formats.number(messages)}</dd>
      <dt className="text-soft">{t('backup.preview.accounts')}</dt>
      <dd>
        <ul aria-label={t('backup.preview.accounts')} className="flex flex-col">
          {accounts.map((account) => (
            <li key={account.number} className="[overflow-wrap:anywhere]">
              {accountName(account, t)}
              <Remarks account={account} />
            </li>
          ))}
        </ul>
        {accounts.length === 0 ? t('backup.preview.none') : null}
      </dd>
    </dl>
  )
}

function Remarks({ account }: { account: BackupAccount }) {
  const { t } = useTranslation()
  const remarks = [
    ...(account.isHere ? [t('backup.preview.here')] : []),
    ...(account.hasSignIn ? [] : [t('backup.preview.noSignIn')]),
  ]
  if (remarks.length === 0) return null
  return <span className="block text-meta text-soft">{remarks.join(t('list.clause'))}</span>
}
