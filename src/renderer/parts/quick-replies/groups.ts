import type { QuickReply } from '#shared/model/quick-reply.ts'

/** Quick replies that stand together. */
export interface QuickReplyGroup {
  /** Empty for those of none, which come first. */
  name: string
  replies: readonly QuickReply[]
}

/** All of them in the operator's order, groups in the order of their first. */
export function groupsOf(replies: Iterable<QuickReply>): QuickReplyGroup[] {
  const ordered = [...replies].sort((one, other) => one.place - other.place || one.id - other.id)
  const groups = Map.groupBy(ordered, ({ group }) => group)
  const ungrouped = groups.get('')
  groups.delete('')
  const named = [...groups].map(([name, members]) => ({ name, replies: members }))
  return ungrouped === undefined ? named : [{ name: '', replies: ungrouped }, ...named]
}
