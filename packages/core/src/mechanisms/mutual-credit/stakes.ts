/** Stakes, the least of which during an epoch is what counts. Spec: mutual-credit.md#stakes. */
import { Amount, Id, struct } from '../../codec/index.js'
import { available, type Command } from '../../kernel/index.js'
import { knownNetwork, openEpoch } from './guards.js'
import { nextEpoch, stakeAccount } from './queries.js'
import type { Stake } from './reserve-tables.js'
import type { MutualCreditScope, MutualCreditView } from './tables.js'

/** What `mutual-credit.stake` takes. */
export interface StakeInNetwork {
  readonly network: string
  /** Base units of the network's own asset. */
  readonly amount: bigint
}
/** What `mutual-credit.unstake` takes. */
export interface UnstakeFromNetwork extends StakeInNetwork {}

const fields = struct<StakeInNetwork>({ network: Id, amount: Amount })

export const stake: Command<StakeInNetwork, MutualCreditScope> = {
  input: fields,
  apply(scope, { network, amount }) {
    const { by, transfer } = scope
    const epoch = openEpoch(scope)
    const { asset } = knownNetwork(scope, network)
    transfer({ from: available(by, asset), to: stakeAccount(scope, by, asset), amount })
    change(scope, network, by, epoch, amount)
  },
}

export const unstake: Command<UnstakeFromNetwork, MutualCreditScope> = {
  input: fields,
  apply(scope, { network, amount }) {
    const { by, transfer, reject } = scope
    const epoch = openEpoch(scope)
    const { asset } = knownNetwork(scope, network)
    const { current } = stakeIn(scope, network, by, epoch)
    if (amount > current) reject('MUTUAL_STAKE_EXCEEDED', { current })
    transfer({ from: stakeAccount(scope, by, asset), to: available(by, asset), amount })
    change(scope, network, by, epoch, -amount)
  },
}

/** Whose sums are kept: stakes, and what other networks' reserves hold. */
export type Register = 'stakes' | 'reserves'
const NOTHING: Stake = { minimum: 0n, current: 0n }

/** A stake in an epoch: its row, or what it was at the end of the last one that has a row. */
export function stakeIn({ tables }: MutualCreditView, network: string, holder: string, epoch: number): Stake {
  const last = tables.stakes.before({ network, holder }, epoch + 1)
  return last === undefined ? NOTHING : carriedTo(epoch, last.key.epoch, last.row)
}
function totalIn({ tables }: MutualCreditView, network: string, register: Register, epoch: number): Stake {
  const last = tables.totals.before({ network, register }, epoch + 1)
  return last === undefined ? NOTHING : carriedTo(epoch, last.key.epoch, last.row)
}
export const carriedTo = (epoch: number, of: number, { minimum, current }: Stake): Stake =>
  of === epoch ? { minimum, current } : { minimum: current, current }

/** The sum of what counts in an epoch. */
export const stakeTotal = (view: MutualCreditView, network: string, register: Register, epoch: number): bigint =>
  totalIn(view, network, register, epoch).minimum

/** Whether a stake changed in an epoch. */
export const changedIn = ({ tables }: MutualCreditView, network: string, epoch: number): boolean =>
  tables.totals.has({ network, register: 'stakes', epoch })

/** What is added counts from the next epoch, what is taken away no longer in this one. */
export function changed({ minimum, current }: Stake, amount: bigint): Stake {
  const after = current + amount
  return { minimum: after < minimum ? after : minimum, current: after }
}

function change(scope: MutualCreditScope, network: string, holder: string, epoch: number, amount: bigint): void {
  const before = stakeIn(scope, network, holder, epoch)
  const after = changed(before, amount)
  scope.tables.stakes.put({ network, holder, epoch }, after)
  changeTotal(scope, network, 'stakes', epoch, {
    minimum: after.minimum - before.minimum,
    current: after.current - before.current,
  })
}

/** Brings a sum up to date, and forgets those of epochs that are settled, but for the last. */
export function changeTotal(
  scope: MutualCreditScope,
  network: string,
  register: Register,
  epoch: number,
  by: Stake,
): void {
  const { totals } = scope.tables
  const { minimum, current } = totalIn(scope, network, register, epoch)
  totals.put({ network, register, epoch }, { minimum: minimum + by.minimum, current: current + by.current })
  const settled = nextEpoch(scope)?.key.epoch
  const needed = settled === undefined ? undefined : totals.before({ network, register }, settled)
  if (needed === undefined) return
  for (const { key } of [...totals.under({ network, register }, { to: needed.key.epoch })]) totals.delete(key)
}
