import { EventEmitter } from 'node:events'
import type { PowerMonitor } from 'electron'
import { strict } from '../strict.ts'

export const POWER_EVENTS = ['suspend', 'resume', 'lock-screen', 'unlock-screen'] as const
export type PowerEvent = (typeof POWER_EVENTS)[number]

/** `powerMonitor`, steered by host control; the host itself sees neither sleep nor idleness. */
export class HostPowerMonitor
  extends EventEmitter
  implements Pick<PowerMonitor, 'getSystemIdleTime' | 'isOnBatteryPower'>
{
  static {
    strict('powerMonitor', HostPowerMonitor.prototype)
  }

  idleSeconds = 0

  getSystemIdleTime(): number {
    return this.idleSeconds
  }

  getSystemIdleState(idleThreshold: number): 'active' | 'idle' {
    return this.idleSeconds >= idleThreshold ? 'idle' : 'active'
  }

  isOnBatteryPower(): boolean {
    return false
  }
}
