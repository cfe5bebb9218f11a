/** What holds in every state of relay rewards. Spec: relay-rewards.md#invariants. */
import { periodOf } from './config.js'
import { poolOf } from './paying-in.js'
import { SETTLEMENT } from './queries.js'
import { rateIn } from './steps.js'
import type { RelayListing } from './tables.js'

const sum = (amounts: Iterable<bigint>): bigint => [...amounts].reduce((total, amount) => total + amount, 0n)
/** Everything unequal to zero must have cancelled out. */
const level = (rest: ReadonlyMap<string, bigint>): boolean => [...rest.values()].every((amount) => amount === 0n)
const into = (rest: Map<string, bigint>, id: string, amount: bigint) => rest.set(id, (rest.get(id) ?? 0n) + amount)

export const audits = {
  'the account of rewards holds what was earned, what rolls over and what is being shared': (
    view: RelayListing,
  ): boolean => {
    const { config, tables } = view
    const lanes = tables.settlement.get(SETTLEMENT)?.lanes ?? []
    const assets = new Set([
      ...config.fees.map(({ asset }) => asset),
      ...(config.subsidy ? [config.subsidy.asset] : []),
    ])
    return [...assets].every((asset) => {
      const earned = sum(
        tables.earnings
          .entries()
          .filter(({ key }) => key.asset === asset)
          .map(({ row }) => row.amount),
      )
      const open = config.fees.map((fee, i) => {
        const { total, shared } = lanes[i] ?? { total: 0n, shared: 0n }
        return fee.asset === asset ? total - shared : 0n
      })
      return view.balance(view.purse(view.self, asset, 'rewards')) === earned + sum(open)
    })
  },
  'the subsidy’s account holds what was given to it and not shared': (view: RelayListing): boolean => {
    const { config, tables } = view
    if (config.subsidy === undefined) return true
    const settlement = tables.settlement.get(SETTLEMENT)
    const shared = settlement?.lanes[config.fees.length]?.shared ?? 0n
    const given = sum(tables.funds.entries().map(({ row }) => row.amount))
    const balance = view.balance(view.purse(view.self, config.subsidy.asset, 'subsidy'))
    return balance === (settlement?.subsidy ?? 0n) - shared + given
  },
  'the pool of a period holds what is paid for its epochs that are still to be settled': (
    view: RelayListing,
  ): boolean => {
    const { config, tables } = view
    const { next, phase } = tables.settlement.get(SETTLEMENT) ?? { next: 0, phase: 'waiting' }
    const first = phase === 'waiting' ? next : next + 1
    return tables.fees.entries().every(({ key: { period, asset }, row }) => {
      let due = 0n
      const end = (period + 1) * config.period
      for (let epoch = Math.max(first, period * config.period); epoch < end; epoch += 1) due += rateIn(row, epoch)
      return view.balance(poolOf(view, asset, period)) === due
    })
  },
  'fees are the sum of what receivers pay': (view: RelayListing): boolean => {
    const { config, tables } = view
    const { next, phase } = tables.settlement.get(SETTLEMENT) ?? { next: 0, phase: 'waiting' }
    // while the last epoch of a period is swept away, some rows are there and some aren't
    const first = periodOf(config, phase === 'sweeping' ? next + 1 : next)
    const rest = new Map<string, bigint>()
    const each = (period: number, asset: string, row: Parameters<typeof rateIn>[0], sign: bigint): void => {
      if (period < first) return
      const start = Math.max(next, period * config.period)
      for (let epoch = start; epoch < (period + 1) * config.period; epoch += 1) {
        into(rest, `${asset}|${epoch}`, sign * rateIn(row, epoch))
      }
    }
    for (const { key, row } of tables.fees.entries()) each(key.period, key.asset, row, 1n)
    for (const { key, row } of tables.subscriptions.entries()) each(key.period, key.asset, row, -1n)
    return level(rest)
  },
  'what a receiver has given is the sum of its vouchers': (view: RelayListing): boolean => {
    const { tables } = view
    const rest = new Map<string, bigint>()
    const { next, phase } = tables.settlement.get(SETTLEMENT) ?? { next: 0, phase: 'waiting' }
    for (const { key, row } of tables.vouchers.entries()) {
      if (key.epoch === next && phase !== 'waiting') continue
      into(rest, `${key.epoch}|${key.receiver}`, row.tickets)
      into(rest, `relayers ${key.epoch}|${key.receiver}`, 1n)
    }
    for (const { key, row } of tables.receipts.entries()) {
      if (key.epoch === next && phase !== 'waiting') continue
      into(rest, `${key.epoch}|${key.receiver}`, -row.issued)
      into(rest, `relayers ${key.epoch}|${key.receiver}`, -BigInt(row.relayers))
    }
    return level(rest)
  },
  'nothing is kept of what is settled': (view: RelayListing): boolean => {
    const { config, tables } = view
    const settlement = tables.settlement.get(SETTLEMENT)
    if (settlement === undefined) return true
    const { next, phase } = settlement
    const stale = (epoch: number): boolean => epoch < next
    const { vouchers, receipts, weighed, subscriptions, fees } = tables
    return (
      [...vouchers.entries(), ...receipts.entries(), ...weighed.entries()].every(({ key }) => !stale(key.epoch)) &&
      [...subscriptions.entries(), ...fees.entries()].every(
        ({ key }) => !stale((key.period + 1) * config.period - 1),
      ) &&
      (phase !== 'waiting' || weighed.size === 0)
    )
  },
}
