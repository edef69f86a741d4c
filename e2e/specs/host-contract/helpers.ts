import { execFileSync } from 'node:child_process'
import type { Page } from '@playwright/test'
import type { Contract, Seen } from '../../host-contract-app/contract.ts'

declare const contract: Contract

/** Asks the contract app's main something over its bridge. */
export async function request(page: Page, name: string, ...args: unknown[]): Promise<unknown> {
  return await page.evaluate(async ([called, given]) => await contract.request(called, ...given), [
    name,
    args,
  ] as const)
}

/** What the contract app's main has noticed so far. */
export async function seen(page: Page): Promise<Seen> {
  return await page.evaluate(async () => (await contract.request('seen')) as Seen)
}

/** The processes (pids) whose command line names this folder; Windows is not asked. */
export function processesOn(folder: string): string[] {
  if (process.platform === 'win32') return []
  const lines = execFileSync('ps', ['-eo', 'pid=,args='], { encoding: 'utf8' }).split('\n')
  return lines.filter((line) => line.includes(folder)).map((line) => line.trim().split(' ')[0] ?? '')
}
