/**
 * A group has a conversation of its own, apart from those of its members, under an id that no user has. It is not
 * answerable: iLink knows no groups, and an answer would go to one member privately (fact sheet 4.1).
 */

/** What a group's contact id begins with. */
export const GROUP_PREFIX = 'group:'

/** The contact id that stands for a group. */
export function groupContactId(groupId: string): string {
  return `${GROUP_PREFIX}${groupId}`
}

/** The group's own id; null for a contact id that stands for a person. */
export function groupIdOf(contactUserId: string): string | null {
  return contactUserId.startsWith(GROUP_PREFIX) ? contactUserId.slice(GROUP_PREFIX.length) : null
}

export function isGroupContact(contactUserId: string): boolean {
  return groupIdOf(contactUserId) !== null
}
