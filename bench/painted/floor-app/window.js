// A window of as many painted pieces as the product's with six columns, made once. Nothing runs here afterwards but what
// a message takes: its texts into the rows and the log that show it, and the rows to their places.
const ACCOUNTS = 200
/** Of these so many are in sight. */
const IN_RAIL = 45
const COLUMNS = ['log', 'list', 'list', 'log', 'list', 'log']
const ROWS = 20
const MESSAGES = 24
const TEXT = 'Could you tell me whether the parcel left today, and when it should arrive at the shop?'

const made = (name, className, ...inner) => {
  const element = document.createElement(name)
  if (className !== '') element.className = className
  element.append(...inner)
  return element
}
const times = (count, make) => Array.from({ length: count }, (_, at) => make(at))
const tools = () => times(3, () => made('span', 'tool'))

/** A button as large as its item, with a name that only screen readers are told. */
const pressed = (name, ...inner) => made('button', 'whole', made('span', 'spoken', name), ...inner)
const counted = (count) => made('span', 'held', made('span', 'count', `${count}`))

function accountAt(at) {
  const name = `Account ${at + 1}`
  const dot = made('span', 'held', made('span', 'dot'))
  return made('li', '', pressed(`${name}, online`, dot, made('span', 'cut', name), counted(at % 9)))
}

function rowAt(at) {
  const name = made(
    'span',
    'line',
    made('span', 'cut', `Contact ${at + 1}`),
    made('span', 'cut soft', `· Account ${at + 1}`),
    made('span', 'soft', '16:20'),
  )
  const preview = made(
    'span',
    'line',
    made('span', 'cut', made('span', '', TEXT)),
    made('span', 'held', made('span', 'dot'), made('span', 'soft', '23 h')),
    counted(at % 9),
    made('span', 'spoken', `${at % 9} unread`),
  )
  const avatar = made('span', 'avatar', made('span', '', 'C'))
  const row = made('li', '', pressed('open', avatar, made('span', 'words', name, preview)))
  row.append(made('button', 'actions'))
  row.style.transform = `translateY(${at * 64}px)`
  return row
}

function messageAt(at) {
  const bubble = made('div', 'bubble', made('p', '', made('span', '', TEXT.slice(at))))
  const time = made('span', 'soft', '16:20')
  const row = made('li', '', made('div', 'line', made('article', '', bubble), time))
  row.style.transform = `translateY(${-at * 84}px)`
  return row
}

function columnOf(kind) {
  const head = made('header', '', made('span', 'cut', 'Account'), ...tools())
  if (kind === 'list')
    return made('section', '', head, made('div', 'scrolled', made('ul', 'list', ...times(ROWS, rowAt))))
  const field = document.createElement('textarea')
  field.rows = 1
  return made(
    'section',
    '',
    head,
    made('div', 'scrolled', made('ol', 'log', ...times(MESSAGES, messageAt))),
    made('footer', '', field, ...tools()),
  )
}

const rail = made('ul', 'rail', ...times(IN_RAIL, accountAt))
document.body.append(rail, ...COLUMNS.map(columnOf))

/** Writes into the text that stands in an element. */
const write = (element, text) => (element.firstChild.nodeValue = text)
const move = (element, px) => (element.style.transform = `translateY(${px}px)`)

/** Each list's rows from the top down, and whose they are. */
const lists = [...document.querySelectorAll('.list')].map((list) =>
  [...list.children].map((row, at) => ({
    of: at,
    row,
    texts: row.querySelectorAll('.cut, .words .line:first-child > .soft, .count, .spoken'),
  })),
)
const logs = [...document.querySelectorAll('.log')].map((log) => [...log.children])
const railCounts = [...rail.querySelectorAll('.count')]
const unread = times(ACCOUNTS, () => 0)

/** The row of an account goes to the top; one that was not among them takes the last's place. */
function raise(list, { of, text }) {
  const known = list.findIndex((one) => one.of === of)
  const [one] = list.splice(known < 0 ? ROWS - 1 : known, 1)
  const [label, name, account, time, preview, count, spoken] = one.texts
  if (one.of !== of) {
    one.of = of
    write(label, `Contact ${of + 1}`)
    write(name, `Contact ${of + 1}`)
    write(account, `· Account ${of + 1}`)
  }
  write(time, '16:21')
  write(preview.firstChild, text)
  write(count, unread[of])
  write(spoken, `${unread[of]} unread`)
  list.unshift(one)
}

function draw(messages) {
  for (const { of, text } of messages) {
    unread[of] += 1
    if (unread[of] === 1 && of < IN_RAIL) write(railCounts[of], '1')
    const log = logs[of]
    if (log === undefined) continue
    const oldest = log.pop()
    write(oldest.querySelector('p span'), text)
    log.unshift(oldest)
    for (const [at, row] of log.entries()) move(row, -at * 84)
  }
  for (const list of lists) {
    const before = [...list]
    for (const message of messages) raise(list, message)
    for (const [at, one] of list.entries()) if (one !== before[at]) move(one.row, at * 64)
  }
}

/** Who wrote something this short a time ago still writes, and nothing waits longer for them, ms. */
const WRITING_MS = 1_000
const HELD_MS = 250
let writtenAt = Number.NEGATIVE_INFINITY
let isKeyShown = true
let waiting = []
let latest = 0

function drawWaiting() {
  if (!isKeyShown) {
    requestAnimationFrame(drawWaiting)
    return
  }
  clearTimeout(latest)
  const messages = waiting
  waiting = []
  if (messages.length > 0) draw(messages)
}

addEventListener(
  'input',
  () => {
    writtenAt = performance.now()
    isKeyShown = false
    // a frame for the key, a turn for the browser to tell of it, and the frame behind that for what waits
    requestAnimationFrame(() =>
      setTimeout(() =>
        requestAnimationFrame(() => {
          isKeyShown = true
          drawWaiting()
        }),
      ),
    )
  },
  true,
)
globalThis.floor.subscribe((text) => {
  waiting.push({ of: Number(/\d+/.exec(text)) % ACCOUNTS, text })
  if (waiting.length > 1) return
  const isWriting = performance.now() - writtenAt < WRITING_MS
  if (isWriting) latest = setTimeout(() => requestAnimationFrame(drawWaiting), HELD_MS)
  else requestAnimationFrame(drawWaiting)
})
globalThis.floor.loaded()
