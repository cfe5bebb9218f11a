/** Stake that backs a node beside its value. Spec: resource-reserve.md#stake. */
import { Amount, Id, struct } from '../../codec/index.js'
import { available, type Command } from '../../kernel/index.js'
import { ownNode, putNode, stakeAccount } from './nodes.js'
import { checkBacked } from './registering.js'
import type { ReserveNode, ResourceReserveScope } from './tables.js'

/** What `resource-reserve.stake` and `.unstake` take. */
export interface StakeNode {
  readonly node: string
  /** Base units of the asset. */
  readonly amount: bigint
}
const fields = struct<StakeNode>({ node: Id, amount: Amount })

export const stake: Command<StakeNode, ResourceReserveScope> = {
  input: fields,
  apply(scope, { node, amount }) {
    const { by, config, transfer } = scope
    const row = ownNode(scope, node)
    transfer({ from: available(by, config.asset), to: stakeAccount(scope, node), amount })
    putNode(scope, node, { ...row, stake: row.stake + amount })
  },
}

export const unstake: Command<StakeNode, ResourceReserveScope> = {
  input: fields,
  apply(scope, { node, amount }) {
    const { by, config, transfer } = scope
    const row = ownNode(scope, node)
    const next = unstaked(scope, node, row, amount)
    transfer({ from: stakeAccount(scope, node), to: available(by, config.asset), amount })
    putNode(scope, node, next)
  },
}

/** The row without part of its stake, if that is unbound: what is out and held has to be backed to its end. */
export function unstaked(scope: ResourceReserveScope, node: string, row: ReserveNode, amount: bigint): ReserveNode {
  const { tables, reject } = scope
  if (tables.sales.has({ kind: 'node', item: node })) reject('RESERVE_ON_SALE', { node })
  if (row.stake < amount) reject('RESERVE_UNBACKED', { stake: row.stake })
  const next = { ...row, stake: row.stake - amount }
  checkBacked(scope, next)
  return next
}
