/** What relayers get of an epoch. Spec: relay-rewards.md#settle. */
import { cobbDouglas, isAmount, least } from '../../arithmetic/index.js'
import { eachOf, type Page, rowsOf } from './page.js'
import { assetOf, termsOf } from './queries.js'
import type { Lane } from './tables.js'
import { workBy, workIssued } from './tickets.js'
import { weightsOf } from './weights.js'

/** Weighs receivers, and sums up the work of all. */
export function weigh(page: Page): boolean {
  const { scope, settlement } = page
  const { receipts, weighed } = scope.tables
  const { next: epoch } = settlement
  const sums = settlement.lanes.map(({ issued }) => issued)
  const all = eachOf(page, rowsOf(receipts, epoch), (key, { issued }) => {
    const weights = weightsOf(scope, key.receiver, epoch)
    weights.forEach((weight, lane) => {
      sums[lane] = (sums[lane] as bigint) + workIssued({ weight, issued })
    })
    weighed.put(key, { issued, weights })
    receipts.delete(key)
  })
  page.settlement = {
    ...settlement,
    lanes: settlement.lanes.map((lane, i) => ({ ...lane, issued: sums[i] as bigint })),
    phase: all ? 'sharing' : 'weighing',
  }
  return all
}

/** Goes through vouchers, relayer by relayer; the last one of a page is gone on with in the next. */
export function share(page: Page): boolean {
  const { scope } = page
  const { vouchers, weighed } = scope.tables
  const { next: epoch } = page.settlement
  let work = page.settlement.lanes.map((lane) => lane.work)
  const close = (): void => {
    if (page.settlement.relayer !== null) pay(page, page.settlement.relayer, work)
    work = work.map(() => 0n)
  }
  const all = eachOf(page, rowsOf(vouchers, epoch), (key, { tickets }) => {
    const { relayer, receiver } = key
    if (relayer !== page.settlement.relayer) {
      close()
      page.settlement = { ...page.settlement, relayer }
    }
    const { issued, weights } = weighed.get({ epoch, receiver }) as { issued: bigint; weights: readonly bigint[] }
    weights.forEach((weight, lane) => {
      work[lane] = (work[lane] as bigint) + workBy(tickets, { weight, issued })
    })
    vouchers.delete(key)
  })
  if (all) close()
  page.settlement = {
    ...page.settlement,
    lanes: page.settlement.lanes.map((lane, i) => ({ ...lane, work: work[i] as bigint })),
  }
  if (all) finish(page)
  return all
}

/** What a relayer gets of each asset is its own until it is claimed. */
function pay(page: Page, relayer: string, work: readonly bigint[]): void {
  const { scope, settlement } = page
  const { config, needs, tables } = scope
  const { next: epoch, stake } = settlement
  // a sum that no single asset can reach is the mistake of whoever answers the port: nothing is shared by it
  if (!isAmount(stake)) return
  const own = least(needs.stakeOf({ party: relayer, epoch }).stake, stake)
  const { alpha } = termsOf(scope, epoch)
  const lanes = settlement.lanes.map((lane, i): Lane => {
    const { total, issued } = lane
    if (!isAmount(issued)) return lane
    const got = cobbDouglas({
      total,
      work: [work[i] as bigint, issued],
      stake: [own, stake],
      alpha: [alpha.work, alpha.of],
    })
    if (got === 0n) return lane
    const key = { relayer, asset: assetOf(config, i) }
    tables.earnings.put(key, { amount: (tables.earnings.get(key)?.amount ?? 0n) + got })
    if (i === config.fees.length) page.subsidised += got
    return { ...lane, shared: lane.shared + got }
  })
  page.settlement = { ...settlement, lanes }
}

/** All of the epoch's rewards are known. What is left of fees rolls over; what is left of the subsidy never left its pool. */
function finish(page: Page): void {
  const { scope, settlement } = page
  const { config, emit } = scope
  const { next: epoch, lanes, subsidy } = settlement
  const settled = lanes.map(({ total, issued, shared }) => ({ total, issued, shared, rolled: total - shared }))
  emit('settled', { epoch, lanes: settled })
  page.settlement = {
    ...settlement,
    phase: 'sweeping',
    lanes: settled.map(({ rolled }, i) => ({
      total: i < config.fees.length ? rolled : 0n,
      issued: 0n,
      shared: 0n,
      work: 0n,
    })),
    stake: 0n,
    relayer: null,
    subsidy: subsidy - (settled[config.fees.length]?.shared ?? 0n),
  }
}
