import { benchInbound } from './inbound.ts'

const passed = await benchInbound()
process.exitCode = passed ? 0 : 1
