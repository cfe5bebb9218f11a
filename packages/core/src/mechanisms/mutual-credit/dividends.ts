/** A network's fees that aren't promised to partners, shared out an epoch later. Spec: mutual-credit.md#dividends. */
import { available } from '../../kernel/index.js'
import type { CollectedFees } from './agreement-tables.js'
import { mayMove } from './flows.js'
import { knownNetwork } from './guards.js'
import { holdingIn, issuerOf } from './holdings.js'
import { begun, shareEpoch } from './pots.js'
import { FEES, feesAccount, networkParty, potAccount, reserveAccount } from './queries.js'
import type { ReserveKey } from './reserve-tables.js'
import { received } from './reserves.js'
import { stakeTotal } from './stakes.js'
import type { MutualCreditScope } from './tables.js'

/** Shares out what a network has left of the fees of the epoch before, by what is held in this one. */
export function shareFees(
  scope: MutualCreditScope,
  network: string,
  epoch: number,
  row: Readonly<CollectedFees>,
): void {
  const { tables } = scope
  const { fees } = knownNetwork(scope, network)
  const { operator } = row
  const before = tables.dividends.get({ network })
  const rest = before === undefined ? 0n : before.amount - before.paid
  const part = (row.left * BigInt(row.dividend)) / 10_000n
  const owned = row.left - part
  const from = feesAccount(scope, network, fees)
  // the issuer has no account but those of what it owes: whoever appointed it must not stop everybody's settlement
  const payable = owned > 0n && operator !== '@issuer' && mayMove(scope, fees, [from.party, operator])
  if (payable) scope.transfer({ from, to: available(operator, fees), amount: owned })
  const all = rest + part + (payable ? 0n : owned)
  const stakes = stakeTotal(scope, network, 'stakes', epoch)
  const holdings = stakeTotal(scope, network, 'reserves', epoch)
  const toStakes = stakes === 0n ? 0n : (all * stakes) / (stakes + holdings)
  if (toStakes > 0n) {
    const pot = { network, pot: FEES, asset: fees }
    scope.transfer({ from, to: potAccount(scope, network, FEES, fees), amount: toStakes })
    shareEpoch(scope, pot, epoch, tables.distributions.get(pot) ?? begun(epoch), toStakes)
  }
  tables.dividends.put({ network }, { epoch, amount: all - toStakes, paid: 0n, holdings })
  tables.fees.delete({ epoch: epoch - 1, network })
}

/** Pays a reserve its part of the fees of the network whose asset it holds, by the least that it held in the epoch. */
export function payDividend(scope: MutualCreditScope, key: ReserveKey, epoch: number, lock: number): void {
  const { tables } = scope
  const holding = tables.holdings.get(key)
  const network = holding === undefined ? undefined : issuerOf(scope, key)
  if (network === undefined) return
  const dividend = tables.dividends.get({ network })
  if (dividend?.epoch !== epoch || dividend.holdings === 0n) return
  const amount = (dividend.amount * holdingIn(scope, key, epoch).minimum) / dividend.holdings
  const { fees } = knownNetwork(scope, network)
  const target = { ...key, asset: fees }
  if (
    amount === 0n ||
    !mayMove(scope, fees, [networkParty(scope.self, network), networkParty(scope.self, key.network)])
  )
    return
  scope.transfer({ from: feesAccount(scope, network, fees), to: reserveAccount(scope, target), amount })
  tables.dividends.put({ network }, { ...dividend, paid: dividend.paid + amount })
  received(scope, target, epoch, lock, amount)
}
