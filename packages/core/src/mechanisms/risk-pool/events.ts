/** What commands of a risk pool have computed. Spec: risk-pool.md#events. */
import { Flag, Quantity, type Schema, Sequence, struct, Time } from '../../codec/index.js'

/** Data of the events of a risk pool, by name. */
export interface RiskPoolEvents {
  /** What was paid in, and as which contribution. */
  readonly contributed: { readonly contribution: number; readonly amount: bigint }
  readonly registered: { readonly from: number }
  readonly declared: { readonly event: number; readonly closes: number }
  readonly decided: { readonly approved: boolean }
  readonly settled: { readonly event: number; readonly pot: bigint }
  /** A claim that nobody decided: what of its cover is free again. */
  readonly lapsed: { readonly amount: bigint }
  readonly paid: { readonly amount: bigint }
  readonly returned: { readonly amount: bigint }
}

export const events: { readonly [K in keyof RiskPoolEvents]: Schema<RiskPoolEvents[K]> } = {
  contributed: struct<RiskPoolEvents['contributed']>({ contribution: Sequence, amount: Quantity }),
  registered: struct<RiskPoolEvents['registered']>({ from: Time }),
  declared: struct<RiskPoolEvents['declared']>({ event: Sequence, closes: Time }),
  decided: struct<RiskPoolEvents['decided']>({ approved: Flag }),
  settled: struct<RiskPoolEvents['settled']>({ event: Sequence, pot: Quantity }),
  lapsed: struct<RiskPoolEvents['lapsed']>({ amount: Quantity }),
  paid: struct<RiskPoolEvents['paid']>({ amount: Quantity }),
  returned: struct<RiskPoolEvents['returned']>({ amount: Quantity }),
}
