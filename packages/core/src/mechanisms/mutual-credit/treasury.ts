/** What a network borrows against its reserves, and owes. Spec: mutual-credit.md#treasury. */
import { Amount, Asset, Id, Party, struct } from '../../codec/index.js'
import { type Account, available, type Command } from '../../kernel/index.js'
import { knownNetwork, operatedBy } from './guards.js'
import { demandLender } from './pledges.js'
import { networkParty, treasuryAccount } from './queries.js'
import type { MutualCreditScope } from './tables.js'

/** What `mutual-credit.borrow` and `mutual-credit.repay` take. */
export interface BorrowForNetwork {
  readonly network: string
  /** Name of the instance of lending. */
  readonly pool: string
  /** What it lends. */
  readonly asset: string
  /** Base units; of a repayment at most, no more is taken than is owed. */
  readonly amount: bigint
}
/** What `mutual-credit.redeem` takes. */
export interface RedeemCollateral extends BorrowForNetwork {
  /** What the lender has locked: it becomes available, and `restore` brings it into its reserve. */
  readonly collateral: string
}
/** What `mutual-credit.fund` takes: anyone may pay into a network's treasury. */
export interface FundTreasury {
  readonly network: string
  readonly asset: string
  readonly amount: bigint
}
/** What `mutual-credit.spend` takes. */
export interface SpendTreasury extends FundTreasury {
  readonly to: string
}

const fields = { network: Id, pool: Id, asset: Asset, amount: Amount }

export const borrow: Command<BorrowForNetwork, MutualCreditScope> = {
  input: struct<BorrowForNetwork>(fields),
  apply(scope, { network, pool, asset, amount }) {
    operatedBy(scope, network)
    demandLender(scope, pool)
    const account = available(networkParty(scope.self, network), asset)
    const before = scope.balance(account)
    scope.call(`${pool}.borrow`, { amount: String(amount) }, { as: network })
    // the lender says what it lends: no other asset that happens to be there may pass for it
    if (scope.balance(account) !== before + amount) scope.reject('MUTUAL_ASSET_NOT_LENT', { asset, pool })
    scope.transfer({ from: account, to: treasuryAccount(scope, network, asset), amount })
  },
}

export const repay: Command<BorrowForNetwork, MutualCreditScope> = {
  input: struct<BorrowForNetwork>(fields),
  apply(scope, { network, pool, asset, amount }) {
    operatedBy(scope, network)
    demandLender(scope, pool)
    const borrower = networkParty(scope.self, network)
    pay(scope, network, asset, amount, () => {
      scope.call(`${pool}.repay`, { borrower, amount: String(amount) }, { as: network })
    })
  },
}

export const redeem: Command<RedeemCollateral, MutualCreditScope> = {
  input: struct<RedeemCollateral>({ ...fields, collateral: Asset }),
  apply(scope, { network, pool, asset, amount, collateral }) {
    operatedBy(scope, network)
    demandLender(scope, pool)
    if (collateral === asset) scope.reject('MUTUAL_ASSET_NOT_LENT', { asset, pool })
    pay(scope, network, asset, amount, () => {
      scope.call(`${pool}.redeem`, { asset: collateral, amount: String(amount) }, { as: network })
    })
  },
}

/** Has a lender take so much at most of what the treasury holds; what it leaves goes back. */
function pay(scope: MutualCreditScope, network: string, asset: string, amount: bigint, run: () => void): void {
  const treasury = treasuryAccount(scope, network, asset)
  const account = available(networkParty(scope.self, network), asset)
  const before = scope.balance(account)
  scope.transfer({ from: treasury, to: account, amount })
  run()
  const left = scope.balance(account) - before
  if (left >= amount) scope.reject('MUTUAL_ASSET_NOT_LENT', { asset })
  if (left < 0n) throw new Error('a lender takes no more than it is given')
  if (left > 0n) scope.transfer({ from: account, to: treasury, amount: left })
}

export const fund: Command<FundTreasury, MutualCreditScope> = {
  input: struct<FundTreasury>({ network: Id, asset: Asset, amount: Amount }),
  apply(scope, { network, asset, amount }) {
    knownNetwork(scope, network)
    scope.transfer({ from: available(scope.by, asset), to: treasuryAccount(scope, network, asset), amount })
  },
}

export const spend: Command<SpendTreasury, MutualCreditScope> = {
  input: struct<SpendTreasury>({ network: Id, asset: Asset, amount: Amount, to: Party }),
  apply(scope, { network, asset, amount, to }) {
    operatedBy(scope, network)
    const target: Account = available(to, asset)
    scope.transfer({ from: treasuryAccount(scope, network, asset), to: target, amount })
  },
}
