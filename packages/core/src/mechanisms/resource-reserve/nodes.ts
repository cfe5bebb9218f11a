/** A node's row and its token, kept together. Spec: resource-reserve.md#native-token. */
import { type Account, issuance } from '../../kernel/index.js'
import type { ReserveNode, ResourceReserveScope, ResourceReserveView } from './tables.js'
import { boundOf, worthAt } from './valuation.js'

/** Where a node's token lies: bound to it, in its certificates, held by quotes. */
export type TokenPlace = 'bound' | 'out' | 'held'
/**
 * The account of a part of a node's token.
 * Spec: resource-reserve.md#accounts.
 * @param view - Of the reserve.
 * @param node - The node.
 * @param place - Which part.
 * @returns An account of the instance's own, that no transfer reaches.
 * @example view.balance(tokenAccount(reserve, 'n1', 'bound'))
 */
export function tokenAccount({ config, purse, self }: ResourceReserveView, node: string, place: TokenPlace): Account {
  return purse(self, config.native, place, node)
}
export const stakeAccount = ({ config, purse, self }: ResourceReserveView, node: string): Account =>
  purse(self, config.asset, 'stake', node)
export const escrowAccount = ({ config, purse, self }: ResourceReserveView): Account =>
  purse(self, config.asset, 'escrow')

/** A node that is in service. */
export function knownNode(scope: ResourceReserveScope, node: string): ReserveNode {
  const row = scope.tables.nodes.get({ node }) ?? scope.reject('RESERVE_NODE_UNKNOWN', { node })
  if (row.retired) scope.reject('RESERVE_NODE_RETIRED', { node })
  return row
}
/** A node of whoever runs the command. */
export function ownNode(scope: ResourceReserveScope, node: string): ReserveNode {
  const row = scope.tables.nodes.get({ node }) ?? scope.reject('RESERVE_NODE_UNKNOWN', { node })
  if (row.owner !== scope.by) scope.reject('RESERVE_NOT_OWNER', { owner: row.owner })
  if (row.retired) scope.reject('RESERVE_NODE_RETIRED', { node })
  return row
}
/** A node that a certificate, quote or request says is there. */
export function nodeOf({ tables }: ResourceReserveView, node: string): ReserveNode {
  const row = tables.nodes.get({ node })
  if (row === undefined) throw new Error(`node ${node} is there as long as what it backs`)
  return row
}

/** A time from now on that a row can say. */
export function later({ now, reject }: ResourceReserveScope, seconds: number): number {
  const time = now + seconds
  return Number.isSafeInteger(time) ? time : reject('RESERVE_TIME_OVER', { seconds })
}

/** Counts what was minted for all nodes: it stays below the token's cap, so that no genesis can't be restored. */
export function countGenesis({ config, tables, reject, ...scope }: ResourceReserveScope, change: bigint): void {
  const { native } = config
  const amount = (tables.minted.get({ native })?.amount ?? 0n) + change
  if (amount > (scope.asset(native)?.cap ?? 0n)) reject('RESERVE_CAP_REACHED', { amount })
  tables.minted.put({ native }, { amount })
}

const AFTER_ALL = Number.MAX_SAFE_INTEGER + 1

/** Counts certificates and lines of quotes of a node by their ends, so that the latest is known without a walk. */
export function countEnd({ tables }: ResourceReserveScope, node: string, end: number, change: 1 | -1): void {
  const count = (tables.ends.get({ node, end })?.count ?? 0) + change
  if (count > 0) tables.ends.put({ node, end }, { count })
  else tables.ends.delete({ node, end })
}

/** Moves part of a node's token. */
export function moveToken(
  scope: ResourceReserveScope,
  node: string,
  { from, to, amount }: { readonly from: TokenPlace; readonly to: TokenPlace; readonly amount: bigint },
): void {
  scope.transfer({ from: tokenAccount(scope, node, from), to: tokenAccount(scope, node, to), amount })
}

/**
 * Puts a node's row and brings its bound token to what the formula says: what is missing is minted, up to genesis, and
 * what is too much burned. The node is offered as long as something of it is bound.
 */
export function putNode(scope: ResourceReserveScope, node: string, row: ReserveNode): void {
  const { config, emit, now, tables, transfer } = scope
  const was = tables.nodes.get({ node })
  tables.nodes.put({ node }, { ...row, lastEnd: tables.ends.before({ node }, AFTER_ALL)?.key.end ?? 0 })
  const account = tokenAccount(scope, node, 'bound')
  const worth = worthAt(scope, row, now)
  const { bound, burned } = boundOf(row, worth)
  const had = scope.balance(account)
  if (bound > had) transfer({ from: issuance(config.native), to: account, amount: bound - had })
  if (bound < had) transfer({ from: account, to: issuance(config.native), amount: had - bound })
  if (bound !== had) emit('settled', { node, worth, bound, burned })
  listOffer(scope, node, was, bound > 0n ? row : { ...row, offer: null })
}

function listOffer(
  { tables }: ResourceReserveScope,
  node: string,
  was: ReserveNode | undefined,
  { owner, offer }: ReserveNode,
): void {
  if (was?.offer != null && was.offer.rate !== offer?.rate) {
    const key = { rate: was.offer.rate, node }
    if (tables.offers.has(key)) tables.offers.delete(key)
  }
  if (offer === null) return
  const key = { rate: offer.rate, node }
  const listed = tables.offers.get(key)
  if (listed?.owner !== owner || listed.book !== offer.book) tables.offers.put(key, { owner, book: offer.book })
}
