import { type ImportCandidate, isImportable } from '#shared/model/import.ts'
import { useTranslation } from '../../i18n/use-translation.tsx'
import { classNames } from '../../ui/class-names.ts'

const COLUMNS = ['account', 'windows', 'remark'] as const
const CELL = 'border-b px-3 py-2 align-top text-preview'

/** What was found in a folder, and which of it is to be imported. */
export function CandidateTable(props: {
  candidates: readonly ImportCandidate[]
  chosen: ReadonlySet<string>
  onChoose: (key: string, chosen: boolean) => void
}) {
  const { t } = useTranslation()
  const { candidates } = props
  if (candidates.length === 0) return <p role="status">{t('importing.nothing')}</p>
  return (
    <>
      {candidates.some(isImportable) ? null : <p role="status">{t('importing.noneUsable')}</p>}
      <table aria-label={t('importing.table')} className="w-full border-separate border-spacing-0">
        <thead>
          <tr className="text-left text-meta text-soft">
            <th scope="col" className="border-b py-2 font-medium">
              <span className="sr-only">{t('importing.column.choose')}</span>
            </th>
            {COLUMNS.map((column) => (
              <th key={column} scope="col" className="border-b px-3 py-2 font-medium whitespace-nowrap">
                {t(`importing.column.${column}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {candidates.map((candidate) => (
            <CandidateRow
              key={candidate.key}
              candidate={candidate}
              chosen={props.chosen.has(candidate.key)}
              onChoose={(chosen) => props.onChoose(candidate.key, chosen)}
            />
          ))}
        </tbody>
      </table>
    </>
  )
}

function CandidateRow(props: {
  candidate: ImportCandidate
  chosen: boolean
  onChoose: (chosen: boolean) => void
}) {
  const { t } = useTranslation()
  const { candidate } = props
  const { name, contexts, problem, brokenFiles } = candidate
  const importable = isImportable(candidate)
  return (
    <tr className={classNames(!importable && 'text-soft')}>
      <td className="w-7 border-b py-2 align-top">
        <input
          type="checkbox"
          aria-label={t('importing.choose', { name })}
          checked={props.chosen}
          disabled={!importable}
          onChange={(event) => props.onChoose(event.target.checked)}
          className="size-4 align-middle accent-accent"
        />
      </td>
      <th scope="row" className={classNames(CELL, 'text-left font-normal')}>
        <span className="font-medium [overflow-wrap:anywhere]">{name}</span>
        <Origin candidate={candidate} />
      </th>
      <td className={classNames(CELL, 'whitespace-nowrap')}>
        {contexts.usable}
        {contexts.expired > 0 ? (
          <p className="text-meta text-soft">{t('importing.expired', { count: contexts.expired })}</p>
        ) : null}
      </td>
      <td className={classNames(CELL, '[overflow-wrap:anywhere]')}>
        {candidate.isDefault ? <p>{t('importing.default')}</p> : null}
        {problem === null ? null : (
          <p className={importable ? 'text-warn' : ''}>
            {t(`importing.problem.${problem}`, { file: candidate.file })}
          </p>
        )}
        {brokenFiles.length > 0 ? (
          <p className="text-warn">
            {t('importing.brokenFiles', { files: brokenFiles.join(t('list.comma')) })}
          </p>
        ) : null}
      </td>
    </tr>
  )
}

/** The program an account comes from, and the end of its bot's id. */
function Origin({ candidate }: { candidate: ImportCandidate }) {
  const { t } = useTranslation()
  const source = t(`importing.source.${candidate.source}`)
  return (
    <p className="whitespace-nowrap text-meta text-soft">
      {candidate.bot === null ? source : t('importing.origin', { source, bot: candidate.bot })}
    </p>
  )
}
