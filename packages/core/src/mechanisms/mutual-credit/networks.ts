/** Networks: who speaks for one, its asset, its fees. Spec: mutual-credit.md#networks. */
import { Amount, Asset, BasisPoints, Id, isParty, optional, Party, struct } from '../../codec/index.js'
import { type Account, available, type Command } from '../../kernel/index.js'
import { knownNetwork, openEpoch, operatedBy } from './guards.js'
import { startEpochs } from './live.js'
import { feesAccount, networkParty } from './queries.js'
import type { MutualCreditScope } from './tables.js'

/** What `mutual-credit.found` takes. */
export interface FoundCreditNetwork {
  readonly network: string
  /** Party that speaks for the network. */
  readonly operator: string
  /** The network's own asset: one that the instance issues and whose history is kept. */
  readonly asset: string
  /** The asset in which the network collects fees. Default: its own. */
  readonly fees?: string
}
/** What `mutual-credit.appoint` takes. */
export interface AppointOperator {
  readonly network: string
  readonly operator: string
}
/** What `mutual-credit.dividend` takes. */
export interface SetDividend {
  readonly network: string
  /** Part of the fees not promised to partners that goes to stakes and to reserves, basis points. */
  readonly share: number
}
/** What `mutual-credit.collect` takes. */
export interface CollectFees {
  readonly network: string
  /** Base units of the network's fee asset. */
  readonly amount: bigint
}

export const found: Command<FoundCreditNetwork, MutualCreditScope> = {
  input: struct<FoundCreditNetwork>({ network: Id, operator: Party, asset: Asset, fees: optional(Asset) }),
  authority: true,
  apply(scope, { network, operator, asset, fees = asset }) {
    const { self, tables, reject } = scope
    if (tables.networks.has({ network })) reject('MUTUAL_NETWORK_TAKEN', { network })
    if (!isParty(networkParty(self, network))) reject('MUTUAL_NETWORK_NAME_TOO_LONG', { network })
    if (tables.assets.has({ asset })) reject('MUTUAL_ASSET_TAKEN', { asset })
    const row = scope.asset(asset)
    const fit = row?.tracked && row.minters.includes(self.slice(1)) && scope.asset(fees) !== undefined
    if (!fit) reject('MUTUAL_ASSET_UNFIT', { asset, fees })
    tables.assets.put({ asset }, { network })
    tables.networks.put({ network }, { operator, asset, fees, dividend: 0, promised: 0 })
  },
}

export const appoint: Command<AppointOperator, MutualCreditScope> = {
  input: struct<AppointOperator>({ network: Id, operator: Party }),
  apply(scope, { network, operator }) {
    const row = operatedBy(scope, network)
    scope.tables.networks.put({ network }, { ...row, operator })
  },
}

export const dividend: Command<SetDividend, MutualCreditScope> = {
  input: struct<SetDividend>({ network: Id, share: BasisPoints }),
  apply(scope, { network, share }) {
    const row = operatedBy(scope, network)
    scope.tables.networks.put({ network }, { ...row, dividend: share })
  },
}

export const collect: Command<CollectFees, MutualCreditScope> = {
  input: struct<CollectFees>({ network: Id, amount: Amount }),
  apply(scope, { network, amount }) {
    const epoch = openEpoch(scope)
    const { fees } = knownNetwork(scope, network)
    startEpochs(scope, epoch)
    takeFees(scope, network, epoch, available(scope.by, fees), amount)
  },
}

/** Pays fees in. Dividend and operator are those of the epoch's first, so that it doesn't matter when they are shared out. */
function takeFees(scope: MutualCreditScope, network: string, epoch: number, from: Account, amount: bigint): void {
  const { tables } = scope
  scope.transfer({ from, to: feesAccount(scope, network, from.asset), amount })
  const before = tables.fees.get({ epoch, network })
  const { dividend: share, operator } = before ?? knownNetwork(scope, network)
  const collected = (before?.collected ?? 0n) + amount
  tables.fees.put({ epoch, network }, { collected, left: (before?.left ?? 0n) + amount, dividend: share, operator })
}
