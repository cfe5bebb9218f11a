/** What flows under an agreement in an epoch. Spec: mutual-credit.md#flows. */
import { least, MAX_AMOUNT } from '../../arithmetic/index.js'
import { type Account, issuance, type Transfer } from '../../kernel/index.js'
import type { Agreement, Flows } from './agreement-tables.js'
import { conditionsHold } from './conditions.js'
import { assetOf, epochPrices } from './epoch-prices.js'
import type { Withheld } from './events.js'
import { termsOf } from './guards.js'
import { lineOfFollower, linesOfValue, paired, type Sides } from './pairing.js'
import { isPaused, pauseFrom } from './pauses.js'
import { feesAccount, networkParty, reserveAccount } from './queries.js'
import { received } from './reserves.js'
import { supplyAround, supplyAtBegin } from './supply.js'
import type { MutualCreditScope } from './tables.js'
import type { Pricing, Rate, Terms } from './terms.js'

/** What a page mints, by asset: noted once when it ends. */
export type Minted = Map<string, bigint>

const NO_FLOWS: Flows = { epoch: 0, first: 0n, second: 0n, firstMinted: 0n, secondMinted: 0n }

/** One side of an agreement as an epoch is settled. */
interface Side {
  readonly network: string
  readonly partner: string
  readonly rate: Rate
  readonly asset: string
  /** Given so far, base units. */
  readonly given: bigint
  /** Minted in the epoch before, base units. */
  readonly lately: bigint
}

/** Carries out what an agreement says for an epoch in which a revision of it is in force. */
export function flow(
  scope: MutualCreditScope,
  agreement: string,
  sides: Readonly<Agreement>,
  revision: number,
  epoch: number,
  minted: Minted,
): void {
  const terms = termsOf(scope, agreement, revision)
  const before = scope.tables.flows.get({ agreement }) ?? NO_FLOWS
  const both = sidesOf(scope, sides, terms, before, epoch)
  const reason = withheld(scope, agreement, revision, terms, both, epoch)
  if (reason !== undefined) {
    scope.emit('withheld', { agreement, epoch, reason })
    return
  }
  const amounts = amountsOf(scope, agreement, revision, terms, both, epoch)
  if (amounts === undefined) {
    scope.emit('withheld', { agreement, epoch, reason: 'price' })
    return
  }
  give(scope, agreement, both.first, amounts.first, epoch, terms.lock, minted)
  give(scope, agreement, both.second, amounts.second, epoch, terms.lock, minted)
  scope.tables.flows.put(
    { agreement },
    {
      epoch,
      first: before.first + amounts.first,
      second: before.second + amounts.second,
      firstMinted: terms.first.kind === 'fees' ? 0n : amounts.first,
      secondMinted: terms.second.kind === 'fees' ? 0n : amounts.second,
    },
  )
  scope.emit('flowed', { agreement, epoch, ...amounts })
}

function sidesOf(
  scope: MutualCreditScope,
  { first, second }: Readonly<Agreement>,
  terms: Terms,
  before: Readonly<Flows>,
  epoch: number,
): Sides<Side> {
  const lately = before.epoch === epoch - 1
  const side = (network: string, partner: string, rate: Rate, given: bigint, minted: bigint): Side => ({
    network,
    partner,
    rate,
    asset: assetOf(scope, network, rate),
    given,
    lately: lately ? minted : 0n,
  })
  return {
    first: side(first, second, terms.first, before.first, before.firstMinted),
    second: side(second, first, terms.second, before.second, before.secondMinted),
  }
}

function withheld(
  scope: MutualCreditScope,
  agreement: string,
  revision: number,
  terms: Terms,
  { first, second }: Sides<Side>,
  epoch: number,
): Withheld['reason'] | undefined {
  const paused = [first, second].some(({ network }) => isPaused(scope, agreement, network, epoch))
  if (paused) return 'paused'
  if (!conditionsHold(scope, agreement, revision, terms, epoch)) return 'condition'
  const diluted = [first, second].filter((side) => isDiluted(scope, side, epoch))
  // whoever holds what is diluted pauses, and goes on when it wants to
  for (const { partner } of diluted) pauseFrom(scope, agreement, partner, epoch)
  return diluted.length > 0 ? 'dilution' : undefined
}

/** Whether the supply of what a side issues grew outside the agreement by more than the other side accepts. */
function isDiluted(scope: MutualCreditScope, { network, rate, lately }: Side, epoch: number): boolean {
  const { dilution } = rate
  if (dilution === undefined) return false
  const asset = assetOf(scope, network, { kind: 'fixed' })
  const { begin, end } = supplyAround(scope, asset, epoch)
  return (end - begin - lately) * 10_000n > begin * BigInt(dilution)
}

/** What both sides give, or nothing for lack of a price. */
function amountsOf(
  scope: MutualCreditScope,
  agreement: string,
  revision: number,
  terms: Terms,
  both: Sides<Side>,
  epoch: number,
): Sides<bigint> | undefined {
  const { pricing } = terms
  if (pricing === undefined) {
    return { first: alone(scope, agreement, both.first, epoch), second: alone(scope, agreement, both.second, epoch) }
  }
  const epochs = heldEpochs(scope, agreement, revision) + 1n
  const found = epochPrices(scope, { first: both.first.asset, second: both.second.asset }, pricing, epoch)
  const prices = found ?? (pricing.missing === 'last' ? usedPrices(scope, agreement, revision) : undefined)
  if (prices === undefined) {
    if (pricing.missing === 'hold') scope.tables.held.put({ agreement }, { revision, epochs: Number(epochs) })
    return undefined
  }
  if (found !== undefined && pricing.missing === 'last') scope.tables.used.put({ agreement }, { revision, ...found })
  if (epochs > 1n) scope.tables.held.delete({ agreement })
  const limits = {
    first: limitOf(scope, agreement, both.first, epoch, epochs),
    second: limitOf(scope, agreement, both.second, epoch, epochs),
  }
  const { driver, lines } = drive(pricing, both, prices)
  return paired(driver * epochs, lines, limits)
}

/** The number that drives both sides for one epoch, and what each gives for it. */
function drive(pricing: Pricing, { first, second }: Sides<Side>, prices: UsedPair) {
  const { value } = pricing
  if (value !== undefined) return { driver: value, lines: linesOfValue(pricing, prices) }
  const itself = { times: 1n, over: 1n }
  const a = { part: pricing.first, price: prices.first }
  const b = { part: pricing.second, price: prices.second }
  const { amount } = first.rate
  if (amount !== undefined) return { driver: amount, lines: { first: itself, second: lineOfFollower(a, b) } }
  return { driver: second.rate.amount as bigint, lines: { first: lineOfFollower(b, a), second: itself } }
}
type UsedPair = Parameters<typeof linesOfValue>[1]

function usedPrices({ tables }: MutualCreditScope, agreement: string, revision: number): UsedPair | undefined {
  const row = tables.used.get({ agreement })
  return row?.revision === revision ? row : undefined
}
function heldEpochs({ tables }: MutualCreditScope, agreement: string, revision: number): bigint {
  const row = tables.held.get({ agreement })
  return row?.revision === revision ? BigInt(row.epochs) : 0n
}

/** What a side gives whatever the other one does. */
function alone(scope: MutualCreditScope, agreement: string, side: Side, epoch: number): bigint {
  const { network, rate, asset } = side
  const limit = limitOf(scope, agreement, side, epoch, 1n)
  const share = BigInt(rate.share ?? 0)
  if (rate.kind === 'fixed') return least(rate.amount ?? 0n, limit)
  if (rate.kind === 'supply') return least((supplyAtBegin(scope, asset, epoch) * share) / 10_000n, limit)
  const collected = scope.tables.fees.get({ epoch, network })?.collected ?? 0n
  return least((collected * share) / 10_000n, limit)
}

const atLeastZero = (a: bigint): bigint => (a > 0n ? a : 0n)

/** Most that a side may give: its caps, and what the ledger would take. */
function limitOf(scope: MutualCreditScope, agreement: string, side: Side, epoch: number, epochs: bigint): bigint {
  const { rate, asset, given } = side
  const { perEpoch, total, ofSupply } = rate
  const limits = [room(scope, agreement, side, epoch)]
  if (perEpoch !== undefined) limits.push(perEpoch * epochs)
  if (total !== undefined) limits.push(total - given)
  if (ofSupply !== undefined) {
    limits.push((supplyAtBegin(scope, asset, epoch) * BigInt(ofSupply)) / 10_000n - given)
  }
  return atLeastZero(limits.reduce((low, limit) => least(low, limit)))
}

/** What the ledger would take: one agreement that it refuses must not keep all others waiting. */
function room(scope: MutualCreditScope, agreement: string, side: Side, epoch: number): bigint {
  const { network, partner, rate, asset } = side
  const target = reserveAccount(scope, { agreement, network: partner, asset })
  const fits = MAX_AMOUNT - atLeastZero(scope.balance(target))
  if (rate.kind !== 'fees') {
    const { limit } = scope.bounds(issuance(asset))
    return least(fits, atLeastZero(limit - scope.supply(asset)))
  }
  const movable = mayMove(scope, asset, [networkParty(scope.self, network), networkParty(scope.self, partner)])
  return movable ? least(fits, scope.tables.fees.get({ epoch, network })?.left ?? 0n) : 0n
}

/** Whether the ledger lets money pass between two parties. */
export function mayMove(scope: MutualCreditScope, asset: string, parties: readonly string[]): boolean {
  const row = scope.asset(asset)
  return row !== undefined && (row.transferable || parties.some((party) => row.whitelist.includes(party)))
}

function give(
  scope: MutualCreditScope,
  agreement: string,
  { network, partner, rate, asset }: Side,
  amount: bigint,
  epoch: number,
  lock: number,
  minted: Minted,
): void {
  if (amount === 0n) return
  const key = { agreement, network: partner, asset }
  const to = reserveAccount(scope, key)
  scope.transfer(
    rate.kind === 'fees' ? fromFees(scope, network, asset, epoch, amount, to) : { from: issuance(asset), to, amount },
  )
  if (rate.kind !== 'fees') minted.set(asset, (minted.get(asset) ?? 0n) + amount)
  received(scope, key, epoch, lock, amount)
}

function fromFees(
  scope: MutualCreditScope,
  network: string,
  asset: string,
  epoch: number,
  amount: bigint,
  to: Account,
): Transfer {
  const { fees } = scope.tables
  const row = fees.get({ epoch, network })
  if (row === undefined) throw new Error('fees that flow were collected')
  fees.put({ epoch, network }, { ...row, left: row.left - amount })
  return { from: feesAccount(scope, network, asset), to, amount }
}
