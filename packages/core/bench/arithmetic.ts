import { BigNumber } from 'bignumber.js'
import { Decimal } from 'decimal.js'
import type { Row } from '../../../scripts/bench-row.js'
import { apportion, cobbDouglas, convert, type Price } from '../src/arithmetic/index.js'
import { rates } from './rate.js'

type Share = Parameters<typeof cobbDouglas>[0]

/** Exact arithmetic beside the usual decimal libraries at the digits they need to be right nearly always. */
export async function bench(): Promise<Row[]> {
  return [...cobbDouglasRows(), convertRow(), apportionRow()]
}

function cobbDouglasRows(): Row[] {
  const random = integers(1n)
  const Wide = Decimal.clone({ precision: 60 })
  const goals: readonly (readonly [number, number])[] = [
    [2, 1.5],
    [3, 1.5],
    [10, 5],
    [97, 5],
    [200, 5],
  ]
  return goals.map(([q, goal]) => {
    const cases = Array.from({ length: 100 }, (_, i) => shareOf(random, 1 + ((i * 37) % (q - 1)), q))
    const { ours, theirs } = rates(cases, cobbDouglas, (given) => decimalShare(Wide, given))
    return {
      name: `Cobb-Douglas share, exact floor, 127 bits, α = p/${q}`,
      value: ours,
      unit: '/s',
      reference: 'decimal.js at 60 digits, not proven',
      ratio: ours / theirs,
      note: `${microseconds(ours)} (goal ≤ ${goal} µs)`,
    }
  })
}

function convertRow(): Row {
  const random = integers(2n)
  const cases = Array.from({ length: 200 }, () => ({
    amount: random(100),
    price: { baseAmount: 10n ** 18n, quoteAmount: 1n + random(60) },
  }))
  const { ours, theirs } = rates(
    cases,
    ({ amount, price }) => convert(amount, price, 'down'),
    ({ amount, price }) => bignumberConvert(amount, price),
  )
  return {
    name: 'convert, amounts of 100 bits',
    value: ours,
    unit: '/s',
    reference: 'bignumber.js',
    ratio: ours / theirs,
    note: microseconds(ours),
  }
}

function apportionRow(): Row {
  const random = integers(3n)
  const cases = Array.from({ length: 4 }, () => ({
    total: random(100),
    weights: Array.from({ length: 1000 }, () => random(90)),
  }))
  const { ours, theirs } = rates(
    cases,
    ({ total, weights }) => apportion(total, weights),
    ({ total, weights }) => bignumberApportion(total, weights),
  )
  return {
    name: 'apportion among 1,000',
    value: ours,
    unit: '/s',
    reference: 'largest remainders with bignumber.js',
    ratio: ours / theirs,
    note: microseconds(ours),
  }
}

function shareOf(random: (bits: number) => bigint, p: number, q: number): Share {
  const part = () => {
    const all = (1n << 126n) + random(126)
    return [1n + (random(127) % all), all] as const
  }
  return { total: (1n << 126n) + random(126), work: part(), stake: part(), alpha: [p, q] }
}

function decimalShare(Wide: typeof Decimal, { total, work, stake, alpha: [p, q] }: Share): bigint {
  const decimal = (value: bigint) => new Wide(value.toString())
  const ofWork = decimal(work[0]).div(decimal(work[1])).pow(new Wide(p).div(q))
  const ofStake = decimal(stake[0])
    .div(decimal(stake[1]))
    .pow(new Wide(q - p).div(q))
  return BigInt(decimal(total).times(ofWork).times(ofStake).floor().toFixed())
}

function bignumberConvert(amount: bigint, { baseAmount, quoteAmount }: Price): bigint {
  const product = new BigNumber(amount.toString()).times(quoteAmount.toString())
  return BigInt(product.idiv(baseAmount.toString()).toFixed())
}

function bignumberApportion(total: bigint, weights: readonly bigint[]): bigint[] {
  const numbers = weights.map((weight) => new BigNumber(weight.toString()))
  const all = numbers.reduce((sum, weight) => sum.plus(weight))
  const products = numbers.map((weight) => weight.times(total.toString()))
  const parts = products.map((product) => BigInt(product.idiv(all).toFixed()))
  const remainders = products.map((product, index) => ({ index, remainder: product.mod(all) }))
  remainders.sort((a, b) => b.remainder.comparedTo(a.remainder)! || a.index - b.index)
  const left = Number(total - parts.reduce((sum, part) => sum + part, 0n))
  for (const { index } of remainders.slice(0, left)) parts[index]! += 1n
  return parts
}

/** Integers of so many bits from a linear congruential generator (Knuth's MMIX), the same in every run. */
function integers(seed: bigint): (bits: number) => bigint {
  let state = seed
  return (bits) => {
    let value = 0n
    for (let have = 0; have < bits; have += 32) {
      state = BigInt.asUintN(64, state * 6364136223846793005n + 1442695040888963407n)
      value = (value << 32n) | (state >> 32n)
    }
    return BigInt.asUintN(bits, value)
  }
}

function microseconds(perSecond: number): string {
  return `${(1e6 / perSecond).toPrecision(3)} µs`
}
