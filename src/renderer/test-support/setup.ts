import { configure } from '@testing-library/react'
import { NothingObserved } from './browser-stubs.ts'

// What a test waits for comes at once on an idle machine and ten times later on a busy one: only what never comes
// meets the limit.
configure({ asyncUtilTimeout: 30_000 })

// every browser has one
globalThis.ResizeObserver ??= NothingObserved
