/**
 * An own message that is not done with: neither accepted nor cancelled, and not dealt with by the operator.
 * The terms are those of the partial index `messages_unsettled`, by which SQLite finds such messages; it
 * recognises nothing else. `messages` is the name or alias of the table in the query.
 */
export function unsettled(messages: string): string {
  return `${messages}.send_state IS NOT NULL AND ${messages}.send_state NOT IN ('accepted', 'cancelled')
    AND ${messages}.resolution IS NULL`
}
