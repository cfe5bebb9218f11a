/** Stake moves from who has less to who has more, however many they are. */
import { describe, expect, it } from 'vitest'
import { change, moveStake, type StakeChanges } from './holdings.js'
import type { StakeMarketScope } from './tables.js'

/** What was moved of one issuer's stake: from, to, units. */
function moved(changes: StakeChanges): readonly (readonly [string, string, bigint])[] {
  const transfers: (readonly [string, string, bigint])[] = []
  const scope = {
    self: '@stake-market',
    tables: { proceeds: { under: () => [] } },
    purse: (party: string, asset: string) => ({ party, asset, purpose: 'stake-market.stake' }),
    transfer: ({ from, to, amount }: { from: { party: string }; to: { party: string }; amount: bigint }) =>
      transfers.push([from.party, to.party, amount]),
  }
  moveStake(scope as unknown as StakeMarketScope, changes)
  return transfers
}

describe('stake that moves', () => {
  it('goes from givers to takers, both in order, each time as much as can be', () => {
    const changes: StakeChanges = new Map()
    for (const [holder, units] of Object.entries({ d: 4n, b: -5n, a: 3n, c: -2n, e: 0n })) {
      change(changes, holder, 'x', units)
    }
    expect(moved(changes)).toEqual([
      ['b', 'a', 3n],
      ['b', 'd', 2n],
      ['c', 'd', 2n],
    ])
  })

  it('to a hundred thousand who acquire one agent’s stake at once costs no more than each of them', () => {
    const changes: StakeChanges = new Map()
    const many = 100_000
    change(changes, 'x', 'x', -BigInt(many))
    for (let k = 0; k < many; k++) change(changes, `a${k}`, 'x', 1n)
    const transfers = moved(changes)
    expect(transfers).toHaveLength(many)
    expect(transfers.every(([from, , amount]) => from === 'x' && amount === 1n)).toBe(true)
  })
})
