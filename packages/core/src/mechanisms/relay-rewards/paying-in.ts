/** Fees of receivers, and what the subsidy is paid from. Spec: relay-rewards.md#subscriptions. */
import { Amount, Asset, Epoch, struct } from '../../codec/index.js'
import { available, type Command } from '../../kernel/index.js'
import { MOST_AHEAD, periodOf } from './config.js'
import { begun, demandUnrestricted, opened } from './opening.js'
import { grown } from './steps.js'
import type { RelayScope } from './tables.js'

/** What `relay-rewards.subscribe` takes. */
export interface Subscribe {
  readonly period: number
  readonly asset: string
  /** What is paid for each epoch of the period that is still ahead, base units. */
  readonly rate: bigint
}
/** What `relay-rewards.fund` takes. */
export interface FundSubsidy {
  /** Base units of the subsidy's asset. */
  readonly amount: bigint
}

/** Where the fees of a period lie. */
export const poolOf = ({ purse, self }: Pick<RelayScope, 'purse' | 'self'>, asset: string, period: number) =>
  purse(self, asset, 'pool', String(period))

export const subscribe: Command<Subscribe, RelayScope> = {
  input: struct<Subscribe>({ period: Epoch, asset: Asset, rate: Amount }),
  apply(scope, { period, asset, rate }) {
    const { by, config, emit, reject, tables, transfer } = scope
    const epoch = begun(scope)
    const fee = config.fees.find((known) => known.asset === asset) ?? reject('RELAY_ASSET_UNKNOWN', { asset })
    if (rate < fee.least) reject('RELAY_RATE_BELOW_LEAST', { least: fee.least })
    const present = periodOf(config, epoch)
    // an epoch counts in whole or not at all
    const from = period > present ? period * config.period : epoch + 1
    if (period < present || periodOf(config, from) > period) reject('RELAY_PERIOD_OVER', { period: present })
    if (period > present + MOST_AHEAD) reject('RELAY_PERIOD_AHEAD', { period: present })
    demandUnrestricted(scope, asset)
    const { next } = opened(scope, epoch)
    const paid = rate * BigInt((period + 1) * config.period - from)
    transfer({ from: available(by, asset), to: poolOf(scope, asset, period), amount: paid })
    const key = { period, asset }
    const mine = { ...key, receiver: by }
    tables.subscriptions.put(mine, grown(tables.subscriptions.get(mine), from, rate, next))
    tables.fees.put(key, grown(tables.fees.get(key), from, rate, next))
    emit('subscribed', { from, paid })
  },
}

export const fund: Command<FundSubsidy, RelayScope> = {
  input: struct<FundSubsidy>({ amount: Amount }),
  apply(scope, { amount }) {
    const { by, config, purse, reject, self, tables, transfer } = scope
    const epoch = begun(scope)
    const { asset } = config.subsidy ?? reject('RELAY_NO_SUBSIDY')
    demandUnrestricted(scope, asset)
    opened(scope, epoch)
    transfer({ from: available(by, asset), to: purse(self, asset, 'subsidy'), amount })
    tables.funds.put({ epoch }, { amount: (tables.funds.get({ epoch })?.amount ?? 0n) + amount })
  },
}
