import { useCallback, useEffect, useState } from 'react'
import type { StorageUse } from '#shared/model/media.ts'
import type { MediaSettings } from '#shared/model/settings.ts'
import { accountName } from '../../formatting/names.ts'
import { useTranslation } from '../../i18n/use-translation.tsx'
import { useAction, useFormats, useReplica } from '../../store/hooks.ts'
import { useServices } from '../../store/services.tsx'
import { Button } from '../../ui/button.tsx'
import { AfterAMoment, ErrorLine } from '../../ui/feedback.tsx'
import { SelectField } from '../../ui/select-field.tsx'
import type { Choices } from './use-settings-group.ts'

const DAYS = [30, 90, 180, 365]
const GIGABYTE = 1024 ** 3
const SIZES = [1, 5, 20]
const NEVER = 'never'

/** How much space media take, and for how long they stay. */
export function StorageFields({ choices: { chosen, change } }: { choices: Choices<MediaSettings> }) {
  const { t } = useTranslation()
  const formats = useFormats()
  const { client } = useServices()
  const loading = useAction()
  const cleaning = useAction()
  const [use, setUse] = useState<StorageUse | null>(null)
  const [freed, setFreed] = useState<{ bytes: number; files: number } | null>(null)
  const { run } = loading

  const load = useCallback(
    () => run(async () => setUse(await client.request('media.storage'))),
    [client, run],
  )
  useEffect(() => void load(), [load])

  async function cleanUp(): Promise<void> {
    await cleaning.run(async () => setFreed(await client.request('media.cleanUp')))
    await load()
  }

  const orNever = (value: string) => (value === NEVER ? null : Number(value))
  return (
    <>
      {use ? <UseTable use={use} /> : null}
      {use === null && loading.error === null ? (
        <AfterAMoment>
          <p role="status" className="text-soft">
            {t('screen.loading')}
          </p>
        </AfterAMoment>
      ) : null}
      {loading.error ? <ErrorLine code={loading.error} /> : null}
      <div className="mt-3 flex flex-wrap gap-x-4 gap-y-3 *:w-72">
        <SelectField
          label={t('storage.keepDays')}
          hint={t('storage.keepDaysHint')}
          value={chosen.keepDays === null ? NEVER : String(chosen.keepDays)}
          options={[
            { value: NEVER, words: t('storage.forEver') },
            ...DAYS.map((count) => ({ value: String(count), words: t('storage.days', { count }) })),
          ]}
          onChange={(value) => change({ keepDays: orNever(value) })}
        />
        <SelectField
          label={t('storage.keepBytes')}
          hint={t('storage.keepBytesHint')}
          value={chosen.keepBytes === null ? NEVER : String(chosen.keepBytes)}
          options={[
            { value: NEVER, words: t('storage.noLimit') },
            ...SIZES.map((size) => ({
              value: String(size * GIGABYTE),
              words: formats.size(size * GIGABYTE),
            })),
          ]}
          onChange={(value) => change({ keepBytes: orNever(value) })}
        />
      </div>
      <p className="mt-3 mb-3 text-preview text-soft">{t('storage.unsent')}</p>
      <Button disabled={cleaning.busy} onClick={() => void cleanUp()}>
        {t('storage.cleanUp')}
      </Button>
      <span role="status" className="ml-3 text-soft">
        {freed === null
          ? null
          : freed.files === 0
            ? t('storage.nothing')
            : t('storage.cleaned', { count: freed.files, size: formats.size(freed.bytes) })}
      </span>
      {cleaning.error ? <ErrorLine code={cleaning.error} className="mt-2" /> : null}
    </>
  )
}

function UseTable({ use }: { use: StorageUse }) {
  const { t } = useTranslation()
  const accounts = useReplica((replica) => replica.accounts)
  const rows = use.accounts.flatMap((row) => {
    const account = accounts.get(row.accountId)
    return account ? [{ ...row, name: accountName(account, t) }] : []
  })
  return (
    <table aria-label={t('storage.table')} className="w-full text-left">
      <thead className="text-meta text-soft">
        <tr>
          <th scope="col" className="py-1 font-medium">
            {t('storage.account')}
          </th>
          <th scope="col" className="py-1 text-right font-medium">
            {t('storage.files')}
          </th>
          <th scope="col" className="py-1 text-right font-medium">
            {t('storage.size')}
          </th>
        </tr>
      </thead>
      <tbody className="font-normal">
        {rows.map((row) => (
          <Row key={row.accountId} name={row.name} files={row.files} bytes={row.bytes} />
        ))}
      </tbody>
      <tfoot className="font-semibold">
        <Row name={t('storage.total')} files={use.totalFiles} bytes={use.totalBytes} />
      </tfoot>
    </table>
  )
}

function Row(row: { name: string; files: number; bytes: number }) {
  const formats = useFormats()
  return (
    <tr className="border-t">
      <th scope="row" className="py-1.5 text-left [font-weight:inherit]">
        {row.name}
      </th>
      <td className="py-1.5 text-right">{formats.number(row.files)}</td>
      <td className="py-1.5 text-right">{formats.size(row.bytes)}</td>
    </tr>
  )
}
