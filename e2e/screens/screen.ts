import type { Page } from '@playwright/test'
import type { Simulator } from '#simulator/index.ts'
import type { Linkboard } from '../pages/linkboard.ts'

/** What a screen is opened with. */
export interface Desk {
  readonly page: Page
  readonly board: Linkboard
  readonly simulator: Simulator
}

/** Something that can be looked at by itself. It is opened and left in English and in a window of the first size. */
export interface Screen {
  readonly name: string
  open(desk: Desk): Promise<void>
  /** Leads back to where the next one can be opened; by default nothing has to be left. */
  close?(desk: Desk): Promise<void>
}

/** Closes what floats on top. */
export const leave = async ({ page }: Desk): Promise<void> => await page.keyboard.press('Escape')

/** Something that floats above the rest, gone again by Escape. */
export function floating(
  name: string,
  role: 'dialog' | 'alertdialog' | 'menu',
  open: Screen['open'],
): Screen {
  return {
    name,
    open: async (desk) => {
      await open(desk)
      await desk.page.getByRole(role).first().waitFor()
    },
    close: async (desk) => {
      const shown = desk.page.getByRole(role).first()
      await leave(desk)
      await shown.waitFor({ state: 'hidden' })
    },
  }
}
