/** Nodes and other real assets are sold, delivery versus payment in one record. Spec: resource-reserve.md#sell. */
import { Amount, Hash, Id, nullable, oneOf, Party, Quantity, struct, Text, Time } from '../../codec/index.js'
import { available, type Command } from '../../kernel/index.js'
import { ownNode, putNode, stakeAccount } from './nodes.js'
import { takeEvidence } from './registering.js'
import { unstaked } from './staking.js'
import type { ReserveNode, ResourceReserveScope, Sale, SaleKind } from './tables.js'
import { boundOf, worthAt } from './valuation.js'

/** What is for sale. */
export interface SaleName {
  readonly kind: SaleKind
  /** The node or thing. */
  readonly item: string
}
/** What `resource-reserve.title` takes. */
export interface TitleThing {
  readonly thing: string
  readonly description: string
  /** Hash of what shows whose it is; no node and no other thing has it. */
  readonly evidence: string
}
/** What `resource-reserve.sell` takes. */
export interface Sell extends SaleName, Sale {}
/** What `resource-reserve.buy` takes. */
export interface Buy extends SaleName {
  /** The price that was read. */
  readonly price: bigint
  /** What of a node's token has to be bound to it, base units, and its stake, at least; 0 for a thing. */
  readonly bound: bigint
  readonly stake: bigint
  /** Node of the buyer's whose unbound stake pays; null: the buyer's available balance does. */
  readonly from: string | null
}

const named = { kind: oneOf('node', 'thing'), item: Id }

export const title: Command<TitleThing, ResourceReserveScope> = {
  input: struct<TitleThing>({ thing: Id, description: Text, evidence: Hash }),
  apply(scope, { thing, description, evidence }) {
    const { by: owner, tables, reject } = scope
    if (tables.things.has({ thing })) reject('RESERVE_THING_TAKEN', { thing })
    takeEvidence(scope, { kind: 'thing', item: thing }, [evidence])
    tables.things.put({ thing }, { owner, description, evidence })
  },
}

export const sell: Command<Sell, ResourceReserveScope> = {
  input: struct<Sell>({ ...named, price: Amount, buyer: nullable(Party), until: Time, into: nullable(Id) }),
  apply(scope, { kind, item, ...sale }) {
    const { now, tables, reject } = scope
    checkOwner(scope, { kind, item })
    if (sale.into !== null) ownNode(scope, sale.into)
    if (kind === 'node' && sale.into === item)
      reject('RESERVE_NODE_REFUSED', { reason: 'it would be paid into itself' })
    if (sale.until <= now) reject('RESERVE_SALE_OVER', { until: sale.until })
    tables.sales.put({ kind, item }, sale)
  },
}

export const unsell: Command<SaleName, ResourceReserveScope> = {
  input: struct<SaleName>(named),
  apply(scope, name) {
    checkOwner(scope, name)
    if (!scope.tables.sales.has(name)) scope.reject('RESERVE_SALE_UNKNOWN', { ...name })
    scope.tables.sales.delete(name)
  },
}

export const buy: Command<Buy, ResourceReserveScope> = {
  input: struct<Buy>({ ...named, price: Amount, bound: Quantity, stake: Quantity, from: nullable(Id) }),
  apply(scope, { kind, item, price, bound, stake, from }) {
    const { by, now, tables, reject } = scope
    const payer = from === null ? null : { node: from, row: unstaked(scope, from, ownNode(scope, from), price) }
    const sale = tables.sales.get({ kind, item }) ?? reject('RESERVE_SALE_UNKNOWN', { kind, item })
    if (now >= sale.until) reject('RESERVE_SALE_OVER', { until: sale.until })
    const seller = ownerOf(scope, { kind, item })
    if (by === seller || (sale.buyer !== null && sale.buyer !== by)) reject('RESERVE_NOT_BUYER', { buyer: sale.buyer })
    if (price !== sale.price) reject('RESERVE_SALE_CHANGED', { price: sale.price })
    if (kind === 'node') {
      const row = tables.nodes.get({ node: item }) as ReserveNode
      const present = boundOf(row, worthAt(scope, row, now)).bound
      if (present < bound || row.stake < stake) reject('RESERVE_SALE_CHANGED', { bound: present, stake: row.stake })
    }
    tables.sales.delete({ kind, item })
    pay(scope, { seller, price, into: sale.into, payer })
    if (kind === 'node') handOver(scope, item, by)
    else tables.things.put({ thing: item }, { ...thingOf(scope, item), owner: by })
  },
}

/** A node and its row. */
interface Named {
  readonly node: string
  readonly row: ReserveNode
}
interface Payment {
  readonly seller: string
  readonly price: bigint
  /** Node of the seller's into whose stake it goes, as the sale says. */
  readonly into: string | null
  /** Node of the buyer's without the stake that pays. */
  readonly payer: Named | null
}

/** Pays from the available balance or from unbound stake, and into either. */
function pay(scope: ResourceReserveScope, { seller, price, into, payer }: Payment): void {
  const { by, config, transfer } = scope
  const payee = stakedOf(scope, seller, into)
  transfer({
    from: payer === null ? available(by, config.asset) : stakeAccount(scope, payer.node),
    to: payee === null ? available(seller, config.asset) : stakeAccount(scope, payee.node),
    amount: price,
  })
  if (payer !== null) putNode(scope, payer.node, payer.row)
  if (payee !== null) putNode(scope, payee.node, { ...payee.row, stake: payee.row.stake + price })
}

/** The node into whose stake a seller wants to be paid, if it is still the seller's. */
function stakedOf({ tables }: ResourceReserveScope, seller: string, into: string | null): Named | null {
  const row = into === null ? undefined : tables.nodes.get({ node: into })
  return into === null || row === undefined || row.owner !== seller || row.retired ? null : { node: into, row }
}

/** The node goes with its token, its stake, its certificates and the fees that they still earn; the seller's offer ends. */
function handOver(scope: ResourceReserveScope, node: string, owner: string): void {
  const { now, tables } = scope
  const row = tables.nodes.get({ node }) as ReserveNode
  tables.fleets.delete({ owner: row.owner, node })
  tables.fleets.put({ owner, node }, { since: now })
  putNode(scope, node, { ...row, owner, offer: null })
}

const thingOf = ({ tables, reject }: ResourceReserveScope, thing: string) =>
  tables.things.get({ thing }) ?? reject('RESERVE_THING_UNKNOWN', { thing })

/** Whose something is that is for sale. */
function ownerOf(scope: ResourceReserveScope, { kind, item }: SaleName): string {
  return kind === 'node' ? (scope.tables.nodes.get({ node: item }) as ReserveNode).owner : thingOf(scope, item).owner
}

function checkOwner(scope: ResourceReserveScope, { kind, item }: SaleName): void {
  if (kind === 'node') ownNode(scope, item)
  else {
    const { owner } = thingOf(scope, item)
    if (owner !== scope.by) scope.reject('RESERVE_NOT_OWNER', { owner })
  }
}
