import { configure } from '@testing-library/react'

// What a test waits for comes at once on an idle machine and ten times later on a busy one: only what never comes
// meets the limit.
configure({ asyncUtilTimeout: 30_000 })
