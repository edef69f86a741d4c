import { declareSoak } from './soak-tests.ts'

// Short; soak.nightly.test.ts is as long as it takes.
declareSoak({ seeds: [1], seconds: 3, leastKills: 3, accounts: 4, messagesPerSecond: 20 })
