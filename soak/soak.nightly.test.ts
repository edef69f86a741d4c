import { declareSoak } from './soak-tests.ts'

declareSoak({ seeds: [1, 20_260_923], seconds: 7, leastKills: 4, accounts: 8, messagesPerSecond: 50 })
