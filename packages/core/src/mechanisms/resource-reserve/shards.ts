/** Parts of all nodes that a root can count. Spec: reserve-proofs.md#shards. */
import { leafPlace } from '../../merkle/index.js'
import { nodeOf } from './nodes.js'
import type { ResourceReserveView, Shard } from './tables.js'

/** So that no owner finds names for its nodes that crowd one shard however narrow, and an index is a whole number. */
export const MOST_DEPTH = 48
const DIGITS = 12

/** What a shard would count. */
export interface ShardSize {
  readonly nodes: number
  readonly certificates: number
}

/** Whether a shard is one. */
export const isShard = ({ depth, index }: Shard): boolean => depth <= MOST_DEPTH && index < 2 ** depth

/** The shard around a shard; that of all nodes has none. */
export function around({ depth, index }: Shard): Shard | undefined {
  return depth === 0 ? undefined : { depth: depth - 1, index: Math.floor(index / 2) }
}

/** Names of a shard's nodes, from left to right. */
export function* nodesIn({ tables }: ResourceReserveView, { depth, index }: Shard): Iterable<string> {
  const bound = (i: number): string => (BigInt(i) << BigInt(MOST_DEPTH - depth)).toString(16).padStart(DIGITS, '0')
  const range = index + 1 < 2 ** depth ? { from: bound(index), to: bound(index + 1) } : { from: bound(index) }
  for (const { row } of tables.places.under({}, range)) yield row.node
}

/** What a shard would count; undefined when that is more than one root may. */
export function sizeOf(view: ResourceReserveView, shard: Shard): ShardSize | undefined {
  const most = view.params.publishMost
  let [nodes, certificates] = [0, 0]
  for (const node of nodesIn(view, shard)) {
    nodes += 1
    certificates += nodeOf(view, node).out
    if (nodes + certificates > most) return undefined
  }
  return { nodes, certificates }
}

/**
 * The shard in whose root a node is counted: the widest around it that one root may count.
 * Spec: reserve-proofs.md#shards.
 * @param view - Of the reserve.
 * @param node - The node, whether it is there or not.
 * @returns Depth and index; undefined when the node alone has more certificates than a root may count.
 * @example shardOf(view(system, state).mechanisms['resource-reserve'], 'n1')?.depth
 */
export function shardOf(view: ResourceReserveView, node: string): Shard | undefined {
  const place = Number.parseInt(leafPlace(node).slice(0, DIGITS), 16)
  for (let depth = 0; depth <= MOST_DEPTH; depth += 1) {
    const shard = { depth, index: Math.floor(place / 2 ** (MOST_DEPTH - depth)) }
    if (sizeOf(view, shard) !== undefined) return shard
  }
  return undefined
}

/**
 * All shards that are to be published for every node to be counted once.
 * Spec: reserve-proofs.md#shards.
 * @param view - Of the reserve.
 * @returns From left to right; only shards too wide for one root are left out, when they are as narrow as can be.
 * @example for (const shard of shardsOf(reserve)) await app.execute({ by, type: 'resource-reserve.publish', input: shard })
 */
export function shardsOf(view: ResourceReserveView): readonly Shard[] {
  const shards: Shard[] = []
  const visit = (shard: Shard): void => {
    const { depth, index } = shard
    if (sizeOf(view, shard) !== undefined) shards.push(shard)
    else if (depth < MOST_DEPTH) {
      visit({ depth: depth + 1, index: 2 * index })
      visit({ depth: depth + 1, index: 2 * index + 1 })
    }
  }
  visit({ depth: 0, index: 0 })
  return shards
}
