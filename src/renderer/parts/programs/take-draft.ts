import type { Proposal } from '#shared/model/program.ts'
import { isBlank } from '#shared/text/repair.ts'
import type { Services } from '../../store/services.tsx'
import { inBox, putIntoBox } from '../composing/use-take-back.ts'

/** Takes what a program wrote into the message box of its conversation, behind what is typed there; files into a review. */
export async function takeDraft(
  services: Services,
  { id, conversationId, programName }: Pick<Proposal, 'id' | 'conversationId' | 'programName'>,
): Promise<void> {
  await services.programDrafts.take(id, conversationId, async () => {
    let missing: readonly string[] = []
    await putIntoBox(services, conversationId, async (typed) => {
      const taken = await services.client.request('programs.takeDraft', { id, typed })
      missing = taken.missing
      return taken
    })
    return { program: programName, missing }
  })
}

/** Nothing is typed into the box of its conversation, and no files are being looked through: nothing would be overwritten. */
export function hasRoom(services: Services, { conversationId }: Pick<Proposal, 'conversationId'>): boolean {
  return services.review.state.getState() === null && isBlank(inBox(services, conversationId))
}
