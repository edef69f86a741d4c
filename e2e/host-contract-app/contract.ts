/** What the contract app's preload exposes to its page. */
export interface Contract {
  readonly version: number
  readonly when: Date
  readonly nested: { readonly list: readonly unknown[] }
  request(name: string, ...args: unknown[]): Promise<unknown>
  unknown(): Promise<unknown>
  post(...args: unknown[]): void
  add(a: number, b: number): number
  later(value: unknown): Promise<{ readonly value: unknown; again(): unknown }>
  fail(): never
  failLater(): Promise<never>
  call(callback: (...args: unknown[]) => unknown, ...args: unknown[]): unknown
  callLater(callback: (...args: unknown[]) => Promise<unknown>, ...args: unknown[]): Promise<unknown>
  subscribe(channel: string, callback: (...args: unknown[]) => void): () => void
  /** Tells of each file its path or, without one, what main says of its bytes. */
  stage(
    files: readonly File[],
    tell: (index: number, result: unknown) => void,
  ): { readonly done: Promise<unknown>; cancel(): void }
  pathOf(file: File): string
  kindOf(value: unknown): string
}

/** What the contract app's main notices. */
export interface Seen {
  readonly posts: readonly (readonly unknown[])[]
  readonly secondInstances: readonly (readonly string[])[]
  readonly opened: readonly string[]
  readonly navigations: readonly string[]
  readonly permissions: readonly string[]
  readonly loads: number
  readonly focus: readonly string[]
  readonly desktop: readonly string[]
  readonly gone: readonly string[]
}
