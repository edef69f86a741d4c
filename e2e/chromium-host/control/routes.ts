import { POWER_EVENTS, type PowerEvent } from '../api/power-monitor.ts'
import type { DialogKind, Recorded, RecordedNotification } from '../recorder.ts'

/** What host control can reach. */
export interface ControlTarget {
  readonly recorded: Recorded
  power(event: PowerEvent): void
  setIdle(seconds: number): void
  /** Resolves when the page knows too. */
  setFocused(focused: boolean): Promise<void>
  /** Closes the window as its operator would. */
  closeWindow(): void
  /** What the system says of proxies from now on, such as `PROXY host:port; DIRECT`. */
  setSystemProxy(answer: string): void
}

/** A request that host control cannot serve, with its HTTP status. */
export class ControlRequestError extends Error {
  override readonly name = 'ControlRequestError'
  readonly status: number

  constructor(status: number, message: string) {
    super(message)
    this.status = status
  }
}

type Body = Readonly<Record<string, unknown>>

/** Answers one request with a JSON value. */
export async function respond(
  method: string,
  path: string,
  body: Body,
  target: ControlTarget,
): Promise<unknown> {
  const value = method === 'GET' ? read(path, target.recorded) : await act(method, path, body, target)
  if (value === undefined) throw new ControlRequestError(404, `no ${method} ${path}`)
  return value
}

function read(path: string, recorded: Recorded): unknown {
  switch (path) {
    case '/notifications':
      return recorded.notifications
    case '/badge':
      return recorded.badge
    case '/tray':
      return recorded.tray
    case '/dialogs':
      return recorded.dialogs
    case '/shell':
      return recorded.shell
    case '/power':
      return { blockers: recorded.blockers }
    case '/menus':
      return recorded.menus
    default:
      return undefined
  }
}

async function act(method: string, path: string, body: Body, target: ControlTarget): Promise<unknown> {
  const clicked = /^\/notifications\/(\d+)\/click$/.exec(path)?.[1]
  if (method !== 'POST') return undefined
  if (clicked !== undefined) return clickNotification(Number(clicked), target.recorded)
  const [, id, act] = /^\/notifications\/(\d+)\/(reply|dismiss)$/.exec(path) ?? []
  if (act === 'reply') return replyTo(Number(id), body, target.recorded)
  if (act === 'dismiss') return dismiss(Number(id), target.recorded)
  switch (path) {
    case '/dialogs/answer':
      return answerDialog(body, target.recorded)
    case '/tray/click':
      return clickTray(body, target.recorded)
    case '/power':
      return power(body, target)
    case '/close':
      target.closeWindow()
      return { closed: true }
    case '/proxy':
      if (typeof body['answer'] !== 'string')
        throw new ControlRequestError(400, 'answer is what the system says')
      target.setSystemProxy(body['answer'])
      return { answer: body['answer'] }
    case '/focus':
      if (typeof body['focused'] !== 'boolean') throw new ControlRequestError(400, 'focused is true or false')
      await target.setFocused(body['focused'])
      return { focused: body['focused'] }
    default:
      return undefined
  }
}

function notificationOf(id: number, recorded: Recorded): RecordedNotification {
  const notification = recorded.notifications.find((candidate) => candidate.id === id)
  if (notification === undefined) throw new ControlRequestError(404, `no notification ${id}`)
  return notification
}

function clickNotification(id: number, recorded: Recorded): unknown {
  const notification = notificationOf(id, recorded)
  notification.click()
  return notification
}

/** `{"text"}` is what is written in its field. */
function replyTo(id: number, { text }: Body, recorded: Recorded): unknown {
  const notification = notificationOf(id, recorded)
  if (!notification.hasReply) throw new ControlRequestError(400, 'it takes no reply')
  if (typeof text !== 'string') throw new ControlRequestError(400, 'text is what is replied')
  notification.reply(text)
  return notification
}

function dismiss(id: number, recorded: Recorded): unknown {
  const notification = notificationOf(id, recorded)
  notification.dismiss()
  return notification
}

/** `{...fields}` of the answer, with `kind` to name the dialog it is for. */
function answerDialog(body: Body, recorded: Recorded): unknown {
  const { kind, ...fields } = body
  if (kind !== undefined && !isDialogKind(kind)) throw new ControlRequestError(400, 'unknown kind of dialog')
  recorded.dialogAnswers.push(kind === undefined ? { fields } : { kind, fields })
  return { waiting: recorded.dialogAnswers.length }
}

function isDialogKind(value: unknown): value is DialogKind {
  return value === 'save' || value === 'open' || value === 'message' || value === 'error'
}

/** Without a body the icon is clicked, with `{"item": label}` a line of its menu. */
function clickTray({ item }: Body, { tray }: Recorded): unknown {
  if (tray === null) throw new ControlRequestError(404, 'there is no tray icon')
  if (item === undefined) tray.click()
  else if (!tray.clickItem(String(item))) throw new ControlRequestError(404, `no item ${String(item)}`)
  return tray
}

function power({ event, idleSeconds }: Body, target: ControlTarget): unknown {
  if (typeof idleSeconds === 'number') {
    target.setIdle(idleSeconds)
    return { idleSeconds }
  }
  const known = POWER_EVENTS.find((name) => name === event)
  if (known === undefined) throw new ControlRequestError(400, `event is one of ${POWER_EVENTS.join(', ')}`)
  target.power(known)
  return { event: known }
}
