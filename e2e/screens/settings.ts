import { type Desk, floating, type Screen } from './screen.ts'

const SECTIONS = [
  'General',
  'Notifications',
  'Writing',
  'Quick replies',
  'Broadcasts',
  'Media and storage',
  'Network',
  'Programs',
  'Privacy and lock',
  'Backup',
  'Diagnostics',
  'About',
]

/** Every section, and the dialogs that are opened there. */
export const SETTINGS: readonly Screen[] = [
  ...SECTIONS.map((section) => ({
    name: `settings: ${section}`,
    open: async ({ board, page }: Desk) => {
      await board.rail.goTo('Settings')
      await page.getByRole('navigation', { name: 'Sections' }).getByText(section, { exact: true }).click()
    },
  })),
  floating('a quick reply', 'dialog', async ({ board, page }) => {
    await board.rail.goTo('Settings')
    const sections = page.getByRole('navigation', { name: 'Sections' })
    await sections.getByText('Quick replies', { exact: true }).click()
    await page.getByRole('button', { name: /^发货通知/u }).click()
  }),
  floating('creating a backup', 'dialog', async ({ board, page }) => {
    await board.rail.goTo('Settings')
    await page.getByRole('navigation', { name: 'Sections' }).getByText('Backup', { exact: true }).click()
    await page.getByRole('button', { name: 'Create backup…' }).click()
  }),
  floating('automatic backups', 'dialog', async ({ page }) => {
    await page.getByRole('switch', { name: 'Back up automatically' }).click()
  }),
  floating('restoring a backup', 'dialog', async ({ page }) => {
    await page.getByRole('button', { name: 'Restore backup…' }).click()
  }),
  floating('licences', 'dialog', async ({ page }) => {
    await page.getByRole('button', { name: 'Licences of other software…' }).click()
  }),
  floating('a passphrase', 'dialog', async ({ page }) => {
    await page.getByRole('button', { name: 'Lock now' }).click()
  }),
]
