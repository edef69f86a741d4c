// A window of as many painted pieces as the product's with six columns, made once: nothing runs here afterwards.
const ACCOUNTS = 200
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

document.body.append(made('ul', 'rail', ...times(ACCOUNTS, accountAt)), ...COLUMNS.map(columnOf))
globalThis.floor.loaded()
