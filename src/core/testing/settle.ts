import { MessageChannel } from 'node:worker_threads'

/** What goes on by itself once it has begun: turns of the event loop, and what the disk still owes. */
const UNDER_WAY: ReadonlySet<string> = new Set(['Immediate', 'FSReqCallback', 'FSReqPromise', 'CloseReq'])

/** A turn that is not among what is under way: two who wait would wait for each other. */
function nextTurn(): Promise<void> {
  const { port1, port2 } = new MessageChannel()
  return new Promise((resolve) => {
    port1.once('message', () => {
      port1.close()
      resolve()
    })
    port2.postMessage(null)
  })
}

/** Resolves once nothing is ready to run any more: what waits then waits for time, for others or for the test. */
export async function settle(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve))
  while (process.getActiveResourcesInfo().some((resource) => UNDER_WAY.has(resource))) await nextTurn()
}

/** Waits for what tells nobody when it happens, looking at each turn of the event loop. */
export async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await nextTurn()
}
