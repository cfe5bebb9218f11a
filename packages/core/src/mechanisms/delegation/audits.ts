/** What holds in every state of a delegation. Spec: delegation.md#invariants. */
import { fine } from './accrual.js'
import { stakingEpoch } from './config.js'
import { foldedLeaving, foldedLot } from './lots.js'
import { poolAccount } from './pool.js'
import type { DelegationListing } from './queries.js'
import { effective, stakeIn, totalIn } from './relayers.js'
import type { DelegationView, Stake } from './tables.js'

const reads = (view: DelegationListing): DelegationView => view as unknown as DelegationView
const sum = (amounts: Iterable<bigint>): bigint => [...amounts].reduce((total, amount) => total + amount, 0n)

/** A pool as it was left. */
function lastOf(view: DelegationListing, pool: string): { readonly epoch: number; readonly stake: Stake } {
  const { key, row } = view.tables.epochs.before({ pool }, Number.MAX_SAFE_INTEGER) as {
    readonly key: { readonly epoch: number }
    readonly row: Stake
  }
  return { epoch: key.epoch, stake: row }
}

export const audits = {
  'a pool’s account holds its buckets, which cover all lots': (view: DelegationListing): boolean => {
    const owed = new Map<string, bigint>()
    const owe = (pool: string, amount: bigint) => owed.set(pool, (owed.get(pool) ?? 0n) + amount)
    const slashesOf = (pool: string) => view.tables.pools.get({ pool })?.slashes ?? 0
    for (const { key, row } of view.tables.lots.entries()) {
      const { epoch, stake } = lastOf(view, key.pool)
      owe(
        key.pool,
        foldedLot(reads(view), key, row, { epoch, index: stake.index, slashes: slashesOf(key.pool) }).amount,
      )
    }
    for (const { key, row } of view.tables.leaving.entries()) {
      owe(key.pool, foldedLeaving(reads(view), key, row, slashesOf(key.pool)).amount)
    }
    return view.tables.pools.entries().every(({ key: { pool } }) => {
      const active = sum([...view.tables.buckets.under({ pool })].map(({ row }) => row.current))
      const waiting = sum([...view.tables.waiting.under({ pool })].map(({ row }) => row.amount))
      const balance = view.balance(poolAccount(reads(view), pool))
      return (
        active === lastOf(view, pool).stake.current && active + waiting === balance && balance >= (owed.get(pool) ?? 0n)
      )
    })
  },
  'what backs a relayer is the sum of its pools’ parts, and the total that of relayers with enough': (
    view: DelegationListing,
  ): boolean => {
    const rest = new Map<string, bigint>()
    for (const { key, row } of view.tables.backings.entries()) {
      rest.set(key.relayer, (rest.get(key.relayer) ?? 0n) + row.current)
    }
    const epoch = Number.MAX_SAFE_INTEGER - 1
    const present = stakingEpoch(view.config, view.now) ?? 0
    const earning = new Map<string, bigint>()
    for (const { key, row } of view.tables.backings.entries()) {
      const part = row.epoch < present ? row.current : row.earning
      earning.set(key.relayer, (earning.get(key.relayer) ?? 0n) + part)
    }
    const relayers = new Set([...rest.keys(), ...view.tables.stakes.entries().map(({ key }) => key.relayer)])
    const stakes = [...relayers].map((relayer) => [relayer, stakeIn(reads(view), relayer, epoch).current] as const)
    const enough = sum(stakes.map(([, stake]) => effective(stake, view.config.minimum)))
    return (
      stakes.every(([relayer, stake]) => stake === (rest.get(relayer) ?? 0n)) &&
      stakes.every(([relayer]) => stakeIn(reads(view), relayer, present).earning === (earning.get(relayer) ?? 0n)) &&
      totalIn(reads(view), epoch).current === enough
    )
  },
  'a claim is the sum of a party’s lots': (view: DelegationListing): boolean => {
    const rest = new Map(view.tables.delegators.entries().map(({ key, row }) => [key.party, row.amount]))
    for (const { key, row } of [...view.tables.lots.entries(), ...view.tables.leaving.entries()]) {
      rest.set(key.party, (rest.get(key.party) ?? 0n) - row.amount)
    }
    return [...rest.values()].every((amount) => amount === 0n)
  },
  'rewards that were earned and not collected lie in their account': (view: DelegationListing): boolean =>
    view.config.rewards.every((asset, nth) => {
      const of = (amounts: readonly bigint[]): bigint => amounts[nth] as bigint
      const due = sum(view.tables.pools.entries().map(({ row }) => of(row.due)))
      const earned = sum(view.tables.earnings.entries().map(({ row }) => of(row.amounts)))
      const growing = sum(
        view.tables.lots.entries().map(({ key, row }) => {
          const { epoch, stake } = lastOf(view, key.pool)
          const slashes = view.tables.pools.get({ pool: key.pool })?.slashes ?? 0
          return of(foldedLot(reads(view), key, row, { epoch, index: stake.index, slashes }).earned)
        }),
      )
      return due + earned + growing <= fine(view.balance(view.purse(view.self, asset, 'rewards')))
    }),
}
