/** Stakes claim what was shared out among them. What a claim costs doesn't depend on how many there are. Spec: mutual-credit.md#claims. */
import { Asset, Id, Party, struct } from '../../codec/index.js'
import { available, type Command } from '../../kernel/index.js'
import { earned } from './accumulators.js'
import { knownNetwork } from './guards.js'
import { potAccount } from './queries.js'
import type { Claimed, PotKey } from './reserve-tables.js'
import type { MutualCreditScope, MutualCreditView } from './tables.js'

/** What `mutual-credit.claim` takes. */
export interface ClaimShare {
  /** The network in which the claimant has stake. */
  readonly network: string
  /** The agreement whose reserve is distributed, or `@fees`. */
  readonly pot: string
  readonly asset: string
}

/** A claim goes through at most so many changes of the claimant's stake; the next one goes on. */
const MOST_CHANGES = 256
const NEVER: Claimed = { epoch: 0, accumulator: 0n, remainder: 0n }

export const claim: Command<ClaimShare, MutualCreditScope> = {
  input: struct<ClaimShare>({ network: Id, pot: Party, asset: Asset }),
  apply(scope, pot) {
    const { by, tables, emit, reject } = scope
    knownNetwork(scope, pot.network)
    if (!tables.distributions.has(pot)) reject('MUTUAL_DISTRIBUTION_NONE', pot)
    const { amount, claimed } = claimable(scope, pot, by)
    tables.claims.put({ ...pot, holder: by }, claimed)
    if (amount > 0n) {
      scope.transfer({ from: potAccount(scope, pot.network, pot.pot, pot.asset), to: available(by, pot.asset), amount })
    }
    emit('paid', { amount })
  },
}

/**
 * What a claim would pay now: for every epoch that has been shared out, the least that was staked in it times what a
 * unit earned.
 * Spec: mutual-credit.md#claims.
 * @param view - Reads of the instance.
 * @param pot - Network, agreement or `@fees`, and asset.
 * @param holder - The party whose stake counts.
 * @returns Base units, and how far the stake is paid then.
 * @example claimable(view(system, state).mechanisms['mutual-credit'], { network: 'a', pot: 'ab', asset: 'B' }, 'ann').amount
 */
export function claimable(
  view: MutualCreditView,
  pot: PotKey,
  holder: string,
): { readonly amount: bigint; readonly claimed: Claimed } {
  const { tables } = view
  const before = tables.claims.get({ ...pot, holder }) ?? NEVER
  const row = tables.distributions.get(pot)
  if (row === undefined) return { amount: 0n, claimed: before }
  const { network } = pot
  const reached = (epoch: number): bigint => accumulatorAt(view, pot, epoch)
  let { epoch, accumulator } = before
  let stake = epoch === 0 ? 0n : (tables.stakes.before({ network, holder }, epoch)?.row.current ?? 0n)
  let scaled = before.remainder
  let changes = 0
  for (const { key, row: at } of tables.stakes.under({ network, holder }, { from: epoch, to: row.epoch + 1 })) {
    if (changes === MOST_CHANGES) break
    changes += 1
    const start = key.epoch === 0 ? 0n : reached(key.epoch - 1)
    const end = reached(key.epoch)
    scaled += stake * (start - accumulator) + at.minimum * (end - start)
    accumulator = end
    epoch = key.epoch + 1
    stake = at.current
  }
  if (changes < MOST_CHANGES && row.epoch >= epoch) {
    scaled += stake * (row.accumulator - accumulator)
    accumulator = row.accumulator
    epoch = row.epoch + 1
  }
  const { amount, remainder } = earned(scaled)
  return { amount, claimed: { epoch, accumulator, remainder } }
}

/** The accumulator at the end of an epoch in which the claimant's stake changed, or of the one before. */
function accumulatorAt({ tables }: MutualCreditView, pot: PotKey, epoch: number): bigint {
  const row = tables.distributions.get(pot)
  if (row === undefined || epoch >= row.epoch) return row?.accumulator ?? 0n
  return tables.accumulators.before({ ...pot }, epoch + 1)?.row.value ?? 0n
}
