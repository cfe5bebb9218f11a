/** Settlement of closed epochs, one after the other, in pages of whatever size. Spec: relay-rewards.md#settle. */
import { least } from '../../arithmetic/index.js'
import { Count, struct } from '../../codec/index.js'
import { type Command, issuance } from '../../kernel/index.js'
import { firstOpenEpoch, periodOf } from './config.js'
import { isClosed } from './opening.js'
import { type Page, rowsOf, taken } from './page.js'
import { poolOf } from './paying-in.js'
import { feesOf, SETTLEMENT, termsOf } from './queries.js'
import { share, weigh } from './sharing.js'
import { subsidyOf } from './subsidy.js'
import { sweep } from './sweeping.js'
import type { RelayScope } from './tables.js'

/** What `relay-rewards.settle` takes. */
export interface SettleEpochs {
  /** How many rows are gone through at most, up to 1,000. */
  readonly limit: number
}

const MOST_ROWS = 1_000

export const settle: Command<SettleEpochs, RelayScope> = {
  input: struct<SettleEpochs>({ limit: Count }),
  apply(scope, { limit }) {
    const { config, purse, reject, self, tables, transfer } = scope
    const settlement = tables.settlement.get(SETTLEMENT) ?? reject('RELAY_NOTHING_TO_SETTLE')
    const most = Math.min(limit, MOST_ROWS)
    const page: Page = { scope, settlement, left: most, subsidised: 0n }
    while (step(page));
    if (page.left === most) reject('RELAY_NOTHING_TO_SETTLE')
    if (page.subsidised > 0n) {
      const asset = config.subsidy?.asset as string
      transfer({ from: purse(self, asset, 'subsidy'), to: purse(self, asset, 'rewards'), amount: page.subsidised })
    }
    tables.settlement.put(SETTLEMENT, page.settlement)
  },
}

/** @returns false where the page ends. What costs nothing is never left to the next one, so pages leave no trace. */
function step(page: Page): boolean {
  switch (page.settlement.phase) {
    case 'waiting':
      return page.left > 0 && isClosed(page.scope, page.settlement.next) && (tidied(page) || begin(page))
    case 'weighing':
      return weigh(page)
    case 'sharing':
      return share(page)
    default:
      return sweep(page)
  }
}

/** What was given to the subsidy's pool by the end of the epoch is counted, terms that were replaced are forgotten. */
function tidied(page: Page): boolean {
  const { settlement, scope } = page
  const { funds, terms } = scope.tables
  const to = settlement.next + 1
  const [given] = taken(funds.under({}, { to }), 1)
  const [first, second] = taken(terms.under({}, { to }), 2)
  if (given !== undefined) {
    page.settlement = { ...settlement, subsidy: settlement.subsidy + given.row.amount }
    funds.delete(given.key)
  } else if (first !== undefined && second !== undefined) terms.delete(first.key)
  else return false
  page.left -= 1
  return true
}

/** Takes the epoch's fees, burns their part, and fixes what there is to share. */
function begin(page: Page): boolean {
  const { settlement, scope } = page
  const { config, emit, needs, purse, self, tables, transfer } = scope
  const { next: epoch, lanes, subsidy: funded } = settlement
  page.left -= 1
  const period = periodOf(config, epoch)
  const delivered = taken(rowsOf(tables.receipts, epoch), 1).length > 0
  if (!delivered && !config.fees.some(({ asset }) => tables.fees.has({ period, asset }))) return skip(page)
  const fees = config.fees.map(({ asset }) => ({ asset, amount: feesOf(scope, asset, epoch) }))
  const { burned, subsidy: scheduled } = subsidyOf(termsOf(scope, epoch), fees, config.subsidy?.limit)
  const subsidy = least(scheduled, funded)
  const kept = fees.map(({ asset, amount }, lane) => {
    const from = poolOf(scope, asset, period)
    const gone = burned[lane] as bigint
    if (gone > 0n) transfer({ from, to: issuance(asset), amount: gone })
    if (amount > gone) transfer({ from, to: purse(self, asset, 'rewards'), amount: amount - gone })
    return amount - gone
  })
  const stake = delivered ? needs.stakeOf({ party: self, epoch }).total : 0n
  page.settlement = {
    ...settlement,
    phase: delivered ? 'weighing' : 'sharing',
    lanes: lanes.map((lane, i) => ({ ...lane, total: lane.total + (kept[i] ?? subsidy) })),
    stake,
  }
  emit('begun', { epoch, fees: fees.map(({ amount }) => amount), burned, subsidy, stake })
  return true
}

/** Goes on to where there is something: epochs without fees and tickets leave all as it is. */
function skip(page: Page): boolean {
  const { settlement, scope } = page
  const { config, now, tables } = scope
  const { next: epoch } = settlement
  const [receipts] = taken(tables.receipts.under({}, { from: epoch + 1 }), 1)
  const [fees] = taken(tables.fees.under({}, { from: periodOf(config, epoch) + 1 }), 1)
  const next = Math.min(
    firstOpenEpoch(config, now),
    receipts?.key.epoch ?? Number.POSITIVE_INFINITY,
    fees === undefined ? Number.POSITIVE_INFINITY : fees.key.period * config.period,
  )
  page.settlement = { ...settlement, next }
  return true
}
