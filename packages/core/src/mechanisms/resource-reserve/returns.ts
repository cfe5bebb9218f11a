/** What becomes of earned fees. Spec: resource-reserve.md#returns. */
import { mulDiv } from '../../arithmetic/index.js'
import { Party, struct } from '../../codec/index.js'
import { type Account, available, type Command } from '../../kernel/index.js'
import { WHOLE } from './config.js'
import { escrowAccount, stakeAccount } from './nodes.js'
import type { LeaseTerms, ReserveNode, ResourceReserveScope, ResourceReserveView, Returns } from './tables.js'

/** What `resource-reserve.collect` takes. */
export interface CollectDue {
  /** Whose fees or refunds are paid out to it. */
  readonly party: string
}

export const collect: Command<CollectDue, ResourceReserveScope> = {
  input: struct<CollectDue>({ party: Party }),
  apply({ balance, config, emit, purse, reject, transfer }, { party }) {
    const from = purse(party, config.asset, 'due')
    const amount = balance(from)
    if (amount === 0n) reject('RESERVE_VALUE_NONE', { party })
    transfer({ from, to: available(party, config.asset), amount })
    emit('collected', { amount })
  },
}

/** What the node's owner wants done: by the rulebook that let the value out, or, since sold, by the present one. */
function returnsOf(
  { tables }: ResourceReserveView,
  node: ReserveNode,
  terms: Pick<LeaseTerms, 'lender' | 'book'>,
): Returns {
  const { owner, offer } = node
  const book = terms.lender === owner ? terms.book : offer?.book
  const rules = book === undefined ? undefined : tables.rulebooks.get({ owner, book })
  return rules?.returns ?? { restake: 0, pass: [] }
}

/** Pays what was earned by a node as its owner wants it. @returns the row with what was re-staked. */
export function payReturns(
  scope: ResourceReserveScope,
  node: string,
  row: ReserveNode,
  { from, amount, ...terms }: Pick<LeaseTerms, 'lender' | 'book'> & { readonly from: Account; readonly amount: bigint },
): ReserveNode {
  const { restake, pass } = returnsOf(scope, row, terms)
  const part = (share: number): bigint => mulDiv(amount, BigInt(share), WHOLE, 'down')
  const staked = part(restake)
  if (staked > 0n) scope.transfer({ from, to: stakeAccount(scope, node), amount: staked })
  let rest = amount - staked
  for (const { party, share } of pass) {
    payDue(scope, from, party, part(share))
    rest -= part(share)
  }
  payDue(scope, from, row.owner, rest)
  return { ...row, stake: row.stake + staked }
}

/** The issuer of assets has no account but those of what it owes: what is to be paid to it could never be paid. */
export const isPayable = (party: string): boolean => party !== '@issuer'

/** Pays into a party's own account from which it is collected: no party can refuse it and so stop another. */
export function payDue(scope: ResourceReserveScope, from: Account, party: string, amount: bigint): void {
  if (amount > 0n) scope.transfer({ from, to: scope.purse(party, scope.config.asset, 'due'), amount })
}

/** Gives escrow back. */
export function refund(scope: ResourceReserveScope, party: string, amount: bigint): void {
  payDue(scope, escrowAccount(scope), party, amount)
}
