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

/** Appends the next record of a stream of its own each time it is called. */
export type Appender = (count: number) => Promise<void>

/** An appender on a journal, with or without read models. */
export function journalAppender(journal: Journal, stream: string, withModels: boolean): Appender {
  let expected = EMPTY_HEAD
  return async (count) => {
    const record = paymentRecord(stream, expected.sequence + 1)
    const claim = { stream, expected, records: [record], ...(withModels ? models(count) : {}) }
    const won = await journal.append([claim])
    if (!won.has(stream)) throw new Error(`lost record ${record.sequence} of ${stream}`)
    expected = record
  }
}

/** Records per second over so many milliseconds. */
export type Rate = (milliseconds: number) => Promise<number>

/** Of appenders that each wait for their record before they send the next. */
export function appendRate(appenders: readonly Appender[]): Rate {
  let count = 0
  return async (milliseconds) => {
    const [before, start] = [count, performance.now()]
    await Promise.all(
      appenders.map(async (append) => {
        while (performance.now() - start < milliseconds) {
          await append(count)
          count += 1
        }
      }),
    )
    return (count - before) / ((performance.now() - start) / 1000)
  }
}

/** Of something that stores so many at each call, one call after the other. */
export function storeRate(store: () => Promise<number>): Rate {
  return async (milliseconds) => {
    const start = performance.now()
    let count = 0
    while (performance.now() - start < milliseconds) count += await store()
    return count / ((performance.now() - start) / 1000)
  }
}

const ROUNDS = 5

/**
 * Two rates in turns, since a machine's disk and other work change from second to second: the median of the ratios, and
 * the best of ours.
 */
export async function compared(
  ours: Rate,
  reference: Rate,
): Promise<{ readonly value: number; readonly ratio: number }> {
  await reference(100)
  await ours(200)
  const rounds: { readonly value: number; readonly ratio: number }[] = []
  for (let round = 0; round < ROUNDS; round++) {
    const theirs = await reference(150)
    const value = await ours(300)
    rounds.push({ value, ratio: value / theirs })
  }
  const ratios = rounds.map(({ ratio }) => ratio).sort((a, b) => a - b)
  return { value: Math.max(...rounds.map(({ value }) => value)), ratio: ratios[Math.floor(ROUNDS / 2)]! }
}
