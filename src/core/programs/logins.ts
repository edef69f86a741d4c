import type { SignIns } from '#core/accounts/sign-in.ts'
import type { DomainEvent } from '#core/events/domain-event.ts'
import type { Subscriber } from '#core/events/event-bus.ts'
import type { SignInId } from '#shared/model/ids.ts'
import type { ProgramId } from '#shared/model/program.ts'
import type { SignIn } from '#shared/model/sign-in.ts'
import { ToolError } from './tool-error.ts'

/** Sign-ins that one program may have going on at a time. */
const MAX_OPEN = 3

/** A sign-in that a program asked for, until the program was told how it ended. */
export interface Login {
  id: SignInId
  /** As it was last seen. */
  signIn: SignIn
  /** The operator took its code off the screen. */
  isGone: boolean
  /** What the program was last told of it; null: nothing yet. */
  told: string | null
}

/**
 * Sign-ins that programs asked for. They stand on the screen like the operator's own, who may end them there and clear
 * them away at any time; what is known of them is kept here until it is told.
 */
export class Logins implements Subscriber {
  readonly place = 'programs'
  readonly #signIns: Pick<SignIns, 'list'>
  readonly #open = new Map<ProgramId, Map<string, Login>>()

  constructor(signIns: Pick<SignIns, 'list'>) {
    this.#signIns = signIns
  }

  handle(event: DomainEvent): void {
    if (event.kind === 'sign-in-changed')
      for (const login of this.#of(event.signIn.id)) login.signIn = event.signIn
    if (event.kind === 'sign-in-removed') for (const login of this.#of(event.signInId)) login.isGone = true
  }

  #of(id: SignInId): Login[] {
    return [...this.#open.values()].flatMap((own) => [...own.values()].filter((login) => login.id === id))
  }

  /** What a program has going on for a session, or under a new name. */
  find(program: ProgramId, what: string): Login | null {
    return this.#open.get(program)?.get(what) ?? null
  }

  /** @throws ToolError `too_many_requests` where a program cannot begin another one */
  checkRoom(program: ProgramId): void {
    if ((this.#open.get(program)?.size ?? 0) >= MAX_OPEN) throw new ToolError('too_many_requests')
  }

  /** Keeps one that has begun. @throws ToolError `failed` for one that is not there */
  begin(program: ProgramId, what: string, id: SignInId): Login {
    const signIn = this.#signIns.list().find((one) => one.id === id)
    if (signIn === undefined) throw new ToolError('failed')
    const login = { id, signIn, isGone: false, told: null }
    const own = this.#open.get(program) ?? new Map<string, Login>()
    own.set(what, login)
    this.#open.set(program, own)
    return login
  }

  /** The program was told how it ended. */
  end(program: ProgramId, what: string): void {
    this.#open.get(program)?.delete(what)
  }

  /** The program was revoked; codes that are on the screen stay there. */
  forget(program: ProgramId): void {
    this.#open.delete(program)
  }
}
