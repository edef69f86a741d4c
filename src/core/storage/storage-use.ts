import { AccountId } from '#shared/model/ids.ts'
import type { StorageUse } from '#shared/model/media.ts'
import type { ReadHandle } from './handles.ts'
import { integer } from './row.ts'

/** Bytes of media, over all and by account; a file that several accounts hold counts for each of them. */
export function readStorageUse(database: ReadHandle): StorageUse {
  const total = database
    .select('SELECT COALESCE(SUM(size), 0) AS bytes, COUNT(*) AS files FROM media_files')
    .get()
  const accounts = database
    .select(
      `SELECT one.account_id, SUM(f.size) AS bytes, COUNT(*) AS files
       FROM (SELECT DISTINCT account_id, hash FROM media WHERE hash IS NOT NULL) AS one
       JOIN media_files f ON f.hash = one.hash GROUP BY one.account_id`,
    )
    .all()
  return {
    totalBytes: total === undefined ? 0 : integer(total, 'bytes'),
    totalFiles: total === undefined ? 0 : integer(total, 'files'),
    accounts: accounts.map((row) => ({
      accountId: AccountId.parse(row['account_id']),
      bytes: integer(row, 'bytes'),
      files: integer(row, 'files'),
    })),
  }
}
