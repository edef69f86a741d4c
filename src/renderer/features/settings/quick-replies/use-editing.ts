import { useEffect, useMemo, useState } from 'react'
import { useStore } from 'zustand'
import { MAX_QUICK_REPLY_ITEMS } from '#shared/limits.ts'
import type { OpenedQuickReplyItem, QuickReply } from '#shared/model/quick-reply.ts'
import { unknownPlaceholders } from '#shared/text/quick-reply-words.ts'
import { isBlank, repairName } from '#shared/text/repair.ts'
import { costOf } from '../../../parts/composing/cost.ts'
import { moveTo } from '../../../store/move-to.ts'
import { useServices } from '../../../store/services.tsx'
import { createStagedFiles, filesToSend } from '../../../store/staged-files.ts'

/** One of the texts that are being written. */
export interface WrittenText {
  /** Unique within the quick reply. */
  key: number
  text: string
}

/**
 * A quick reply while somebody works on it: texts, then files.
 * @param reply what is changed; null for a new one
 * @param opened its items, the files staged
 */
export function useEditing(reply: QuickReply | null, opened: readonly OpenedQuickReplyItem[]) {
  const { staging, drops } = useServices()
  const [start] = useState(() => ({
    title: reply?.title ?? '',
    group: reply?.group ?? '',
    texts: beginning(opened),
  }))
  const [title, setTitle] = useState(start.title)
  const [group, setGroup] = useState(start.group)
  const [texts, setTexts] = useState<readonly WrittenText[]>(start.texts)
  const [files] = useState(() => {
    const list = createStagedFiles(staging)
    list.replace(opened.flatMap((item) => (item.kind === 'file' ? [item] : [])))
    return list
  })
  const [first] = useState(files.state.getState)
  const staged = useStore(files.state)
  useEffect(() => drops.takeAll(files), [drops, files])

  const written = texts.filter(({ text }) => !isBlank(text))
  const messages = written.reduce((sum, { text }) => sum + costOf(text).pieces, 0) + staged.items.length
  const items = written.length + staged.items.length + staged.copying
  const unknown = useMemo(() => [...new Set(texts.flatMap(({ text }) => unknownPlaceholders(text)))], [texts])

  return {
    title,
    group,
    texts,
    files,
    staged,
    /** Messages that it takes. */
    messages,
    /** What looks like a placeholder in it and is none. */
    unknown,
    hasTooMany: items > MAX_QUICK_REPLY_ITEMS,
    isComplete:
      repairName(title) !== '' && items > 0 && items <= MAX_QUICK_REPLY_ITEMS && staged.copying === 0,
    isChanged:
      title !== start.title || group !== start.group || texts !== start.texts || staged.items !== first.items,
    setTitle,
    setGroup,
    write: (key: number, text: string) =>
      setTexts((all) => all.map((one) => (one.key === key ? { key, text } : one))),
    addText: () =>
      setTexts((all) => [...all, { key: 1 + Math.max(0, ...all.map(({ key }) => key)), text: '' }]),
    removeText: (key: number) => setTexts((all) => all.filter((one) => one.key !== key)),
    moveText: (one: WrittenText, place: number) => setTexts((all) => moveTo(all, one, place) ?? all),
    /** As main takes it. */
    content: () => ({
      title,
      group,
      items: [
        ...written.map(({ text }) => ({ kind: 'text', text }) as const),
        ...filesToSend(staged).map((file) => ({ kind: 'file', ...file }) as const),
      ],
    }),
  }
}

export type Editing = ReturnType<typeof useEditing>

function beginning(opened: readonly OpenedQuickReplyItem[]): WrittenText[] {
  const texts = opened.flatMap((item) => (item.kind === 'text' ? [item.text] : []))
  return (texts.length === 0 ? [''] : texts).map((text, key) => ({ key, text }))
}
