import { useState } from 'react'
import { MAX_NAME } from '#shared/limits.ts'
import type { AccountId } from '#shared/model/ids.ts'
import { accountName } from '../../formatting/names.ts'
import { useTranslation } from '../../i18n/use-translation.tsx'
import { useAccount } from '../../store/hooks.ts'
import { TextField } from '../../ui/field.tsx'
import { useGentleFocus } from './use-gentle-focus.ts'

/** Names the account that has just signed in. */
export function AliasField(props: {
  accountId: AccountId
  alias: string
  onAlias: (alias: string) => void
  /** Enter was pressed; answers whether the name was kept while the dialog stays. */
  onEnter: () => Promise<boolean>
}) {
  const { t } = useTranslation()
  const account = useAccount(props.accountId)
  const field = useGentleFocus()
  const [saved, setSaved] = useState(false)
  const [isEntering, setEntering] = useState(false)

  /** What is typed on after Enter, while the dialog still stands, is no part of the name. */
  async function enter(): Promise<void> {
    if (isEntering) return
    setEntering(true)
    setSaved(await props.onEnter())
    setEntering(false)
  }

  return (
    <TextField
      ref={field}
      label={t('addAccount.alias')}
      hint={<span aria-live="polite">{t(saved ? 'addAccount.aliasSaved' : 'addAccount.aliasHint')}</span>}
      value={props.alias}
      maxLength={MAX_NAME}
      readOnly={isEntering}
      placeholder={account ? accountName({ ...account, alias: null }, t) : ''}
      onChange={(event) => {
        setSaved(false)
        props.onAlias(event.target.value)
      }}
      onKeyDown={(event) => {
        // Enter that ends an input method's composition means the word, not the form.
        if (event.key !== 'Enter' || event.nativeEvent.isComposing || event.keyCode === 229) return
        void enter()
      }}
    />
  )
}
