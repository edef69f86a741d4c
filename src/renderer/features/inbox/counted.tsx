/** A filter and how many conversations it shows. */
export interface NamedCount {
  name: string
  count: number
}

/** What a screen reader says of it. */
export function inOne({ name, count }: NamedCount): string {
  return count > 0 ? `${name} ${count}` : name
}

/** The same as it is drawn. */
export function Counted({ name, count }: NamedCount) {
  return (
    <>
      <bdi className="min-w-0 truncate">{name}</bdi>
      {count > 0 ? <span className="text-meta text-soft tabular-nums">{count}</span> : null}
    </>
  )
}
