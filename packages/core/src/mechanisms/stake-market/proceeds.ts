/** What agents' performances bring in, shared among those who hold stake in them. Spec: stake-market.md#proceeds. */
import { mulDiv } from '../../arithmetic/index.js'
import { Amount, Asset, Flag, list, optional, Party, struct } from '../../codec/index.js'
import { available, type Command } from '../../kernel/index.js'
import { knownAgent } from './agents.js'
import { accruedOf, commonsAccount, proceedsAccount } from './queries.js'
import type { StakeMarketScope } from './tables.js'

/** What `stake-market.distribute` takes: an agent shares proceeds of its own. */
export interface DistributeProceeds {
  readonly asset: string
  /** Base units. */
  readonly amount: bigint
}
/** What `stake-market.collect` takes. */
export interface CollectProceeds {
  readonly asset: string
  /** Agents whose proceeds are collected, at most 64. */
  readonly issuers: readonly string[]
  /** True: what the market itself holds brings in, for the commons, by anybody. Absent: for whoever runs it. */
  readonly commons?: boolean
}

/** Assets in which one agent may ever share proceeds: whoever's stake moves is brought up to date in all of them. */
const MOST_ASSETS = 16

export const distribute: Command<DistributeProceeds, StakeMarketScope> = {
  input: struct<DistributeProceeds>({ asset: Asset, amount: Amount }),
  apply(scope, { asset, amount }) {
    const { by, params, tables, transfer, reject, emit } = scope
    knownAgent(scope, by)
    const known = tables.proceeds.get({ issuer: by, asset })
    if (known === undefined && [...tables.proceeds.under({ issuer: by })].length >= MOST_ASSETS) {
      reject('PROCEEDS_ASSETS_FULL')
    }
    const commons = mulDiv(amount, BigInt(params.commons ?? 0), 10_000n, 'up')
    const shared = amount - commons
    const from = available(by, asset)
    if (commons > 0n) transfer({ from, to: commonsAccount(scope, asset), amount: commons })
    if (shared > 0n) {
      transfer({ from, to: proceedsAccount(scope, asset), amount: shared })
      tables.proceeds.put({ issuer: by, asset }, { total: (known?.total ?? 0n) + shared })
    }
    emit('distributed', { shared, commons })
  },
}

export const collect: Command<CollectProceeds, StakeMarketScope> = {
  input: struct<CollectProceeds>({ asset: Asset, issuers: list(Party, 64), commons: optional(Flag) }),
  apply(scope, { asset, issuers, commons = false }) {
    const { by, config, self, tables, transfer, reject, emit } = scope
    const holder = commons ? self : by
    let amount = 0n
    for (const issuer of issuers) {
      const { seen, owed } = accruedOf(scope, holder, issuer, asset)
      if (owed < config.units) continue
      amount += owed / config.units
      tables.accruals.put({ holder, issuer, asset }, { seen, owed: owed % config.units })
    }
    if (amount === 0n) reject('PROCEEDS_NOTHING_DUE')
    const to = commons ? commonsAccount(scope, asset) : available(by, asset)
    transfer({ from: proceedsAccount(scope, asset), to, amount })
    emit('collected', { amount })
  },
}
