import type { AppActions } from '#core/app-actions.ts'
import type { LessonGuide } from '#core/practice/lesson-guide.ts'
import type { HandlersOf } from '#core/router.ts'
import type { practiceRequests } from '#shared/contract/practice.ts'

export interface PracticeHandlerDeps {
  actions: Pick<AppActions, 'startPractice' | 'leavePractice'>
  guide: LessonGuide
}

export function createPracticeHandlers({
  actions,
  guide,
}: PracticeHandlerDeps): HandlersOf<typeof practiceRequests> {
  return {
    'practice.start': () => actions.startPractice(),
    'practice.leave': () => actions.leavePractice(),
    'practice.begin': ({ lesson }) => guide.begin(lesson),
    'practice.skip': ({ lesson }) => guide.skip(lesson),
    'practice.show': ({ isShown }) => guide.show(isShown),
  }
}
