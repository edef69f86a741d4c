import type { AccountService } from '#core/accounts/account-service.ts'
import type { SignIns } from '#core/accounts/sign-in.ts'
import type { AppActions } from '#core/app-actions.ts'
import type { HandlersOf } from '#core/router.ts'
import type { accountRequests } from '#shared/contract/accounts.ts'

export interface AccountHandlerDeps {
  signIns: SignIns
  accounts: AccountService
  actions: Pick<AppActions, 'saveFile'>
}

export function createAccountHandlers(deps: AccountHandlerDeps): HandlersOf<typeof accountRequests> {
  const { signIns, accounts, actions } = deps
  return {
    'signIn.start': (request) => ({ id: signIns.start(request) }),
    'signIn.setLabel': ({ id, label }) => signIns.setLabel(id, label === '' ? null : label),
    'signIn.newCode': ({ id }) => signIns.newCode(id),
    'signIn.submitCode': ({ id, code }) => signIns.submitCode(id, code),
    'signIn.saveCode': async ({ number, picture }) => ({
      saved: await actions.saveFile(`linkboard-code-${number}.png`, picture),
    }),
    'signIn.dismiss': ({ id }) => signIns.dismiss(id),
    'accounts.setAlias': ({ id, alias }) => accounts.setAlias(id, alias),
    'accounts.setColour': ({ id, colour }) => accounts.setColour(id, colour),
    'accounts.setGroup': ({ ids, group }) => accounts.setGroup(ids, group),
    'accounts.setDefault': ({ id }) => accounts.setDefault(id),
    'accounts.move': ({ id, index }) => accounts.move(id, index),
    'accounts.reconnect': ({ id }) => accounts.reconnect(id),
    'accounts.signOut': ({ id }) => accounts.signOut(id),
    'accounts.remove': ({ id, history }) => accounts.remove(id, history),
  }
}
