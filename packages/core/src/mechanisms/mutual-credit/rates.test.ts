/** What flows: the four kinds of rates, prices, caps. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { DAY, place } from '../../../test/partners.js'
import { lineOfFollower, linesOfValue, paired } from './index.js'

const priced = (missing: 'skip' | 'hold' | 'last', value?: bigint) => ({
  unit: 'USD',
  first: 1n,
  second: 3n,
  ...(value === undefined ? {} : { value }),
  missing,
})
const byValue = (missing: 'skip' | 'hold' | 'last') => ({
  first: { kind: 'value', perEpoch: 1_000n } as const,
  second: { kind: 'value' } as const,
  pricing: priced(missing, 4_000n),
})

describe('priced rates', () => {
  it('share a value in the agreed ratio, or follow the side that is fixed', () => {
    const p = place()
    p.agree(byValue('skip'))
    p.agree({ first: { kind: 'fixed', amount: 10n }, second: { kind: 'follows' }, pricing: priced('skip') }, 0, 'cd')
    p.report('A', 3n, DAY + 10)
    p.report('B', 7n, DAY + 20)
    p.settleAll(10, 2 * DAY)
    expect([p.reserve('bern', 'A'), p.reserve('alba', 'B')]).toEqual([1000n / 3n, 3000n / 7n])
    // 10 A are worth 30, for which 90 of B are due
    expect([p.reserve('bern', 'A', 'cd'), p.reserve('alba', 'B', 'cd')]).toEqual([10n, 90n / 7n])
  })

  it('go by the last report observed and recorded before the epoch’s end, however late it is settled', () => {
    const p = place()
    p.agree(byValue('skip'))
    p.report('B', 1n, DAY + 5)
    p.report('A', 2n, DAY + 5)
    p.report('A', 4n, DAY + 7)
    p.report('A', 5n, 2 * DAY - 1, DAY + 6)
    p.report('A', 9n, 2 * DAY, 2 * DAY - 1)
    p.run('x', 'price.prune', { base: 'A', quote: 'USD', before: 9 * DAY }, 5 * DAY)
    p.settleAll(10, 9 * DAY)
    // at epoch 2's end A's report of epoch 2 counts, and B's is a day old
    expect(p.reserve('bern', 'A')).toBe(250n)
  })

  it.each([
    ['skip', 0n, 500n],
    ['hold', 0n, 4n * 500n],
    ['last', 3_000n, 500n],
  ] as const)('without a price they %s', (missing, during, after) => {
    const p = place()
    p.agree({ ...byValue(missing), first: { kind: 'value' } })
    const reports = (at: number, price: bigint) => ['A', 'B'].map((base) => p.report(base, price, at))
    reports(2 * DAY - 1, 1n)
    p.settleAll(10, 2 * DAY)
    expect(p.reserve('bern', 'A')).toBe(1_000n)
    // the report is too old for epochs 2, 3 and 4
    p.settleAll(10, 5 * DAY)
    const before = p.reserve('bern', 'A') - 1_000n
    expect(before).toBe(during)
    reports(5 * DAY + 1, 2n)
    p.settleAll(10, 6 * DAY)
    expect(p.reserve('bern', 'A') - before - 1_000n).toBe(after)
  })

  it('keep the ratio when a side is at its cap', () => {
    const p = place()
    p.agree({ ...byValue('skip'), first: { kind: 'value', total: 500n } })
    for (const base of ['A', 'B']) p.report(base, 2n, 2 * DAY - 1)
    p.settleAll(10, 2 * DAY)
    expect([p.reserve('bern', 'A'), p.reserve('alba', 'B')]).toEqual([500n, 1_500n])
    for (const base of ['A', 'B']) p.report(base, 2n, 3 * DAY - 1)
    p.settleAll(10, 3 * DAY)
    expect([p.reserve('bern', 'A'), p.reserve('alba', 'B')]).toEqual([500n, 1_500n])
  })
})

describe('other rates', () => {
  it('are a share of the supply when the epoch begins, mutual issues of epochs before included', () => {
    const p = place()
    p.agree({ first: { kind: 'supply', share: 100 }, second: { kind: 'fixed', amount: 1n } })
    p.settleAll(10, 4 * DAY)
    const one = 1_020_000n / 100n
    const two = (1_020_000n + one) / 100n
    const three = (1_020_000n + one + two) / 100n
    expect(p.reserve('bern', 'A')).toBe(one + two + three)
  })

  it('are a share of the fees collected in the epoch, moved instead of minted, never more than there are', () => {
    const p = place()
    p.say('op-a', 'propose', {
      agreement: 'ac',
      network: 'alba',
      partner: 'corte',
      terms: {
        start: 0,
        first: { kind: 'fixed', amount: 1n },
        second: { kind: 'fees', share: 2_500 },
        conditions: [],
        notice: 0,
        lock: 0,
      },
    })
    expect(p.say('op-c', 'accept', { agreement: 'ac', network: 'corte', revision: 1 })).toBe('accepted')
    p.say('shop', 'collect', { network: 'corte', amount: 999n }, DAY + 1)
    p.say('shop', 'collect', { network: 'corte', amount: 3n }, 2 * DAY)
    const supply = p.see().supply('USD')
    p.settleAll(10, 2 * DAY)
    expect(p.reserve('alba', 'USD', 'ac')).toBe(249n)
    p.settleAll(10, 5 * DAY)
    expect(p.see().supply('USD')).toBe(supply)
    // the rest is the network's own
    expect(p.has('op-c', 'USD')).toBe(1002n - 249n)
    expect(
      p.say('op-b', 'propose', {
        agreement: 'bc',
        network: 'bern',
        partner: 'corte',
        terms: {
          start: 0,
          first: { kind: 'fixed', amount: 1n },
          second: { kind: 'fees', share: 7_501 },
          conditions: [],
          notice: 0,
          lock: 0,
        },
      }),
    ).toBe('accepted')
    expect(p.say('op-c', 'accept', { agreement: 'bc', network: 'corte', revision: 1 })).toBe('MUTUAL_FEES_PROMISED')
  })

  it('stop at their caps: per epoch, in total, of supply, and at the asset’s own', () => {
    const p = place()
    p.agree({ first: { kind: 'fixed', amount: 100n, perEpoch: 60n, total: 150n } })
    p.agree({ first: { kind: 'fixed', amount: 7_000n, ofSupply: 100 }, second: { kind: 'fixed', amount: 1n } }, 0, 'cd')
    p.settleAll(10, 5 * DAY)
    expect(p.reserve('bern', 'A')).toBe(150n)
    // what was issued by the end of an epoch raises the cap of the next
    const caps = [1_020_000n + 60n + 7_000n, 1_020_000n + 120n + 10_270n, 1_020_000n + 150n + 10_303n]
    expect(caps.map((supply) => supply / 100n)).toEqual([10_270n, 10_303n, 10_304n])
    expect(p.reserve('bern', 'A', 'cd')).toBe(10_304n)
  })
})

describe('pairing', () => {
  const part = fc.bigInt(1n, 1n << 60n)
  const price = fc.record({ baseAmount: part, quoteAmount: part })
  const amount = fc.bigInt(0n, 1n << 80n)
  it('gives the most that fits both limits: one more of the driver would break one', () => {
    fc.assert(
      fc.property(part, part, price, price, amount, amount, amount, fc.boolean(), (a, b, p, q, x, l, m, valued) => {
        const lines = valued
          ? linesOfValue({ first: a, second: b }, { first: p, second: q })
          : { first: { times: 1n, over: 1n }, second: lineOfFollower({ part: a, price: p }, { part: b, price: q }) }
        const { first, second } = paired(x, lines, { first: l, second: m })
        expect(first <= l && second <= m).toBe(true)
        const at = (y: bigint) => [
          (y * lines.first.times) / lines.first.over,
          (y * lines.second.times) / lines.second.over,
        ]
        // the driver that was used lies between none and all of it, and both sides are at it
        let [low, high] = [0n, x]
        while (low < high) {
          const middle = (low + high + 1n) / 2n
          const [f, s] = at(middle) as [bigint, bigint]
          if (f <= l && s <= m) low = middle
          else high = middle - 1n
        }
        expect([first, second]).toEqual(l === 0n || m === 0n ? [0n, 0n] : at(low))
      }),
      { numRuns: 200 },
    )
  })
})
