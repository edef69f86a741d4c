import { memo, useId, useState } from 'react'
import { MAX_NAME } from '#shared/limits.ts'
import type { AccountSummary } from '#shared/model/account.ts'
import type { AccountId } from '#shared/model/ids.ts'
import { accountName } from '../../formatting/names.ts'
import { useTranslation } from '../../i18n/use-translation.tsx'
import { useAction, useEachAccount } from '../../store/hooks.ts'
import { useServices } from '../../store/services.tsx'
import { Check } from '../../ui/check.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { TextField } from '../../ui/field.tsx'
import { SaveForm } from '../../ui/save-form.tsx'

interface GroupDialogProps {
  open: boolean
  account: AccountSummary
  name: string
  onClose: () => void
}

/** Puts an account among others that belong together: into a group that is there, or a new one, and others with it. */
export function GroupDialog(props: GroupDialogProps) {
  const { t } = useTranslation()
  return (
    <Dialog open={props.open} title={t('accounts.group.title', { name: props.name })} onClose={props.onClose}>
      <GroupForm id={props.account.id} group={props.account.group} onClose={props.onClose} />
    </Dialog>
  )
}

/** What of an account its box shows; the form is drawn again for nothing else. */
type Member = Pick<AccountSummary, 'id' | 'number' | 'alias' | 'group'>

const memberOf = ({ id, number, alias, group }: AccountSummary): Member => ({ id, number, alias, group })

interface GroupFormProps {
  id: AccountId
  /** The group that it is in. */
  group: string | null
  onClose: () => void
}

const GroupForm = memo(function GroupForm({ id, group: former, onClose }: GroupFormProps) {
  const { t } = useTranslation()
  const { client } = useServices()
  const save = useAction()
  const known = useId()
  const [typed, setTyped] = useState(former ?? '')
  const group = typed.trim()
  const accounts = useEachAccount(memberOf)
  const isThere = (one: Member) => one.group === group
  // who is there already stands first, and stays there while boxes are ticked
  const others = accounts
    .filter((one) => one.id !== id)
    .sort((a, b) => Number(isThere(b)) - Number(isThere(a)))
  const groups = [...new Set(accounts.flatMap((one) => one.group ?? []))].sort()
  /** Whom the operator put in or took out; the others are where they are. */
  const [moved, setMoved] = useState<ReadonlyMap<AccountId, boolean>>(new Map())
  const isIn = (one: Member) => moved.get(one.id) ?? isThere(one)

  /** Whoever was put in is meant for the group by whatever name; taken out one is of one group alone. */
  function rename(text: string): void {
    setTyped(text)
    if (text.trim() !== group) setMoved(new Map([...moved].filter(([, isPutIn]) => isPutIn)))
  }

  async function submit(): Promise<void> {
    // without a name there is no group, and the boxes are not shown: nobody else is moved
    const joined = group === '' ? [] : others.filter(isIn)
    const joining = [...accounts.filter((one) => one.id === id), ...joined].filter(
      (one) => (one.group ?? '') !== group,
    )
    const leaving = others.filter((one) => isThere(one) && !isIn(one))
    const put = async (members: readonly Member[], into: string) => {
      if (members.length > 0)
        await client.request('accounts.setGroup', { ids: members.map(({ id }) => id), group: into })
    }
    const isDone = await save.run(async () => {
      await put(joining, group)
      await put(leaving, '')
    })
    if (isDone) onClose()
  }

  return (
    <SaveForm busy={save.busy} error={save.error} onSave={() => void submit()} onCancel={onClose}>
      <TextField
        label={t('accounts.group.label')}
        hint={t('accounts.group.hint')}
        value={typed}
        maxLength={MAX_NAME}
        list={known}
        onChange={(event) => rename(event.target.value)}
      />
      <datalist id={known}>
        {groups.map((one) => (
          <option key={one} value={one} />
        ))}
      </datalist>
      {group === '' || others.length === 0 ? null : (
        <fieldset className="flex min-w-0 flex-col gap-1">
          <legend className="mb-1 text-preview font-medium">{t('accounts.group.others')}</legend>
          <div className="grid max-h-56 grid-cols-2 gap-x-4 overflow-y-auto rounded-control border px-2 py-1">
            {others.map((one) => (
              <Check
                key={one.id}
                isChecked={isIn(one)}
                onChange={(isWanted) => setMoved(new Map(moved).set(one.id, isWanted))}
                className="min-w-0"
              >
                <bdi className="truncate">{accountName(one, t)}</bdi>
              </Check>
            ))}
          </div>
        </fieldset>
      )}
    </SaveForm>
  )
})
