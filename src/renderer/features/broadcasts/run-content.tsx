import type { BroadcastFile } from '#shared/model/broadcast.ts'
import { placeholdersIn } from '#shared/text/placeholders.ts'
import { shownFileName } from '../../formatting/file-name.ts'
import { paceWords } from '../../formatting/pace-words.ts'
import { useTranslation } from '../../i18n/use-translation.tsx'
import { useFormats } from '../../store/hooks.ts'
import type { Ledger } from '../../store/ledger.ts'

/** What a run says and on which terms, as frozen at its start. */
export function RunContent({
  details,
  isStarted,
}: {
  details: NonNullable<Ledger['details']>
  isStarted: boolean
}) {
  const { t } = useTranslation()
  const formats = useFormats()
  const { text, fallbacks, files } = details
  const used = placeholdersIn(text)
  return (
    <details className="rounded-card border bg-panel px-3 py-2">
      <summary className="w-fit rounded-control font-medium">{t('broadcasts.content')}</summary>
      {text === '' ? (
        <p className="mt-1 text-soft">{t('broadcasts.noText')}</p>
      ) : (
        <p className="as-typed mt-1 max-w-(--measure)">{text}</p>
      )}
      {files.length > 0 ? <Files files={files} /> : null}
      <div className="mt-2 flex flex-col text-meta text-soft">
        {(['contact', 'account'] as const)
          .filter((one) => used.has(one))
          .map((one) => (
            <p key={one}>
              {fallbacks[one] === ''
                ? t(`broadcasts.fallback.${one}Blank`)
                : t(`broadcasts.fallback.${one}`, { word: fallbacks[one] })}
            </p>
          ))}
        {isStarted ? (
          <>
            <p>
              {t('broadcasts.terms', {
                pace: paceWords(details.paceMs, t, formats),
                reserve: details.reserve,
              })}
            </p>
            <p>{t('broadcasts.frozen')}</p>
          </>
        ) : null}
      </div>
    </details>
  )
}

function Files({ files }: { files: readonly BroadcastFile[] }) {
  const { t } = useTranslation()
  const formats = useFormats()
  return (
    <ul aria-label={t('broadcasts.files')} className="mt-1">
      {files.map(({ name, sendKind, size }, index) => {
        const { full, short } = shownFileName(name)
        const kind = t(`message.kind.${sendKind}`)
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: the list is frozen, and names can be alike
          <li key={index} className="text-preview">
            <bdi title={full === short ? undefined : full} className="[overflow-wrap:anywhere]">
              {short || t('message.unnamedFile')}
            </bdi>
            <span className="text-soft">
              {' · '}
              {size === null
                ? t('broadcasts.fileGone', { kind })
                : t('broadcasts.fileDetail', { kind, size: formats.size(size) })}
            </span>
          </li>
        )
      })}
    </ul>
  )
}
