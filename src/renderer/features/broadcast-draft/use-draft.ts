import { useCallback, useMemo, useState } from 'react'
import { useStore } from 'zustand'
import type { BroadcastContent, BroadcastDraft, NameFallbacks } from '#shared/model/broadcast.ts'
import type { SegmentId } from '#shared/model/ids.ts'
import type { RecipientChoice } from '#shared/model/recipient-choice.ts'
import { isBlank } from '#shared/text/repair.ts'
import { useServices } from '../../store/services.tsx'
import {
  createStagedFiles,
  filesToSend,
  type StagedFiles,
  type StagedFilesState,
} from '../../store/staged-files.ts'
import type { DraftInput } from './draft-autosave.ts'

interface Written {
  text: string
  fallbacks: NameFallbacks
  choice: RecipientChoice
  paceMs: number
}

/** A broadcast while it is worked on in this window. */
export interface Draft extends Written, StagedFilesState {
  files: StagedFiles
  /** It as main takes it; the same object while nothing changes. */
  input: DraftInput
  /** There is something to be sent, or there will be once it is copied. */
  hasContent: boolean
  /** The segment that the filters were last taken from or kept as, in this window. */
  segment: SegmentId | null
  write(change: Partial<Pick<Written, 'text' | 'fallbacks' | 'paceMs'>>): void
  choose(change: (choice: RecipientChoice) => RecipientChoice): void
  setSegment(id: SegmentId | null): void
  /** Puts another content in the place of this one. */
  fill(content: BroadcastContent): void
}

/** What is being written, beginning with what was kept. */
export function useDraft(start: BroadcastDraft): Draft {
  const { staging } = useServices()
  const [written, setWritten] = useState<Written>(() => ({
    text: start.content.text,
    fallbacks: start.content.fallbacks,
    choice: start.choice,
    paceMs: start.paceMs,
  }))
  const [segment, setSegment] = useState<SegmentId | null>(null)
  const [files] = useState(() => {
    const list = createStagedFiles(staging)
    list.replace(start.content.files)
    return list
  })
  const { items, keepsPlace, copying, leftOut } = useStore(files.state)
  const { text, fallbacks, choice, paceMs } = written

  const input = useMemo<DraftInput>(
    () => ({
      content: {
        text,
        fallbacks,
        files: filesToSend({ items, keepsPlace }),
      },
      choice,
      paceMs,
    }),
    [text, fallbacks, items, keepsPlace, choice, paceMs],
  )

  const write = useCallback<Draft['write']>((change) => setWritten((now) => ({ ...now, ...change })), [])
  const choose = useCallback<Draft['choose']>(
    (change) => setWritten((now) => ({ ...now, choice: change(now.choice) })),
    [],
  )
  const fill = useCallback<Draft['fill']>(
    (content) => {
      setWritten((now) => ({ ...now, text: content.text, fallbacks: content.fallbacks }))
      files.replace(content.files)
    },
    [files],
  )

  const hasContent = !isBlank(text) || items.length > 0 || copying > 0
  return {
    text,
    fallbacks,
    choice,
    paceMs,
    files,
    items,
    keepsPlace,
    copying,
    leftOut,
    input,
    hasContent,
    segment,
    setSegment,
    write,
    choose,
    fill,
  }
}
