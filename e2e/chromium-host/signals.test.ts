import { EventEmitter } from 'node:events'
import { describe, expect, it } from 'vitest'
import { takeOverSignals } from './signals.ts'

function createTaken() {
  const source = new EventEmitter()
  const heard: string[] = []
  source.on('SIGTERM', () => heard.push('early'))
  takeOverSignals(source, () => heard.push('quit'))
  return { source, heard }
}

describe('signals under Electron', () => {
  it('quit the app, whoever listened while main loaded or joined later', () => {
    const { source, heard } = createTaken()
    source.on('SIGTERM', () => heard.push('late'))
    source.emit('SIGTERM')
    expect(heard).toEqual(['quit'])
  })

  it('reach who listens after all others were removed', () => {
    const { source, heard } = createTaken()
    source.removeAllListeners('SIGTERM')
    source.on('SIGTERM', () => heard.push('armed'))
    source.emit('SIGTERM')
    source.emit('SIGINT')
    expect(heard).toEqual(['armed', 'quit'])
  })

  it('leave other events alone', () => {
    const { source, heard } = createTaken()
    source.on('exit', () => heard.push('exit'))
    source.emit('exit')
    expect(heard).toEqual(['exit'])
  })
})
