import type { AccountImport } from '#core/import/account-import.ts'
import type { HandlersOf } from '#core/router.ts'
import type { importRequests } from '#shared/contract/import.ts'

export function createImportHandlers(accountImport: AccountImport): HandlersOf<typeof importRequests> {
  return {
    'import.defaults': () => accountImport.defaults(),
    'import.preview': ({ folder }) => accountImport.preview(folder),
    'import.run': ({ folder, keys }) => accountImport.run(folder, keys),
  }
}
