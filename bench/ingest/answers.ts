import { type Random, seededRandom } from '#simulator/index.ts'
import { writeText } from '../profile/texts.ts'

/** The account that the answers are for, as sign-in would have named it. */
export const BOT_ID = 'aaaabbbbcccc@im.bot'

/** As many as an account has in the profile of the table: 2,000 conversations over 200 accounts. */
const CONTACTS = 10
/** Within what a plain parser reads without rounding, so that both sides store the same ids. */
const FIRST_ID = 7_490_000_000_000_000
const BEGAN_AT = Date.UTC(2026, 8, 21)

/** What waits on the server: the bytes of its answers, in order and by the cursor that each is asked for with. */
export interface Waiting {
  readonly messages: number
  readonly perAnswer: number
  readonly answers: readonly Buffer[]
  /** By the cursor that the answer before brought; empty for the first. */
  readonly byCursor: ReadonlyMap<string, Buffer>
}

function message(number: number, random: Random): Record<string, unknown> {
  const at = BEGAN_AT + number * 1_000
  const from = `o9cq80_Contact${String(number % CONTACTS).padStart(14, '0')}@im.wechat`
  const item = {
    type: 1,
    create_time_ms: at,
    update_time_ms: at,
    is_completed: true,
    text_item: { text: writeText(random) },
  }
  return {
    seq: number + 1,
    message_id: FIRST_ID + number,
    from_user_id: from,
    to_user_id: BOT_ID,
    client_id: `client-${FIRST_ID + number}`,
    create_time_ms: at,
    update_time_ms: at,
    delete_time_ms: 0,
    session_id: `${from}#${BOT_ID}`,
    group_id: '',
    message_type: 1,
    message_state: 2,
    item_list: [item],
    context_token: `AARzContext${String(number % CONTACTS).padStart(4, '0')}Token==`,
  }
}

const cursorAt = (answer: number) => (answer === 0 ? '' : Buffer.from(`cursor-${answer}`).toString('base64'))

/** Texts of ten people, who write in turns, in the form the server has them in. */
export function waitingMessages(messages: number, perAnswer: number): Waiting {
  const random = seededRandom(2)
  const answers: Buffer[] = []
  for (let from = 0; from < messages; from += perAnswer) {
    const length = Math.min(perAnswer, messages - from)
    const msgs = Array.from({ length }, (_, place) => message(from + place, random))
    const get_updates_buf = cursorAt(answers.length + 1)
    answers.push(
      Buffer.from(JSON.stringify({ ret: 0, msgs, get_updates_buf, longpolling_timeout_ms: 35_000 })),
    )
  }
  const byCursor = new Map(answers.map((bytes, answer) => [cursorAt(answer), bytes]))
  return { messages, perAnswer, answers, byCursor }
}
