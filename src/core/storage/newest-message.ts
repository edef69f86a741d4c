/**
 * A query of the newest message of a conversation, by arrival (P19), that is no part of a broadcast: those move
 * nobody to the top.
 * @param conversation SQL that gives the conversation's id
 */
export const newestMessageOf = (conversation: string) =>
  `SELECT n.id FROM messages n WHERE n.conversation_id = ${conversation}
     AND NOT EXISTS (SELECT 1 FROM outbox_jobs j WHERE j.message_id = n.id AND j.broadcast_id IS NOT NULL)
     ORDER BY n.id DESC LIMIT 1`
