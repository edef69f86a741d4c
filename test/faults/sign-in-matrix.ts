import { describe, expect, it } from 'vitest'
import type { SignInId } from '#shared/model/ids.ts'
import type { SignIn } from '#shared/model/sign-in.ts'
import type { FaultOrder } from '#simulator/index.ts'
import { type CellFault, eventually, Rig } from './rig.ts'
import { type CellFilter, TROUBLES, wrongTypesOf } from './troubles.ts'

// The rows of the fault matrix in which nobody is known yet: the codes and their status.

const CELL_MS = 60_000
const allTroubles = Object.entries(TROUBLES)

/** One sign-in, seen from the screen and from the owner's phone. */
class SigningIn {
  readonly rig: Rig
  #id: SignInId | null = null

  constructor(rig: Rig) {
    this.rig = rig
  }

  get #world() {
    return this.rig.harness.simulator.world
  }

  order(call: FaultOrder['call'], fault: CellFault): void {
    this.#world.fault({ ...fault, call })
  }

  /** How many faults have not struck. */
  get left(): number {
    return this.#world.fault({ clear: true, account: 'nobody' }).standing
  }

  async start(): Promise<void> {
    const { id } = await this.rig.harness.request('signIn.start', { label: null, accountId: null })
    this.#id = id
  }

  async startAgain(): Promise<void> {
    if (this.#id !== null) await this.rig.harness.request('signIn.newCode', { id: this.#id })
  }

  async until(status: SignIn['status']): Promise<void> {
    await eventually(async () => {
      const { signIns } = await this.rig.harness.request('app.snapshot', undefined)
      expect(signIns.find(({ id }) => id === this.#id)?.status).toBe(status)
    })
  }

  scan(): void {
    this.#world.scan({ account: 'shop' })
  }

  confirm(): void {
    this.#world.confirm({})
  }

  /** The account is in the app and receives. */
  async receives(): Promise<void> {
    this.#world.inject({ account: 'shop', text: 'hello' })
    await this.rig.harness.until(({ conversations }) => conversations.some(({ unread }) => unread === 1))
  }
}

/** Runs a cell in a rig of its own, for nobody can tell apart who asks for a code. */
async function cell(run: (signingIn: SigningIn) => Promise<void>): Promise<void> {
  const rig = await Rig.start()
  try {
    rig.harness.simulator.world.addAccount({ account: 'shop' })
    await run(new SigningIn(rig))
  } finally {
    await rig.end()
  }
}

/** Declares the tests of the cells that are chosen. */
export function declareSignInMatrix(isChosen: CellFilter): void {
  const chosen = (...cells: [string, CellFault][]) => cells.filter(([name]) => isChosen(name))

  describe.concurrent('signing in', () => {
    it.each(chosen(...allTroubles, ...wrongTypesOf('ret', 'qrcode', 'qrcode_img_content')))(
      'get_bot_qrcode × %s: a code comes, and the sign-in succeeds',
      (_name, fault) =>
        cell(async (signingIn) => {
          signingIn.order('get_bot_qrcode', fault)
          await signingIn.start()
          await signingIn.until('waiting')
          signingIn.scan()
          signingIn.confirm()
          await signingIn.until('signed-in')
          await signingIn.receives()
          expect(signingIn.left).toBe(0)
        }),
      CELL_MS,
    )

    it.each(chosen(...allTroubles))(
      'get_qrcode_status × %s: the confirmation is not missed',
      (_name, fault) =>
        cell(async (signingIn) => {
          await signingIn.start()
          await signingIn.until('waiting')
          // the open poll is answered by the scan, the next one meets the trouble
          signingIn.order('get_qrcode_status', fault)
          signingIn.scan()
          signingIn.confirm()
          await signingIn.until('signed-in')
          await signingIn.receives()
          expect(signingIn.left).toBe(0)
        }),
      CELL_MS,
    )

    it.each(chosen(...wrongTypesOf('ret', 'status', 'ilink_user_id', 'baseurl')))(
      'get_qrcode_status × %s: the confirmation is not missed',
      (_name, fault) =>
        cell(async (signingIn) => {
          await signingIn.start()
          await signingIn.until('waiting')
          signingIn.scan()
          await signingIn.until('scanned')
          signingIn.order('get_qrcode_status', fault)
          signingIn.confirm()
          await signingIn.until('signed-in')
          await signingIn.receives()
          expect(signingIn.left).toBe(0)
        }),
      CELL_MS,
    )

    it.each(chosen(...wrongTypesOf('bot_token', 'ilink_bot_id')))(
      'get_qrcode_status × %s: said as a failure, and a new code signs in',
      (_name, fault) =>
        cell(async (signingIn) => {
          await signingIn.start()
          await signingIn.until('waiting')
          signingIn.scan()
          await signingIn.until('scanned')
          signingIn.order('get_qrcode_status', fault)
          signingIn.confirm()
          await signingIn.until('failed')
          await signingIn.startAgain()
          await signingIn.until('waiting')
          signingIn.scan()
          signingIn.confirm()
          await signingIn.until('signed-in')
          await signingIn.receives()
        }),
      CELL_MS,
    )

    it.each(['redirect_host', 'baseurl'])(
      'get_qrcode_status × hostile host in %s: not allowed, and no request goes there (P10)',
      (field) =>
        cell(async (signingIn) => {
          const { harness } = signingIn.rig
          const { world, redirectHost } = harness.simulator
          await signingIn.start()
          await signingIn.until('waiting')
          signingIn.scan()
          await signingIn.until('scanned')
          signingIn.order('get_qrcode_status', { kind: 'hostileHost', field, host: `http://${redirectHost}` })
          if (field === 'redirect_host') world.redirect({})
          else signingIn.confirm()
          await signingIn.until('not-allowed')
          const { accounts } = await harness.request('app.snapshot', undefined)
          expect(accounts).toEqual([])
          expect(world.log({}).requests.filter(({ host }) => host === redirectHost)).toEqual([])
        }),
      CELL_MS,
    )
  })
}
