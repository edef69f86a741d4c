import { z } from 'zod'
import { LESSONS } from '../model/lesson.ts'
import { request } from './request.ts'

const OfLesson = z.object({ lesson: z.enum(LESSONS) })

/** Requests about practice mode. Those about its lessons fail with `not-possible-now` outside of it. */
export const practiceRequests = {
  'practice.start': request(z.undefined())<void>(),
  'practice.leave': request(z.undefined())<void>(),
  /**
   * Puts a lesson before the operator; unless it is under way, its situation is brought about, also once more after it
   * was done. Fails with `not-possible-now` where it cannot be, because its account was signed out or removed.
   */
  'practice.begin': request(OfLesson)<void>(),
  /** Leaves a lesson out and puts the next one before the operator that is neither done nor left out. */
  'practice.skip': request(OfLesson)<void>(),
  /** Shows the lessons or puts them away; what is under way goes on. */
  'practice.show': request(z.object({ isShown: z.boolean() }))<void>(),
}
