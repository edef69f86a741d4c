import { Profiler, type ReactNode } from 'react'

/** A component that was drawn, with what it was drawn from. */
export interface Drawn {
  readonly name: string
  readonly props: Readonly<Record<string, unknown>>
}

/** What is looked at of React's own record of what stands on the page. */
interface Fiber {
  readonly type: unknown
  readonly flags: number
  readonly memoizedProps: Readonly<Record<string, unknown>> | null
  readonly child: Fiber | null
  readonly sibling: Fiber | null
  /** The same before the last time it was looked at; null for what has just come. */
  readonly alternate: Fiber | null
  readonly stateNode: unknown
}

/** React marks what it has called with this flag, for its own tools. */
const PERFORMED_WORK = 1

/** Notes every component that React draws, one by one and not only in which part of the page. */
export class Renders {
  #drawn: Drawn[] = []
  #commits = 0

  /** Puts a part of the page under watch. */
  of(part: ReactNode): ReactNode {
    return (
      <Profiler id="renders" onRender={() => this.#look()}>
        {part}
      </Profiler>
    )
  }

  /** What was drawn since the last call. */
  take(): readonly Drawn[] {
    const drawn = this.#drawn
    this.#drawn = []
    return drawn
  }

  /** How often React drew anything at all since the last call. */
  takeCommits(): number {
    const commits = this.#commits
    this.#commits = 0
    return commits
  }

  #look(): void {
    this.#commits += 1
    for (const container of document.body.children) {
      const key = Object.keys(container).find((name) => name.startsWith('__reactContainer$'))
      if (key === undefined) continue
      const { stateNode } = Reflect.get(container, key) as Fiber
      this.#walk((stateNode as { current: Fiber }).current)
    }
  }

  #walk(fiber: Fiber): void {
    const { alternate, child, type, flags, memoizedProps } = fiber
    if (typeof type === 'function' && (alternate === null || (flags & PERFORMED_WORK) !== 0))
      this.#drawn.push({ name: type.name, props: memoizedProps ?? {} })
    // the same children as before were not looked at
    if (child === alternate?.child) return
    for (let one = child; one !== null; one = one.sibling) this.#walk(one)
  }
}
