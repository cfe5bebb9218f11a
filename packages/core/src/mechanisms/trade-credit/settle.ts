/** Paying a deficit with an asset that the creditor accepts. Spec: trade-credit.md#settling. */
import { Amount, Asset, BasisPoints, Flag, Id, optional, struct } from '../../codec/index.js'
import { available, type Command } from '../../kernel/index.js'
import { demandOperator, knownNetwork } from './networks.js'
import { valuePaid } from './prices.js'
import { dueTo } from './queries.js'
import { demandAccount, payBack } from './sides.js'
import type { TradeCreditScope } from './tables.js'

/** What `trade-credit.accept` takes. */
export interface AcceptAsset {
  readonly network: string
  readonly asset: string
  /** Whether the network lets itself be paid with the asset from now on. */
  readonly accepted: boolean
  /** Taken off what the asset is worth, basis points. */
  readonly haircut: number
}
/** What `trade-credit.settle` takes. */
export interface SettleDebt {
  /** Network that owes. */
  readonly network: string
  /** Network that is owed. */
  readonly partner: string
  readonly asset: string
  /** Base units of the asset. */
  readonly amount: bigint
  /** Least that it is to count for, units of account: haircuts and prices may change meanwhile. Default: anything. */
  readonly least?: bigint
}

export const accept: Command<AcceptAsset, TradeCreditScope> = {
  input: struct<AcceptAsset>({ network: Id, asset: Asset, accepted: Flag, haircut: BasisPoints }),
  apply(scope, { network, asset, accepted, haircut }) {
    demandOperator(scope, knownNetwork(scope, network))
    if (accepted) scope.tables.settlements.put({ network, asset }, { haircut })
    else scope.tables.settlements.delete({ network, asset })
  },
}

export const settle: Command<SettleDebt, TradeCreditScope> = {
  input: struct<SettleDebt>({ network: Id, partner: Id, asset: Asset, amount: Amount, least: optional(Amount) }),
  apply(scope, { network, partner, asset, amount, least }) {
    const { tables, emit, reject } = scope
    if (network === partner) reject('TRADE_WITH_SELF', { network })
    const debtor = knownNetwork(scope, network)
    const creditor = knownNetwork(scope, partner)
    demandOperator(scope, debtor)
    demandAccount(scope, { debtor: network, creditor: partner })
    const terms = tables.settlements.get({ network: partner, asset }) ?? reject('SETTLEMENT_NOT_ACCEPTED', { asset })
    const worth = (paid: bigint): bigint => valuePaid(scope, asset, paid, terms.haircut)
    const due = dueTo(scope, network, partner)
    const full = worth(amount)
    // what a smaller payment wouldn't have covered is covered by one that is worth more
    const value = full > due && worth(amount - 1n) < due ? due : full
    if (value === 0n) reject('SETTLEMENT_TOO_SMALL', { amount })
    if (least !== undefined && value < least) reject('TRADE_BOUND_EXCEEDED', { value, least })
    if (value > due) reject('SETTLEMENT_EXCEEDS_DEFICIT', { value, due })
    hand(scope, asset, creditor.operator, amount)
    payBack(scope, { debtor: partner, creditor: network, amount: value })
    emit('debt-settled', { value })
  },
}

/** Pays with what one has available. Who speaks for both networks has it before and after, but must have it. */
function hand({ by, transfer, purse }: TradeCreditScope, asset: string, to: string, amount: bigint): void {
  const passing = purse(by, asset, 'settled')
  transfer({ from: available(by, asset), to: to === by ? passing : available(to, asset), amount })
  if (to === by) transfer({ from: passing, to: available(by, asset), amount })
}
