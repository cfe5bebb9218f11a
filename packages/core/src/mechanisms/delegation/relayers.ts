/** What backs relayers, and what they earn and answer for. Spec: delegation.md#relayers. */
import { mulDiv } from '../../arithmetic/index.js'
import { Amount, Asset, BasisPoints, Epoch, Party, struct } from '../../codec/index.js'
import { available, type Command } from '../../kernel/index.js'
import { fine, spread } from './accrual.js'
import { stakingEpoch } from './config.js'
import type { Held } from './held.js'
import type { Behind, DelegationScope, DelegationView, Relayer, RelayerStake } from './tables.js'

/** What `delegation.charge` takes. */
export interface Charge {
  /** Basis points. */
  readonly commission: number
}
/** What `delegation.reward` takes. */
export interface Reward {
  readonly relayer: string
  readonly asset: string
  /** Base units. */
  readonly amount: bigint
}
/** What `delegation.slash` takes. */
export interface Slash {
  /** The relayer at fault. */
  readonly target: string
  /** When the fault was committed. */
  readonly epoch: number
  /** What the stake that backed the relayer then loses, basis points. */
  readonly fraction: number
}

const NO_RELAYER: Relayer = { commission: 0, nextCommission: null, faults: 0 }
export const relayerOf = ({ tables }: DelegationView | DelegationScope, relayer: string): Relayer =>
  tables.relayers.get({ relayer }) ?? NO_RELAYER

/** A relayer's stake in an epoch that has begun, and what it has earned until then. */
export function stakeIn(
  { config, tables }: DelegationView | DelegationScope,
  relayer: string,
  epoch: number,
): RelayerStake {
  const last = tables.stakes.before({ relayer }, epoch + 1)
  if (last === undefined) {
    const none = config.rewards.map(() => 0n)
    return { current: 0n, minimum: 0n, earning: 0n, index: none, rest: none }
  }
  const { current } = last.row
  return last.key.epoch === epoch ? last.row : { ...last.row, minimum: current, earning: current }
}
/** The total over all relayers that have enough. */
export function totalIn({ tables }: DelegationView | DelegationScope, epoch: number): Held {
  const last = tables.totals.before({}, epoch + 1)
  if (last === undefined) return { current: 0n, minimum: 0n }
  return last.key.epoch === epoch ? last.row : { current: last.row.current, minimum: last.row.current }
}
/** What of a relayer's stake counts: nothing below the minimum. */
export const effective = (stake: bigint, minimum: bigint): bigint => (stake >= minimum ? stake : 0n)

/** Changes what backs a relayer, and the total with it. */
export function adjust(scope: DelegationScope, relayer: string, epoch: number, change: Behind): void {
  if (change.current === 0n && change.minimum === 0n && change.earning === 0n) return
  const { tables } = scope
  const { minimum: least } = scope.config
  const before = stakeIn(scope, relayer, epoch)
  const after = {
    ...before,
    current: before.current + change.current,
    minimum: before.minimum + change.minimum,
    earning: before.earning + change.earning,
  }
  tables.stakes.put({ relayer, epoch }, after)
  const total = totalIn(scope, epoch)
  const grown = (side: 'current' | 'minimum') => effective(after[side], least) - effective(before[side], least)
  const [current, minimum] = [grown('current'), grown('minimum')]
  if (current === 0n && minimum === 0n) return
  tables.totals.put({ epoch }, { current: total.current + current, minimum: total.minimum + minimum })
}

export const charge: Command<Charge, DelegationScope> = {
  input: struct<Charge>({ commission: BasisPoints }),
  apply(scope, { commission }) {
    const { by: relayer, params, tables } = scope
    const epoch = begun(scope)
    const row = relayerOf(scope, relayer)
    const from = epoch + params.commissionWait
    tables.relayers.put(
      { relayer },
      { ...row, commission: chargedBy(row, epoch), nextCommission: { commission, from } },
    )
    scope.emit('announced', { from })
  },
}

export const reward: Command<Reward, DelegationScope> = {
  input: struct<Reward>({ relayer: Party, asset: Asset, amount: Amount }),
  apply(scope, { relayer, asset, amount }) {
    const { by, config, emit, purse, reject, self, tables, transfer } = scope
    const epoch = begun(scope)
    const nth = config.rewards.indexOf(asset)
    if (nth < 0) reject('DELEGATION_REWARD_UNKNOWN', { asset })
    // what this instance pays out has gone through its own hands: a whitelist that names it must not open a way round
    const declared = scope.asset(asset)
    if (declared?.transferable === false && !declared.whitelist.includes(by)) reject('DELEGATION_REWARD_RESTRICTED')
    const stake = stakeIn(scope, relayer, epoch)
    const backed = effective(stake.earning, config.minimum) > 0n
    const kept = backed ? mulDiv(amount, BigInt(chargedBy(relayerOf(scope, relayer), epoch)), 10_000n, 'up') : amount
    const backers = amount - kept
    if (kept > 0n && relayer !== by) {
      transfer({ from: available(by, asset), to: available(relayer, asset), amount: kept })
    }
    if (backers > 0n) {
      transfer({ from: available(by, asset), to: purse(self, asset, 'rewards'), amount: backers })
      const gains = config.rewards.map((_, other) => (other === nth ? fine(backers) : 0n))
      tables.stakes.put({ relayer, epoch }, { ...stake, ...spread(stake, gains, stake.earning) })
    }
    emit('rewarded', { relayer: kept, backers })
  },
}

export const slash: Command<Slash, DelegationScope> = {
  input: struct<Slash>({ target: Party, epoch: Epoch, fraction: BasisPoints }),
  apply(scope, { target: relayer, epoch: fault, fraction }) {
    const { by, config, reject, tables } = scope
    const epoch = begun(scope)
    if (!config.slashers.includes(by)) reject('DELEGATION_NOT_SLASHER')
    if (fault > epoch) reject('DELEGATION_FAULT_AHEAD', { epoch })
    if (fault < epoch - config.evidence) reject('DELEGATION_EVIDENCE_LATE', { epoch })
    const row = relayerOf(scope, relayer)
    tables.faults.put({ relayer, number: row.faults }, { epoch: fault, fraction })
    tables.relayers.put({ relayer }, { ...row, faults: row.faults + 1 })
  },
}

/** What a relayer keeps now. */
export const chargedBy = ({ commission, nextCommission }: Relayer, epoch: number): number =>
  nextCommission !== null && nextCommission.from <= epoch ? nextCommission.commission : commission

/** The most that it keeps, now or by what it has announced. */
export const dearest = (relayer: Relayer, epoch: number): number =>
  Math.max(chargedBy(relayer, epoch), relayer.nextCommission?.commission ?? 0)

/** The present epoch. */
export function begun(scope: DelegationScope): number {
  const { config, now, reject } = scope
  return stakingEpoch(config, now) ?? reject('DELEGATION_NOT_OPEN')
}
