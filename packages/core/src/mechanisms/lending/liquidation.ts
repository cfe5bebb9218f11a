/** Taking collateral for debts that it no longer carries. Spec: lending.md#liquidate. */
import { least, mulDiv } from '../../arithmetic/index.js'
import { Amount, Asset, Party, struct } from '../../codec/index.js'
import { available, type Command, issuance } from '../../kernel/index.js'
import { collateralAccount, lessen, lowered } from './borrowing.js'
import { principalFor } from './interest.js'
import { guaranteeAccount } from './listings.js'
import { lock } from './locked.js'
import { absorbed, accrued, keep, lentBy, owedBy, poolAccount } from './pool.js'
import type { CollateralKey, LendingScope, Listing } from './tables.js'
import { across, fairValue, listed, type Sides, sidesOf, WHOLE, weigh } from './values.js'

/** What `lending.liquidate` takes. */
export interface Liquidate {
  readonly borrower: string
  /** The collateral to take. */
  readonly asset: string
  /** Base units of the lent asset at most. */
  readonly amount: bigint
}
/** What a liquidation takes off the debt, base units of the lent asset, and for how much collateral. */
interface Exchange {
  readonly repaid: bigint
  readonly seized: bigint
}

export const liquidate: Command<Liquidate, LendingScope> = {
  input: struct<Liquidate>({ borrower: Party, asset: Asset, amount: Amount }),
  apply(scope, { borrower, asset, amount }) {
    const { config, params, tables, emit, reject } = scope
    const pool = accrued(scope)
    const debt = owedBy(scope, pool, borrower)
    if (debt === 0n) reject('LENDING_NO_DEBT', { borrower })
    const key = { borrower, asset }
    const { amount: held } = tables.collateral.get(key) ?? reject('LENDING_NO_COLLATERAL', key)
    const lent = sidesOf(scope, config.asset, 'present')
    const before = weigh(scope, borrower, 'present', lent)
    if (debt * WHOLE <= before.carries) reject('LENDING_HEALTHY', { debt })

    const short = before.repays <= debt
    const whole = short || debt <= params.least
    const most = whole ? debt : mulDiv(debt, BigInt(params.close), WHOLE, 'up')
    const listing = listed(scope, asset)
    const { repaid, seized } = exchange(least(amount, most), held, listing, sidesOf(scope, asset, 'present'), lent)
    // for nothing only where nothing the borrower has repays anything: the debt would stand for ever
    if (seized === 0n || (repaid === 0n && before.repays > 0n)) reject('LENDING_AMOUNT_TOO_SMALL', { amount })
    const last = seized === held && [...tables.collateral.under({ borrower })].length === 1

    const sold = listing.terms.outcome === 'sale'
    const guaranteed = sold ? 0n : least(repaid, listing.guarantee)
    const paid = sold ? repaid : guaranteed
    const guarantee = listing.guarantee - guaranteed
    tables.listings.put({ asset }, { ...listing, guarantee, uncovered: listing.uncovered - (repaid - paid) })
    lessen(scope, key, seized)
    const after = { ...lowered(scope, pool, borrower, repaid), cash: pool.cash + paid }
    const rest = owedBy(scope, after, borrower)
    const healthier = () => weigh(scope, borrower, 'present', lent).carries * debt >= before.carries * rest
    if (!short && !healthier()) reject('LENDING_HEALTH_LOWERED', { debt: rest })

    const lost = last ? rest : 0n
    const forgiven = last ? (tables.loans.get({ borrower })?.principal ?? 0n) : 0n
    const ended = lost > 0n ? lowered(scope, after, borrower, lost) : after
    move(scope, key, listing, { repaid, seized }, paid)
    if (listing.terms.outcome === 'lock') {
      const principal = principalFor(repaid, pool.index) + forgiven
      lock(scope, key, listing.partner, { amount: seized, principal, guaranteed, borne: repaid + lost - guaranteed })
    }
    emit('liquidated', { repaid, seized, guaranteed, debt: rest - lost })
    const loss = pool.cash + lentBy(pool) - ended.cash - lentBy(ended)
    keep(scope, absorbed(scope, ended, borrower, loss))
  },
}

/** What an amount takes of collateral, or all of the collateral for less. */
function exchange(amount: bigint, held: bigint, listing: Listing, collateral: Sides, lent: Sides): Exchange {
  const { outcome, bonus } = listing.terms
  if (outcome !== 'sale') {
    const worth = fairValue(held, listing, collateral, lent)
    if (amount >= worth) return { repaid: worth, seized: held }
    return { repaid: amount, seized: mulDiv(amount, held, worth, 'up') }
  }
  const [plain, raised] = [WHOLE, WHOLE + BigInt(bonus)]
  const { base, quote } = lent.mid
  const reward = { base: base * plain, quote: quote * raised }
  const seized = across(amount, reward, collateral.mid, 'down')
  if (seized <= held) return { repaid: amount, seized }
  return { repaid: across(held, collateral.mid, reward, 'up'), seized: held }
}

/** Money in, collateral out: liens on what is taken can't prevent it. */
function move(
  scope: LendingScope,
  key: CollateralKey,
  { terms, partner }: Listing,
  taken: Exchange,
  paid: bigint,
): void {
  const { by, config, self, purse, transfer, seize } = scope
  const { borrower, asset } = key
  const from = collateralAccount(scope, borrower, asset)
  const amount = taken.seized
  if (terms.outcome === 'sale') {
    if (paid > 0n) transfer({ from: available(by, config.asset), to: poolAccount(scope), amount: paid })
    seize({ from, to: available(by, asset), amount })
    return
  }
  if (paid > 0n && partner !== null) {
    seize({ from: guaranteeAccount(scope, partner, asset), to: poolAccount(scope), amount: paid })
  }
  seize({ from, to: terms.outcome === 'burn' ? issuance(asset) : purse(self, asset, 'locked'), amount })
}
