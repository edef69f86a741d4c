import { PATH_ANSWER, PATH_FILE, PATH_FUNCTION } from '../bridge/script.ts'
import type { ProtocolSession } from './protocol.ts'

/**
 * Answers the preload's question for a file's path. The question must be answered synchronously, so the
 * script stops at a `debugger` statement, the host looks the file up, writes the path into the script's
 * variable and lets it run on. Any other stop is resumed at once. It stops only while the debugger is enabled.
 */
export function answerFilePaths(session: ProtocolSession): void {
  session.events.on('Debugger.paused', ({ callFrames: [frame] }) => {
    const asked = frame?.functionName === PATH_FUNCTION ? answer(session, frame.callFrameId) : undefined
    void Promise.resolve(asked)
      .then(() => session.send('Debugger.resume'))
      // The document can go away while it stands still.
      .catch(() => undefined)
  })
}

async function answer(session: ProtocolSession, callFrameId: string): Promise<void> {
  const path = await lookUp(session, callFrameId).catch(() => '')
  if (path === '') return
  const expression = `${PATH_ANSWER} = ${JSON.stringify(path)}`
  await session.send('Debugger.evaluateOnCallFrame', { callFrameId, expression }).catch(() => undefined)
}

async function lookUp(session: ProtocolSession, callFrameId: string): Promise<string> {
  const { result } = await session.send('Debugger.evaluateOnCallFrame', {
    callFrameId,
    expression: PATH_FILE,
  })
  if (result.objectId === undefined) return ''
  const { path } = await session.send('DOM.getFileInfo', { objectId: result.objectId })
  return path
}
