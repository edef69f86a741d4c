import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { SignInId } from '#shared/model/ids.ts'
import type { SignIn } from '#shared/model/sign-in.ts'
import type { FaultOrder } from '#simulator/index.ts'
import { type CellFault, eventually, Rig } from './rig.ts'
import { TROUBLES, wrongTypesOf } from './troubles.ts'

// The rows of the fault matrix in which nobody is known yet: the codes and their status.

const CELL_MS = 60_000
const allTroubles = Object.entries(TROUBLES)

describe('signing in', () => {
  let rig: Rig
  let id: SignInId
  beforeEach(async () => {
    rig = await Rig.start()
    rig.harness.simulator.world.addAccount({ account: 'shop' })
  })
  afterEach(() => rig.end())

  const order = (call: FaultOrder['call'], fault: CellFault) =>
    rig.harness.simulator.world.fault({ ...fault, call })

  async function start(): Promise<void> {
    ;({ id } = await rig.harness.request('signIn.start', { label: null, accountId: null }))
  }

  async function look(): Promise<SignIn> {
    const { signIns } = await rig.harness.request('app.snapshot', undefined)
    const [signIn] = signIns.filter((one) => one.id === id)
    if (signIn === undefined) throw new Error('the sign-in is gone')
    return signIn
  }

  const until = (status: SignIn['status']) =>
    eventually(async () => expect((await look()).status).toBe(status))

  /** The owner scans the code on screen and confirms, and the account then receives. */
  async function finish(): Promise<void> {
    await until('waiting')
    scan()
    await until('signed-in')
    await receives()
  }

  function scan(): void {
    const { world } = rig.harness.simulator
    world.scan({ account: 'shop' })
    world.confirm({})
  }

  async function receives(): Promise<void> {
    rig.harness.simulator.world.inject({ account: 'shop', text: 'hello' })
    await rig.harness.until(({ conversations }) => conversations.some(({ unread }) => unread === 1))
  }

  const standing = () => rig.harness.simulator.world.fault({ clear: true, account: 'nobody' }).standing

  it.each([...allTroubles, ...wrongTypesOf('ret', 'qrcode', 'qrcode_img_content')])(
    'get_bot_qrcode × %s: a code comes, and the sign-in succeeds',
    async (_name, fault) => {
      order('get_bot_qrcode', fault)
      await start()
      await finish()
      expect(standing()).toBe(0)
    },
    CELL_MS,
  )

  it.each([...allTroubles, ...wrongTypesOf('ret', 'status', 'ilink_user_id', 'baseurl')])(
    'get_qrcode_status × %s: the confirmation is not missed',
    async (_name, fault) => {
      await start()
      await until('waiting')
      order('get_qrcode_status', fault)
      scan()
      await until('signed-in')
      await receives()
    },
    CELL_MS,
  )

  it.each(wrongTypesOf('bot_token', 'ilink_bot_id'))(
    'get_qrcode_status × %s: said as a failure, and a new code signs in',
    async (_name, fault) => {
      await start()
      await until('waiting')
      order('get_qrcode_status', fault)
      scan()
      await until('failed')
      await rig.harness.request('signIn.newCode', { id })
      await finish()
    },
  )

  it.each(['redirect_host', 'baseurl'])(
    'get_qrcode_status × hostile host in %s: not allowed, and no request goes there (P10)',
    async (field) => {
      const { simulator } = rig.harness
      await start()
      await until('waiting')
      order('get_qrcode_status', { kind: 'hostileHost', field, host: `http://${simulator.redirectHost}` })
      simulator.world.scan({ account: 'shop' })
      if (field === 'redirect_host') simulator.world.redirect({})
      else simulator.world.confirm({})
      await until('not-allowed')
      const { accounts } = await rig.harness.request('app.snapshot', undefined)
      expect(accounts).toEqual([])
      const { requests } = simulator.world.log()
      expect(requests.filter(({ host }) => host === simulator.redirectHost)).toEqual([])
    },
  )
})
