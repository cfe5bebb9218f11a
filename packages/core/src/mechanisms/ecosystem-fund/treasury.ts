/** What the fund has: paid in, promised, returned when a side has left. Spec: ecosystem-fund.md#treasury. */
import { apportion } from '../../arithmetic/index.js'
import { Amount, Asset, struct } from '../../codec/index.js'
import { type Account, available, type Command } from '../../kernel/index.js'
import type { FundScope, FundView, OfBoth, SideName, Treasury } from './tables.js'

/** What `ecosystem-fund.fund` takes. */
export interface PayIn {
  readonly asset: string
  /** Base units. */
  readonly amount: bigint
}
/** What `ecosystem-fund.leave` takes. */
export type LeaveFund = Record<never, never>
/** What `ecosystem-fund.return` takes. */
export interface ReturnAsset {
  readonly asset: string
}

const EMPTY: Treasury = { free: 0n, promised: 0n, paid: { first: 0n, second: 0n } }
export const sides = ['first', 'second'] as const

/** Where what the fund has of an asset lies. */
export const treasuryAccount = (view: FundView, asset: string): Account => view.purse(view.self, asset, 'treasury')
export const treasuryOf = ({ tables }: FundView, asset: string): Treasury => tables.treasury.get({ asset }) ?? EMPTY

/** Which side a party speaks for, or a refusal. */
export function sideOf({ by, config, reject }: FundScope): SideName {
  const side = sides.find((name) => config[name].authority === by)
  return side ?? reject('FUND_NOT_SIDE', { by })
}

/** From when on nothing new is promised; undefined: nobody has given notice. */
export function endOf({ tables }: FundView): number | undefined {
  const ends = sides.map((side) => tables.notices.get({ side })?.ends ?? Number.POSITIVE_INFINITY)
  const first = Math.min(...ends)
  return Number.isFinite(first) ? first : undefined
}

/** Changes what is free and what is promised of both tokens. */
export function promise(scope: FundScope, amounts: OfBoth<bigint>, free: bigint, promised: bigint): void {
  const { config, tables } = scope
  for (const side of sides) {
    const { asset } = config[side]
    const amount = amounts[side]
    if (amount === 0n) continue
    const row = treasuryOf(scope, asset)
    const after = { ...row, free: row.free + free * amount, promised: row.promised + promised * amount }
    if (after.free < 0n) scope.reject('FUND_EXCEEDED', { asset, free: row.free })
    tables.treasury.put({ asset }, after)
  }
}

export const fund: Command<PayIn, FundScope> = {
  input: struct<PayIn>({ asset: Asset, amount: Amount }),
  apply(scope, { asset, amount }) {
    const { by, config, tables, transfer, reject } = scope
    if (sides.every((side) => config[side].asset !== asset)) reject('FUND_ASSET_UNKNOWN', { asset })
    const end = endOf(scope)
    if (end !== undefined) reject('FUND_ENDING', { end })
    transfer({ from: available(by, asset), to: treasuryAccount(scope, asset), amount })
    const row = treasuryOf(scope, asset)
    const own = (side: SideName) => row.paid[side] + (config[side].authority === by ? amount : 0n)
    const paid = { first: own('first'), second: own('second') }
    tables.treasury.put({ asset }, { ...row, free: row.free + amount, paid })
  },
}

export const leave: Command<LeaveFund, FundScope> = {
  input: struct<LeaveFund>({}),
  apply(scope) {
    const { config, now, tables, emit, reject } = scope
    const side = sideOf(scope)
    const given = tables.notices.get({ side })
    if (given !== undefined) reject('FUND_ENDING', given)
    const ends = now + config.notice
    tables.notices.put({ side }, { ends })
    emit('notice-given', { ends })
  },
}

export const giveBack: Command<ReturnAsset, FundScope> = {
  input: struct<ReturnAsset>({ asset: Asset }),
  apply(scope, { asset }) {
    const { config, now, tables, transfer, emit, reject } = scope
    if (sides.every((side) => config[side].asset !== asset)) reject('FUND_ASSET_UNKNOWN', { asset })
    const end = endOf(scope)
    if (end === undefined || now < end) reject('FUND_NOT_ENDED', { end })
    const row = treasuryOf(scope, asset)
    if (row.free === 0n) reject('FUND_EMPTY', { asset })
    const { paid } = row
    const given = paid.first + paid.second > 0n
    const [first, second] = apportion(row.free, given ? [paid.first, paid.second] : [1n, 1n]) as [bigint, bigint]
    for (const [side, amount] of [['first', first] as const, ['second', second] as const]) {
      const to = available(config[side].authority, asset)
      if (amount > 0n) transfer({ from: treasuryAccount(scope, asset), to, amount })
    }
    tables.treasury.put({ asset }, { ...row, free: 0n })
    emit('returned', { first, second })
  },
}
