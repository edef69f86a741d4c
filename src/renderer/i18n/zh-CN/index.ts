import { common } from './common.ts'
import { conversation } from './conversation.ts'
import { screens } from './screens.ts'

export const zhCN = { ...common, ...conversation, ...screens }
