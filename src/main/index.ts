import { start } from './launch/start.ts'

start()
