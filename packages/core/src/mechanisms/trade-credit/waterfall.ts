/** Who bears a network's default: its underwriters, then its insurance pool, then those it owes. Spec: trade-credit.md#waterfall. */
import { apportion, convert, convertBack } from '../../arithmetic/index.js'
import { available } from '../../kernel/index.js'
import type { DefaultPart } from './defaults.js'
import { insuranceAccount, poolKey, poolOf, stakeAccount, takeStake } from './pools.js'
import { collateralOf, collateralPrice, costOf, valuePaid } from './prices.js'
import { memberAccount } from './queries.js'
import { deliver, payBack } from './sides.js'
import { least, sum } from './sums.js'
import type { TradeCreditScope } from './tables.js'

/** What a layer takes over of each part, units of account, and what each creditor gets for it, base units of an asset. */
interface Layer {
  readonly covered: readonly bigint[]
  readonly paid: readonly bigint[]
}
const none = (amounts: readonly bigint[]): readonly bigint[] => amounts.map(() => 0n)

/**
 * Runs a default of these parts. Layer by layer is taken once for all of them and shared by largest remainder; what no
 * layer covers is written down. Every creditor's three parts are its amount.
 */
export function runWaterfall(
  scope: TradeCreditScope,
  network: string,
  parts: readonly DefaultPart[],
  uninsured: boolean,
): void {
  const amounts = parts.map(({ amount }) => amount)
  const staked = takeCollateral(scope, network, amounts)
  const left = amounts.map((amount, i) => amount - (staked.covered[i] as bigint))
  const insured = uninsured ? { covered: none(left), paid: none(left) } : takeInsurance(scope, network, left)
  for (const [i, { creditor, amount }] of parts.entries()) {
    const { operator } = scope.tables.networks.get({ network: creditor }) as { readonly operator: string }
    const [collateral, currency] = [staked.paid[i] as bigint, insured.paid[i] as bigint]
    if (collateral > 0n) {
      const asset = collateralOf(scope)
      scope.transfer({ from: stakeAccount(scope), to: available(operator, asset), amount: collateral })
    }
    if (currency > 0n) {
      const asset = scope.tables.books.get({ network })?.currency as string
      const to = memberAccount(scope, operator, asset)
      deliver(scope, { from: insuranceAccount(scope, asset), to, amount: currency })
    }
    // the creditor's surplus falls by all of it: paid for or written down
    payBack(scope, { debtor: creditor, creditor: network, amount })
    const [byStake, byInsurance] = [staked.covered[i] as bigint, insured.covered[i] as bigint]
    scope.emit('defaulted', {
      creditor,
      amount,
      staked: byStake,
      collateral,
      insured: byInsurance,
      currency,
      written: amount - byStake - byInsurance,
    })
  }
}

/** Collateral worth what is owed at the price that limits rest on; its underwriters' shares are worth less from then on. */
function takeCollateral(scope: TradeCreditScope, network: string, amounts: readonly bigint[]): Layer {
  const key = poolKey(network, undefined)
  const { stake } = poolOf(scope, key)
  if (stake === 0n) return { covered: none(amounts), paid: none(amounts) }
  const price = collateralPrice(scope)
  const owed = sum(amounts)
  const seized = least(stake, convertBack(owed, price, 'up'))
  takeStake(scope, key, seized)
  return shared(amounts, least(owed, convert(seized, price, 'down')), seized)
}

/** The insurance pool of the debtor's currency, at the price at which its members pay. */
function takeInsurance(scope: TradeCreditScope, network: string, amounts: readonly bigint[]): Layer {
  const currency = scope.tables.books.get({ network })?.currency
  const fund = currency === undefined ? 0n : scope.balance(insuranceAccount(scope, currency))
  const owed = sum(amounts)
  if (currency === undefined || fund === 0n || owed === 0n) return { covered: none(amounts), paid: none(amounts) }
  const spent = least(fund, costOf(scope, currency, owed))
  const covered = least(owed, valuePaid(scope, currency, spent))
  return covered === 0n ? { covered: none(amounts), paid: none(amounts) } : shared(amounts, covered, spent)
}

function shared(amounts: readonly bigint[], covered: bigint, paid: bigint): Layer {
  return { covered: apportion(covered, amounts), paid: apportion(paid, amounts) }
}
