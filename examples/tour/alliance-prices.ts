import type { PriceSource } from '@symbolon/oracles'
import { guard, median } from '@symbolon/oracles/compose'
import { history } from '@symbolon/oracles/history'
import { RECORDED_AT } from './planned.js'
import type { Random } from './random.js'
import { DAY } from './systems.js'

/** Prices are of a thousand tokens, in whole dollars: a walk from a seed, with a step a day. */
const PER = 1_000n

/**
 * The price of a token as a year of three exchanges has it: each with a history of its own, close to the others'. What
 * counts is their median, behind a guard.
 */
export function allianceSource(draw: Random, base: string, first: bigint, days: number): PriceSource {
  const walk: bigint[] = [first]
  for (let day = 1; day <= days; day++) {
    const last = walk[day - 1] ?? first
    // A standard deviation of 2 % a day.
    walk.push(last + (last * BigInt(draw.normal())) / (50n * 65_536n))
  }
  const exchanges = ['north', 'south', 'west'].map((name) =>
    history({
      base,
      quote: 'USD',
      validity: DAY,
      source: name,
      prices: walk.map((price, day) => ({
        observed: RECORDED_AT + day * DAY,
        baseAmount: PER,
        quoteAmount: price + (price * BigInt(draw.below(41) - 20)) / 10_000n,
      })),
    }),
  )
  return guard(median(exchanges, { quorum: 2, dispersion: 100 }), { base, quote: 'USD', jump: 2_000 })
}
