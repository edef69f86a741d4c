import type { AppActions } from '#core/app-actions.ts'
import type { Clock } from '#core/ports.ts'
import type { StoredProgram } from '#core/storage/program-repository.ts'
import type { AccountSummary } from '#shared/model/account.ts'
import type { AccountId } from '#shared/model/ids.ts'
import type { ProgramId } from '#shared/model/program.ts'

/** After a no the same program does not have the same asked again for so long. */
const NO_HOLDS_MS = 10 * 60 * 1_000

/** How a wish to sign an account out stands; the account itself says that it is signed out. */
export type SignOutState = 'waiting' | 'declined'

export interface SignOutsDeps {
  clock: Clock
  actions: Pick<AppActions, 'confirmSignOut'>
  /** It is signed out once this is settled. */
  signOut(id: AccountId): Promise<void>
  isLocked(): boolean
  /** One of them stands otherwise now. */
  changed(): void
  failed(error: unknown): void
}

interface Wish {
  program: ProgramId
  account: AccountId
  state: SignOutState
  ending: AbortController
  /** When it was declined, by the monotonic clock. */
  declinedAt: number
}

/**
 * Programs that want an account signed out. A person is asked in a dialog of the system's, which no page and no program can
 * answer, one at a time. Nothing of it outlives the lock, the program's leave, or the app.
 */
export class SignOuts {
  readonly #deps: SignOutsDeps
  #wishes: Wish[] = []
  #last: Promise<void> = Promise.resolve()

  constructor(deps: SignOutsDeps) {
    this.#deps = deps
  }

  /** Has a person asked, unless they are being asked already or have just said no; answers how it stands. */
  ask(
    { id: program, name }: StoredProgram,
    account: Pick<AccountSummary, 'id' | 'alias' | 'number'>,
  ): SignOutState {
    const { clock } = this.#deps
    this.#wishes = this.#wishes.filter(
      ({ state, declinedAt }) => state === 'waiting' || clock.monotonic() - declinedAt < NO_HOLDS_MS,
    )
    const known = this.#find(program, account.id)
    if (known !== undefined) return known.state
    const ending = new AbortController()
    const wish: Wish = { program, account: account.id, state: 'waiting', ending, declinedAt: 0 }
    this.#wishes.push(wish)
    const { alias, number } = account
    this.#last = this.#last.then(() => this.#decide(wish, { program: name, account: { alias, number } }))
    return wish.state
  }

  /** Null where nobody is asked, nor was. */
  stateOf(program: ProgramId, account: AccountId): SignOutState | null {
    return this.#find(program, account)?.state ?? null
  }

  #find(program: ProgramId, account: AccountId): Wish | undefined {
    return this.#wishes.find((wish) => wish.program === program && wish.account === account)
  }

  async #decide(wish: Wish, question: Parameters<AppActions['confirmSignOut']>[0]): Promise<void> {
    const { clock, actions, signOut, isLocked, changed, failed } = this.#deps
    const { signal } = wish.ending
    try {
      if (signal.aborted) return
      const isAgreed = await actions.confirmSignOut(question, signal)
      // whoever answers behind the lock may be anybody
      const isSaid = !signal.aborted && !isLocked()
      if (isSaid && !isAgreed) {
        wish.state = 'declined'
        wish.declinedAt = clock.monotonic()
        return
      }
      if (isSaid) await signOut(wish.account)
      this.#drop(wish)
    } catch (error) {
      this.#drop(wish)
      failed(error)
    } finally {
      changed()
    }
  }

  #drop(wish: Wish): void {
    this.#wishes = this.#wishes.filter((one) => one !== wish)
  }

  /** Closes the question about what a program wants; without one, about what any of them does. */
  end(program: ProgramId | null): void {
    const ending = this.#wishes.filter(
      (wish) => wish.state === 'waiting' && (program === null || wish.program === program),
    )
    for (const wish of ending) {
      this.#drop(wish)
      wish.ending.abort()
    }
  }
}
