/** What all nodes back is published as a root. Spec: reserve-proofs.md#publish. */
import { Count, struct } from '../../codec/index.js'
import type { Command } from '../../kernel/index.js'
import { reserveTree } from './reserve-tree.js'
import { around, isShard, sizeOf } from './shards.js'
import type { ResourceReserveScope, Shard } from './tables.js'

export const publish: Command<Shard, ResourceReserveScope> = {
  input: struct<Shard>({ depth: Count, index: Count }),
  apply(scope, shard) {
    const { now, params, sequence, tables, emit, reject } = scope
    if (!isShard(shard)) reject('RESERVE_SHARD_UNKNOWN', { ...shard })
    const last = tables.roots.get(shard)
    if (last !== undefined && now - last.at < params.publishInterval) {
      reject('RESERVE_PUBLISHED', { next: last.at + params.publishInterval })
    }
    // each node is counted in one shard at a time: whoever could choose would choose often
    const wider = around(shard)
    if (wider !== undefined && sizeOf(scope, wider) !== undefined) reject('RESERVE_SHARD_NARROW', { ...wider })
    const size = sizeOf(scope, shard) ?? reject('RESERVE_SHARD_WIDE', { most: params.publishMost })
    const { hash, sums } = reserveTree(scope, shard).root
    const [value = 0n, outstanding = 0n] = sums
    tables.roots.put(shard, { hash, value, outstanding, ...size, sequence, at: now })
    emit('published', { hash, value, outstanding, ...size })
  },
}
