import { Check } from 'lucide-react'
import { ACCOUNT_COLOURS, type AccountSummary } from '#shared/model/account.ts'
import { useTranslation } from '../../i18n/use-translation.tsx'
import { useAction } from '../../store/hooks.ts'
import { useServices } from '../../store/services.tsx'
import { useChosen } from '../../store/use-chosen.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { ErrorLine } from '../../ui/feedback.tsx'

const COLOURS = Array.from({ length: ACCOUNT_COLOURS }, (_, colour) => colour)

/** Chooses one of the twelve account colours; a choice holds at once. */
export function ColourDialog(props: {
  open: boolean
  account: AccountSummary
  name: string
  onClose: () => void
}) {
  const { t } = useTranslation()
  const { client } = useServices()
  const save = useAction()
  const { account } = props
  const { chosen, choose } = useChosen(account.colour, (colour) =>
    save.run(() => client.request('accounts.setColour', { id: account.id, colour })),
  )
  return (
    <Dialog
      open={props.open}
      title={t('accounts.colour.title', { name: props.name })}
      onClose={props.onClose}
      footer={
        <Button look="primary" onClick={props.onClose}>
          {t('action.close')}
        </Button>
      }
    >
      <div
        role="radiogroup"
        aria-label={t('accounts.colour.label')}
        className="grid w-fit grid-cols-6 gap-3 py-1"
      >
        {COLOURS.map((colour) => (
          <label
            key={colour}
            data-account-colour={colour}
            className="relative inline-flex size-9 items-center justify-center rounded-full bg-account text-on-account has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-accent"
          >
            <input
              type="radio"
              name="account-colour"
              aria-label={t('accounts.colour.option', { number: colour + 1 })}
              checked={chosen === colour}
              className="absolute inset-0 m-0 cursor-pointer opacity-0"
              onChange={() => choose(colour)}
            />
            {chosen === colour ? <Check size={16} aria-hidden /> : null}
          </label>
        ))}
      </div>
      {save.error ? <ErrorLine code={save.error} /> : null}
    </Dialog>
  )
}
