import { beginLesson, lessons } from '../walkthrough/actions.ts'
import { floating, type Screen } from './screen.ts'

/** With the lessons of practice mode, in which no other server can be. */
export const PRACTICE_SCREENS: readonly Screen[] = [
  { name: 'lessons', open: async ({ page }) => await lessons(page).waitFor() },
  floating('all lessons', 'menu', async ({ page }) => {
    await lessons(page)
      .getByRole('button', { name: /All lessons$/ })
      .click()
  }),
  {
    name: 'a lesson under way',
    open: async ({ page }) => {
      await beginLesson(page, 2)
      await lessons(page).getByRole('button', { name: 'Show me' }).click()
      await page.getByRole('region', { name: /^Conversation with / }).waitFor()
    },
  },
]
