import { keyWords } from '../formatting/key-words.ts'

/** Combinations of keys, each key in a frame of its own, side by side. */
export function Keys({ keys, platform }: { keys: readonly string[]; platform: string }) {
  return (
    <span className="inline-flex shrink-0 items-center gap-2">
      {keys.map((combination) => (
        <kbd key={combination} className="inline-flex gap-0.5 font-sans">
          {keyWords(combination, platform).map((key) => (
            <kbd
              key={key}
              className="inline-flex h-5 min-w-5 items-center justify-center rounded border bg-panel px-1 font-sans text-meta text-soft"
            >
              {key}
            </kbd>
          ))}
        </kbd>
      ))}
    </span>
  )
}
