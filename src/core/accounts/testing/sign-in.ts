import type { LoginStatus } from '#core/ilink/login-status.ts'
import { settle } from '#core/testing/settle.ts'
import type { SignIn } from '#shared/model/sign-in.ts'
import type { Confirmed } from '../sign-in-flow.ts'
import { API_URL, createTestAccounts } from './accounts.ts'

export const OWNER = 'o9cq80_SynthUserAAAAAAAAAA01@im.wechat'
export const TOKEN = 'aaaabbbbcccc@im.bot:0000000000000000000000000000feed'
export const CONFIRMED: Confirmed = {
  status: 'confirmed',
  botToken: TOKEN,
  botId: 'aaaabbbbcccc@im.bot',
  userId: OWNER,
  baseUrl: API_URL,
}

/** A first code on screen, its status poll open. */
export async function scanning(options: Parameters<typeof createTestAccounts>[0] = {}) {
  const app = createTestAccounts(options)
  const id = app.signIns.start({ label: null, accountId: null })
  await settle()
  const { client, clock } = app
  const signIn = (): SignIn => {
    const found = app.signIns.list().find((one) => one.id === id)
    if (found === undefined) throw new Error('dismissed')
    return found
  }
  /** Answers the open status poll and lets the pause before the next one pass. */
  const say = async (answer: LoginStatus | { status: 'wait' }) => {
    await client.statusPoll.answer(answer)
    await clock.advance(1_000)
  }
  return { ...app, id, signIn, say }
}
