import type { Simulator } from '#simulator/index.ts'

/** The texts that an owner's phone, or another person's, shows of the bot, in order. */
export function textsOnPhone({ world }: Simulator, account: string, person?: string): string[] {
  const { messages } = world.phone({ account, ...(person === undefined ? {} : { person }) })
  return messages.filter(({ by }) => by === 'bot').map(({ text }) => text ?? '')
}

/** One field of the `msg` of every send that reached the server, oldest first. */
export function sentField({ world }: Simulator, field: 'client_id' | 'context_token'): unknown[] {
  return world.log({ call: 'sendmessage' }).requests.map(({ body }) => {
    const message = member(body, 'msg')
    return member(message, field)
  })
}

/** A member of parsed JSON; undefined where there is none. */
export function member(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined
}
