export const broadcastDraft = {
  broadcastDraft: {},
}
