import { faultsOf, type Ledger, type Received } from './ledger.ts'

/** Columns as wide as their widest cell, the first one to the left and the others to the right. */
function table(rows: readonly (readonly (string | number)[])[]): string {
  const texts = rows.map((row) => row.map(String))
  const widths = (texts[0] ?? []).map((_, column) =>
    Math.max(...texts.map((row) => row[column]?.length ?? 0)),
  )
  return texts
    .map((row) =>
      row
        .map((cell, column) =>
          column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0),
        )
        .join('  '),
    )
    .join('\n')
}

function received(name: string, { offered, stored, lost, missedAtKill, doubled }: Received) {
  return [name, offered, stored, lost, missedAtKill, doubled]
}

/** The ledger as text for a terminal. */
export function formatLedger(ledger: Ledger): string {
  const { app, bare, sent } = ledger
  const faults = faultsOf(ledger)
  const total = app.acknowledged.offered + app.answered.offered
  const lostBatches = ledger.lostBatches.map(({ kill, account, missing }) => {
    const who = account.startsWith('twin-') ? 'bare receiver' : 'Linkboard'
    const span = missing.length === 1 ? missing[0] : `${missing[0]} … ${missing.at(-1)}`
    return [`kill ${kill}`, who, account, missing.length, span ?? '']
  })
  return [
    `seed ${ledger.seed}: ${ledger.kills} kills, ${total} messages, ${ledger.polls} polls, ${sent.asked} sends, ${ledger.signIns} accounts signed in again`,
    '',
    table([
      ['received', 'offered', 'stored', 'lost', 'in flight at a kill', 'doubled'],
      received('Linkboard, server repeats until acknowledged', app.acknowledged),
      received('Linkboard, server forgets once answered', app.answered),
      received('bare receiver, server repeats until acknowledged', bare.acknowledged),
      received('bare receiver, server forgets once answered', bare.answered),
    ]),
    '',
    table([
      ['sent', 'number'],
      ['accepted by the server', sent.acceptedByServer],
      ['shown accepted', sent.shownAccepted],
      ['unconfirmed', sent.unconfirmed],
      ['refused', sent.refused],
      ['waiting for contact', sent.waiting],
      ['lost', sent.lost],
      ['doubled in the history', sent.doubled],
      ['doubled at the phone', sent.doubledAtPhone],
      ['wrongly shown accepted', sent.wronglyAccepted],
    ]),
    ...(lostBatches.length === 0 ? [] : ['', 'batches in flight at a kill, forgotten by the server:']),
    ...(lostBatches.length === 0 ? [] : [table(lostBatches)]),
    ...ledger.lostMessages.map(({ account, content }) => `lost: ${content} of ${account}`),
    ...Object.entries(ledger.violations).map(
      ([rule, count]) => `rule of the protocol broken: ${rule}, ${count} times`,
    ),
    ...ledger.failures.map((failure) => `unexpected end: ${failure}`),
    '',
    faults.length === 0
      ? 'every zero is zero'
      : `NOT every zero is zero; to repeat: --seed ${ledger.seed}\n${faults.map((fault) => `  ${fault}`).join('\n')}`,
  ].join('\n')
}
