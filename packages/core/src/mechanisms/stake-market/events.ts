/** What commands of the stake market have computed. Spec: stake-market.md#events. */
import { Count, Party, Quantity, type Schema, struct, Total } from '../../codec/index.js'

/** What a settled round has computed. */
export interface StakeRoundSettled {
  readonly round: number
  /** How many orders took part. */
  readonly orders: number
  /** Units that agents have acquired of each other. */
  readonly acquired: bigint
  /** Units that went back to their issuers. */
  readonly unwound: bigint
  /** Units that agents have given to be placed with others, or with the market. */
  readonly given: bigint
}
/** What the commons has released to an agent, base units. */
export interface BudgetReleased {
  readonly agent: string
  readonly amount: bigint
}
/** What went to holders, and what to the commons, base units. */
export interface ProceedsDistributed {
  readonly shared: bigint
  readonly commons: bigint
}
/** What was paid out, base units. */
export interface ProceedsCollected {
  readonly amount: bigint
}
/** What a decay gave back. */
export interface StakeDecayed {
  readonly decay: number
  readonly units: bigint
}

export interface StakeMarketEvents {
  readonly settled: StakeRoundSettled
  readonly released: BudgetReleased
  readonly distributed: ProceedsDistributed
  readonly collected: ProceedsCollected
  readonly decayed: StakeDecayed
}

export const events: { readonly [K in keyof StakeMarketEvents]: Schema<StakeMarketEvents[K]> } = {
  settled: struct<StakeRoundSettled>({
    round: Count,
    orders: Count,
    acquired: Total,
    unwound: Total,
    given: Total,
  }),
  released: struct<BudgetReleased>({ agent: Party, amount: Quantity }),
  distributed: struct<ProceedsDistributed>({ shared: Quantity, commons: Quantity }),
  collected: struct<ProceedsCollected>({ amount: Quantity }),
  decayed: struct<StakeDecayed>({ decay: Count, units: Total }),
}
