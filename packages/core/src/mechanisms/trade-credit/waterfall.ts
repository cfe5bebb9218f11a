/** Who bears what a network doesn't pay: its underwriters, then its insurance pool, then who is owed. Spec: trade-credit.md#waterfall. */
import { convert, convertBack, least, MAX_AMOUNT, mulDiv } from '../../arithmetic/index.js'
import { Id, struct } from '../../codec/index.js'
import { available, type Command } from '../../kernel/index.js'
import { knownBook, knownNetwork } from './networks.js'
import { claimsAccount, insuranceAccount, poolKey, poolOf, stakeAccount, takeStake } from './pools.js'
import { collateralOf, costOf, presentPrice, underwritingOf, valuePaid } from './prices.js'
import { memberAccount } from './queries.js'
import { deliver, payBack } from './sides.js'
import type { Failing } from './stake-tables.js'
import type { TradeCreditScope } from './tables.js'

/** What is in default towards one creditor. */
export interface DefaultPart {
  readonly network: string
  readonly creditor: string
  /** Units of account, > 0n. */
  readonly amount: bigint
}
/** What a layer takes over, units of account, and what the creditor gets for it, base units of an asset. */
interface Layer {
  readonly covered: bigint
  readonly paid: bigint
}
const NONE: Layer = { covered: 0n, paid: 0n }

/**
 * Runs a default towards one creditor. Layer by layer it gets its part, by what is owed to all: no other creditor's debt,
 * and nothing that stands behind one, is touched. What no layer covers is written down.
 */
export function runWaterfall(scope: TradeCreditScope, part: DefaultPart, uninsured: boolean): void {
  const { tables, transfer, emit } = scope
  const { network, creditor, amount } = part
  const { operator } = tables.networks.get({ network: creditor }) as { readonly operator: string }
  const failing = scope.config.backing === 'none' ? null : failingOf(scope, network)
  const staked = takeCollateral(scope, part, failing)
  if (staked.paid > 0n) {
    const to = available(operator, collateralOf(scope))
    transfer({ from: stakeAccount(scope), to, amount: staked.paid })
  }
  const left = amount - staked.covered
  const currency = tables.books.get({ network })?.currency ?? ''
  const fund = left > 0n && failing !== null ? partOf(failing.insurance, amount, failing) : 0n
  const reserved = uninsured ? fund : 0n
  if (reserved > 0n) reserve(scope, part, currency, left, reserved)
  const insured = uninsured || fund === 0n ? NONE : insuranceFor(scope, currency, left, fund)
  if (insured.paid > 0n) {
    const to = memberAccount(scope, operator, currency)
    deliver(scope, { from: insuranceAccount(scope, currency), to, amount: insured.paid })
  }
  // the creditor's surplus falls by all of it: paid for or written down
  payBack(scope, { debtor: creditor, creditor: network, amount })
  const key = poolKey(network, undefined)
  if (failing !== null) tables.pools.put(key, { ...poolOf(scope, key), failing })
  emit('defaulted', {
    creditor,
    amount,
    staked: staked.covered,
    collateral: staked.paid,
    insured: insured.covered,
    currency: insured.paid,
    written: left - insured.covered,
    ...(reserved > 0n ? { reserved } : {}),
  })
}

/** What the parts of a default are parts of: as it stood when the first began, if nothing but defaults came since. */
export function failingOf(scope: TradeCreditScope, network: string): Failing {
  const { now, tables } = scope
  const { stake, failing } = poolOf(scope, poolKey(network, undefined))
  if (failing !== null && now < failing.at + underwritingOf(scope).cure) return failing
  const currency = tables.books.get({ network })?.currency
  const insurance = currency === undefined ? 0n : scope.balance(insuranceAccount(scope, currency))
  const { drawn, owes } = knownNetwork(scope, network)
  return { at: now, drawn, owes, stake, insurance }
}
const partOf = (whole: bigint, amount: bigint, { owes }: Failing): bigint => mulDiv(whole, amount, owes, 'down')

/** Collateral worth what is owed at the present price, no more than this debt's part of all. */
function takeCollateral(scope: TradeCreditScope, { network, amount }: DefaultPart, failing: Failing | null): Layer {
  const most = failing === null ? 0n : partOf(failing.stake, amount, failing)
  if (most === 0n) return NONE
  const price = presentPrice(scope)
  const paid = least(most, convertBack(amount, price, 'up'))
  takeStake(scope, poolKey(network, undefined), paid)
  return { covered: least(amount, convert(paid, price, 'down')), paid }
}

/** A part of the insurance pool, at the price at which the debtor's members pay. */
function insuranceFor(scope: TradeCreditScope, currency: string, left: bigint, fund: bigint): Layer {
  const paid = least(fund, costOf(scope, currency, left))
  const covered = least(left, valuePaid(scope, currency, paid))
  return covered === 0n ? NONE : { covered, paid }
}

/** Sets the creditor's part of the insurance pool aside until its currency has a price. */
function reserve(
  scope: TradeCreditScope,
  { network, creditor }: DefaultPart,
  currency: string,
  left: bigint,
  amount: bigint,
): void {
  scope.transfer({ from: insuranceAccount(scope, currency), to: claimsAccount(scope, currency), amount })
  const before = scope.tables.claims.get({ network, creditor })
  const value = least((before?.value ?? 0n) + left, MAX_AMOUNT)
  scope.tables.claims.put({ network, creditor }, { value, amount: (before?.amount ?? 0n) + amount })
}

/** What `trade-credit.claim` takes. */
export interface ClaimInsurance {
  readonly network: string
  readonly creditor: string
}

/** By anybody, so that nobody waits for a price that suits it. */
export const claim: Command<ClaimInsurance, TradeCreditScope> = {
  input: struct<ClaimInsurance>({ network: Id, creditor: Id }),
  apply(scope, { network, creditor }) {
    const { tables, transfer, emit, reject } = scope
    knownNetwork(scope, network)
    const { operator } = knownNetwork(scope, creditor)
    const { currency } = knownBook(scope, network)
    const { value, amount } = tables.claims.get({ network, creditor }) ?? reject('CLAIM_NONE', { network, creditor })
    const { covered, paid } = insuranceFor(scope, currency, value, amount)
    if (covered === 0n) reject('TRADE_TOO_SMALL', { value, amount })
    const from = claimsAccount(scope, currency)
    deliver(scope, { from, to: memberAccount(scope, operator, currency), amount: paid })
    if (paid < amount) transfer({ from, to: insuranceAccount(scope, currency), amount: amount - paid })
    tables.claims.delete({ network, creditor })
    emit('claimed', { value: covered, amount: paid })
  },
}
