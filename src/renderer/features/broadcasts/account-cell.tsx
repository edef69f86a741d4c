import { LEDGER_CELL } from './contact-cell.tsx'

/** Through which account; one that is not here any more has no colour. */
export function AccountCell({ account, colour }: { account: string; colour: number | undefined }) {
  return (
    <td className={LEDGER_CELL}>
      <span data-account-colour={colour} className="flex gap-2">
        {colour === undefined ? null : (
          <span aria-hidden className="w-[3px] shrink-0 rounded-full bg-account" />
        )}
        <span className="[overflow-wrap:anywhere]">{account}</span>
      </span>
    </td>
  )
}
