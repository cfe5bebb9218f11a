import { type Debt, smaller } from './debts.js'
import type { Flow } from './flow.js'
import { type Planned, RECORDED_AT } from './planned.js'

/** Two networks that trade, in order of their names, and what each owes the other by all flows together. */
interface Pair {
  readonly first: string
  readonly second: string
  readonly firstOwes: bigint
  readonly secondOwes: bigint
}

/** The networks of the flows, in order of their names. */
export function networksOf(flows: readonly Flow[]): readonly string[] {
  return [...new Set(flows.flatMap(({ importer, exporter }) => [importer, exporter]))].sort()
}

/**
 * Everything that has to be recorded before the round, in order: each network is founded, each two that trade agree on
 * an account (both ways, as large as the trade, open to clearing), each flow is a trade by which the importer's network
 * owes the exporter's.
 */
export function* planEconomy(flows: readonly Flow[]): Generator<Planned> {
  const at = RECORDED_AT
  for (const [index, network] of networksOf(flows).entries()) {
    yield { id: `found-${index + 1}`, by: network, at, type: 'trade-credit.found', input: { network } }
  }
  const type = 'trade-credit.agree' as const
  for (const [index, { first, second, firstOwes, secondOwes }] of pairsOf(flows).entries()) {
    const one = { network: first, partner: second, allocated: firstOwes, accepted: secondOwes, clearing: true }
    const other = { network: second, partner: first, allocated: secondOwes, accepted: firstOwes, clearing: true }
    yield { id: `agree-${index + 1}-a`, by: first, at, type, input: one }
    yield { id: `agree-${index + 1}-b`, by: second, at, type, input: other }
  }
  for (const { line, importer, exporter, amount } of flows) {
    const input = { buyer: importer, seller: exporter, amount }
    yield { id: `trade-line-${line}`, by: importer, at, type: 'trade-credit.trade', input }
  }
}

/**
 * What is owed on the accounts once all flows are recorded, in the order in which a round numbers its edges (debtor,
 * then creditor): what two networks owe each other has met on their account.
 */
export function openDebts(flows: readonly Flow[]): readonly Omit<Debt, 'cleared'>[] {
  const debts = pairsOf(flows).flatMap(({ first, second, firstOwes, secondOwes }) => {
    if (firstOwes === secondOwes) return []
    const [debtor, creditor] = firstOwes > secondOwes ? [first, second] : [second, first]
    return [{ debtor, creditor, amount: firstOwes > secondOwes ? firstOwes - secondOwes : secondOwes - firstOwes }]
  })
  return inKeyOrder(debts)
}

/** Debts in the order of a round's edges: by debtor, then by creditor, as ids sort everywhere (ASCII). */
export function inKeyOrder<T extends { readonly debtor: string; readonly creditor: string }>(debts: readonly T[]): T[] {
  const order = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
  return [...debts].sort((a, b) => order(a.debtor, b.debtor) || order(a.creditor, b.creditor))
}

/**
 * The recorded flows with what became of each: set-off on the account takes the smaller of the two directions off both,
 * the round takes its part off the rest. Flows of one direction share it from the first on.
 */
export function recordedDebts(flows: readonly Flow[], round: readonly Debt[]): readonly Debt[] {
  const gone = new Map<string, bigint>()
  for (const { first, second, firstOwes, secondOwes } of pairsOf(flows)) {
    const least = smaller(firstOwes, secondOwes)
    gone.set(`${first} ${second}`, least).set(`${second} ${first}`, least)
  }
  for (const { debtor, creditor, cleared } of round) {
    const direction = `${debtor} ${creditor}`
    gone.set(direction, (gone.get(direction) ?? 0n) + cleared)
  }
  return flows.map(({ importer, exporter, amount }) => {
    const direction = `${importer} ${exporter}`
    const left = gone.get(direction) ?? 0n
    const cleared = smaller(left, amount)
    gone.set(direction, left - cleared)
    return { debtor: importer, creditor: exporter, amount, cleared }
  })
}

function pairsOf(flows: readonly Flow[]): readonly Pair[] {
  const pairs = new Map<string, Pair>()
  for (const { importer, exporter, amount } of flows) {
    const [first, second] = importer < exporter ? [importer, exporter] : [exporter, importer]
    const pair = pairs.get(`${first} ${second}`) ?? { first, second, firstOwes: 0n, secondOwes: 0n }
    const firstOwes = pair.firstOwes + (importer === first ? amount : 0n)
    const secondOwes = pair.secondOwes + (importer === second ? amount : 0n)
    pairs.set(`${first} ${second}`, { first, second, firstOwes, secondOwes })
  }
  return [...pairs.values()]
}
