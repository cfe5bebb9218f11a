import { createSystem, execute, genesis, view } from '@symbolon/core'
import { convert } from '@symbolon/core/arithmetic'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fixed } from './fixed.js'

const peg = { base: 'MPOND', quote: 'POND', baseAmount: 1n, quoteAmount: 1_000_000n, validity: 60 } as const
const pair = { base: 'MPOND', quote: 'POND' } as const

/** Takes what its reporter says. */
const trusting = {
  reporters: ['reporter'],
  signers: [],
  threshold: 0,
  maxAge: 3600,
  futureSkew: 0,
  lowest: null,
  highest: null,
  jump: null,
  monotone: true,
  timelock: 0,
}

describe('fixed', () => {
  it('default: answers its ratio, observed when asked and valid for as long as it says', async () => {
    await expect(fixed(peg)(pair, 5)).resolves.toEqual({
      ...pair,
      baseAmount: 1n,
      quoteAmount: 1_000_000n,
      confidence: 0n,
      observed: 5,
      until: 65,
      source: 'fixed',
      number: 5,
      signatures: [],
    })
  })

  it('behavior: a feed that trusts the reporter records the report, and the price is used until it ends', async () => {
    const system = createSystem({
      spec: '1.0',
      mechanisms: [],
      assets: [{ asset: 'MPOND' }, { asset: 'POND' }],
      feeds: [{ ...pair, policy: trusting }],
    })
    const { state } = genesis(system, { at: 0 })
    const input = await fixed(peg)(pair, 5)
    const outcome = execute(system, state, { id: '1', by: 'reporter', at: 5, type: 'price.report', input })
    if (outcome.status === 'rejected') throw new Error(outcome.code)
    expect(view(system, outcome.state, 64).price('MPOND', 'POND')).toMatchObject({
      baseAmount: 1n,
      quoteAmount: 1_000_000n,
    })
    expect(() => view(system, outcome.state, 65).price('MPOND', 'POND')).toThrow('PRICE_STALE')
  })

  it('behavior: there and back through both directions never gains when both round down', async () => {
    const part = fc.bigInt({ min: 1n, max: 2n ** 127n - 1n })
    await fc.assert(
      fc.asyncProperty(part, part, fc.bigInt({ min: 0n, max: 2n ** 127n }), async (baseAmount, quoteAmount, amount) => {
        const source = fixed({ ...peg, baseAmount, quoteAmount })
        const there = await source(pair, 0)
        const back = await source({ base: 'POND', quote: 'MPOND' }, 0)
        expect(convert(convert(amount, there, 'down'), back, 'down')).toBeLessThanOrEqual(amount)
      }),
    )
  })

  it('error: a pair it does not know is refused with a code, never answered with a zero', async () => {
    await expect(fixed(peg)({ base: 'MPOND', quote: 'USD' }, 0)).rejects.toMatchObject({ code: 'PRICE_PAIR_UNKNOWN' })
  })

  it.each([-1, 0.5, Number.NaN, Number.MAX_SAFE_INTEGER])('error: %s is no time', async (at) => {
    await expect(fixed(peg)(pair, at)).rejects.toMatchObject({ code: 'PRICE_TIME_INVALID' })
  })

  it('behavior: whatever it is made of, price.report takes its reports, largest parts and longest names included', async () => {
    const longest = { base: 'B'.repeat(64), quote: 'Q'.repeat(64), source: 'S'.repeat(64) }
    const largest = { baseAmount: 2n ** 127n - 1n, quoteAmount: 2n ** 127n - 1n, validity: 2 ** 53 - 2 }
    const source = fixed({ ...longest, ...largest })
    const { base, quote } = longest
    const policy = { ...trusting, maxAge: 1 }
    const assets = [{ asset: base }, { asset: quote }]
    const system = createSystem({ spec: '1.0', mechanisms: [], assets, feeds: [{ base, quote, policy }] })
    const { state } = genesis(system, { at: 0 })
    const input = await source({ base, quote }, 1)
    const outcome = execute(system, state, { id: '1', by: 'reporter', at: 1, type: 'price.report', input })
    expect(outcome.status).toBe('accepted')
  })

  it.each([
    [{ ...peg, base: 'a b' }, /base/],
    [{ ...peg, quote: '' }, /quote/],
    [{ ...peg, source: '@fixed' }, /source/],
    [{ ...peg, baseAmount: 0n }, /ratio/],
    [{ ...peg, baseAmount: 1n << 127n }, /ratio.*2\^127/],
    [{ ...peg, quoteAmount: 1n << 127n }, /ratio.*2\^127/],
    [{ ...peg, baseAmount: 1 as never }, /ratio/],
    [{ ...peg, validity: 0 }, /validity/],
    [{ ...peg, quote: 'MPOND' }, /itself/],
  ])('error: out of bounds at the making (%#)', (price, message) => {
    expect(() => fixed(price)).toThrow(message)
  })
})
