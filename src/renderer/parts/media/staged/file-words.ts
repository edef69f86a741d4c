import { MAX_FILES } from '#shared/limits.ts'
import type { SendKind } from '#shared/model/media.ts'
import { shownFileName } from '../../../formatting/file-name.ts'
import type { Formats } from '../../../formatting/format.ts'
import type { Translate } from '../../../i18n/index.ts'
import type { LeftOut, StagedItem } from '../../../store/staged-files.ts'

/** What a file is called in the review. */
export function fileWord(name: string, t: Translate): string {
  return shownFileName(name).full || t('message.unnamedFile')
}

/** What a file goes out as and how large it is. */
export function detailWords({ staged, asFile }: StagedItem, t: Translate, formats: Formats): string {
  const kind: SendKind = asFile ? 'file' : staged.sendKind
  const isVoice = staged.kind === 'audio' || staged.kind === 'silk'
  const facts = { kind: t(`message.kind.${kind}`), size: formats.size(staged.size) }
  return t(isVoice ? 'review.audio' : 'review.detail', facts)
}

/** Why a file was left out; `limit` in bytes is the largest that may be sent. */
export function problemWords({ problem }: LeftOut, limit: number, t: Translate, formats: Formats): string {
  return t(`review.problem.${problem}`, { limit: formats.size(limit), most: formats.number(MAX_FILES) })
}
