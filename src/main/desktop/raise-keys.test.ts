import { describe, expect, it } from 'vitest'
import { KeyCombinationSchema } from '#shared/model/key-combination-schema.ts'
import { RaiseKeys } from './raise-keys.ts'

const L = KeyCombinationSchema.parse('Mod+Alt+L')
const K = KeyCombinationSchema.parse('Alt+Shift+K')

function desk(taken: readonly string[] = []) {
  const registered = new Map<string, () => void>()
  let raised = 0
  const keys = new RaiseKeys(
    {
      register(accelerator, pressed) {
        if (taken.includes(accelerator)) return false
        registered.set(accelerator, pressed)
        return true
      },
      unregister: (accelerator) => void registered.delete(accelerator),
    },
    () => {
      raised += 1
    },
  )
  return { keys, registered, raised: () => raised }
}

describe('keys that bring the window to the front', () => {
  it('are taken at the start, spelled as the system wants them', () => {
    const { keys, registered, raised } = desk()
    keys.restore(L)
    registered.get('CommandOrControl+Alt+L')?.()
    expect(raised()).toBe(1)
    expect(keys.isTaken).toBe(false)
  })

  it('are changed, and given back when none are wanted', () => {
    const { keys, registered } = desk()
    keys.restore(L)
    keys.change(K)
    expect([...registered.keys()]).toEqual(['Alt+Shift+K'])
    keys.change(K)
    expect([...registered.keys()]).toEqual(['Alt+Shift+K'])
    keys.change(null)
    expect(registered.size).toBe(0)
  })

  it('stay as they are when another program has those that are wanted', () => {
    const { keys, registered } = desk(['Alt+Shift+K'])
    keys.restore(L)
    expect(() => keys.change(K)).toThrow(expect.objectContaining({ code: 'keys-taken' }))
    expect([...registered.keys()]).toEqual(['CommandOrControl+Alt+L'])
  })

  it('say at the start that another program has them, until others are chosen', () => {
    const { keys } = desk(['CommandOrControl+Alt+L'])
    keys.restore(L)
    expect(keys.isTaken).toBe(true)
    keys.change(K)
    expect(keys.isTaken).toBe(false)
  })
  it('that were chosen before are taken once more where a change could not be kept', () => {
    const { keys, registered } = desk()
    keys.restore(L)
    keys.change(K)
    keys.restore(L)
    expect([...registered.keys()]).toEqual(['CommandOrControl+Alt+L'])
    keys.change(null)
    keys.restore(L)
    expect([...registered.keys()]).toEqual(['CommandOrControl+Alt+L'])
    expect(keys.isTaken).toBe(false)
    keys.restore(null)
    expect([registered.size, keys.isTaken]).toEqual([0, false])
  })

  it('say that another program has them where they cannot be taken once more', () => {
    const { keys, registered } = desk(['CommandOrControl+Alt+L'])
    keys.restore(L)
    keys.change(K)
    keys.restore(L)
    expect([registered.size, keys.isTaken]).toEqual([0, true])
  })
})
