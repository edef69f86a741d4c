import { EventEmitter } from 'node:events'
import { strict } from '../strict.ts'

const DISPLAY = {
  id: 1,
  scaleFactor: 1,
  bounds: { x: 0, y: 0, width: 1920, height: 1080 },
  workArea: { x: 0, y: 0, width: 1920, height: 1080 },
  size: { width: 1920, height: 1080 },
  workAreaSize: { width: 1920, height: 1080 },
}

/** `screen`: one display of ordinary size. */
export class HostScreen extends EventEmitter {
  static {
    strict('screen', HostScreen.prototype)
  }

  getPrimaryDisplay(): typeof DISPLAY {
    return structuredClone(DISPLAY)
  }

  getAllDisplays(): (typeof DISPLAY)[] {
    return [this.getPrimaryDisplay()]
  }

  getDisplayMatching(): typeof DISPLAY {
    return this.getPrimaryDisplay()
  }
}
