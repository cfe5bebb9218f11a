import { type Claim, EMPTY_HEAD, type Journal, type JournalRecord } from '../src/journal/index.js'

/** A record as a payment makes it, some 700 bytes, with a hash that costs nothing: storing is what is measured. */
export function paymentRecord(stream: string, sequence: number): JournalRecord {
  const [from, to] = [`acct-${sequence % 9973}`, `acct-${sequence % 8887}`]
  const amount = '123456789012345678'
  const body =
    `{"at":"${1_700_000_000 + sequence}","command":{"by":"${from}","id":"c-${stream}-${sequence}",` +
    `"input":{"amount":"${amount}","reference":"invoice ${sequence} of the period, as agreed","to":"${to}"},` +
    `"type":"trade-credit.pay"},"events":[{"data":{"amount":"${amount}","from":"${from}","to":"${to}"},` +
    `"type":"trade-credit.paid"}],"floors":[],"sequence":"${sequence}","spec":"1.0","stream":"${stream}",` +
    `"transfers":[{"amount":"${amount}","asset":"unit","from":"${from}/trade-credit.pair:n1",` +
    `"to":"${to}/trade-credit.pair:n1"}],"writes":[{"key":{"network":"n1","party":"${from}"},` +
    `"row":{"limit":"1000000000000000000","used":"${amount}"},"table":"trade-credit.lines"}]}`
  const hash = sequence.toString(16).padStart(8, '0').repeat(8)
  return { sequence, command: `c-${stream}-${sequence}`, hash, body }
}

/** Two balances and a row, as a payment changes them. */
function models(n: number): Pick<Claim, 'balances' | 'rows'> {
  const account = (party: number) => ({ party: `acct-${party}`, asset: 'unit', purpose: 'trade-credit.pair:n1' })
  return {
    balances: [
      { ...account(n % 997), amount: -123456789012345678n },
      { ...account(1000 + (n % 887)), amount: 123456789012345678n },
    ],
    rows: [{ table: 'trade-credit.lines', key: `{"party":"acct-${n % 500}"}`, row: `{"limit":"1000","used":"${n}"}` }],
  }
}

/** Records per second of `appenders` that each wait for their record before they send the next, on streams of their own. */
export async function appendRate(
  journal: Journal,
  name: string,
  appenders: number,
  withModels: boolean,
  milliseconds = 1000,
): Promise<number> {
  let count = 0
  let running = true
  const appender = async (index: number): Promise<void> => {
    const stream = `${name}-${index}`
    let expected = EMPTY_HEAD
    while (running) {
      const record = paymentRecord(stream, expected.sequence + 1)
      const claim = { stream, expected, records: [record], ...(withModels ? models(count) : {}) }
      const won = await journal.append([claim])
      if (!won.has(stream)) throw new Error(`lost record ${record.sequence} of ${stream}`)
      expected = record
      count += 1
    }
  }
  const all = Array.from({ length: appenders }, (_, index) => appender(index))
  await pause(milliseconds / 4)
  const [before, start] = [count, performance.now()]
  await pause(milliseconds)
  const rate = (count - before) / ((performance.now() - start) / 1000)
  running = false
  await Promise.all(all)
  return rate
}

/** Records per second of something that stores so many at a time. */
export async function storeRate(store: () => Promise<number>, milliseconds = 800): Promise<number> {
  for (let warm = 0; warm < 3; warm++) await store()
  const start = performance.now()
  let count = 0
  while (performance.now() - start < milliseconds) count += await store()
  return count / ((performance.now() - start) / 1000)
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds))
}
