/** The price as it stood, under policies that change: kernel.md#prices. */
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { createSystem, type FeedPolicy, view } from '../src/kernel/index.js'
import { story } from './support/story.js'

const open: FeedPolicy = {
  reporters: ['oracle'],
  signers: [],
  threshold: 0,
  maxAge: 6,
  futureSkew: 3,
  lowest: null,
  highest: null,
  jump: null,
  monotone: true,
  timelock: 0,
}
const pair = { base: 'X', quote: 'USD' }
const system = createSystem({
  spec: '1.0',
  authority: 'founder',
  mechanisms: [],
  feeds: [{ ...pair, policy: open }],
})
const step = fc.record({
  after: fc.integer({ min: 0, max: 4 }),
  what: fc.oneof(
    { weight: 5, arbitrary: fc.record({ late: fc.integer({ min: -4, max: 6 }), number: fc.nat(3) }) },
    {
      weight: 1,
      arbitrary: fc.record({
        maxAge: fc.integer({ min: 1, max: 12 }),
        futureSkew: fc.nat(4),
        monotone: fc.boolean(),
      }),
    },
  ),
})

it('behavior: a policy that becomes monotone within a second says nothing of what was reported in it before', () => {
  const told = story(system)
  const change = (monotone: boolean) =>
    told.run('founder', 'price.feed', { ...pair, policy: { ...open, monotone } }, 10)
  const say = (observed: number, quoteAmount: bigint) => {
    const rest = { baseAmount: 1n, confidence: 0n, until: 9999, source: 'desk', number: 0, signatures: [] }
    return told.run('oracle', 'price.report', { ...pair, ...rest, quoteAmount, observed }, 10)
  }
  expect([change(false), say(10, 1n), say(8, 2n), change(true)]).toEqual(Array(4).fill('accepted'))
  expect(view(system, told.state, 12).priceAt('X', 'USD', 12).quoteAmount).toBe(1n)
})

it('behavior: priceAt is what the text says of all reports and policies, however few of them it goes through', () => {
  let [found, missing, accepted] = [0, 0, 0]
  fc.assert(
    fc.property(fc.array(step, { minLength: 1, maxLength: 30 }), (steps) => {
      const told = story(system)
      const reports: { at: number; observed: number; quoteAmount: bigint }[] = []
      const policies: { from: number; policy: Pick<FeedPolicy, 'maxAge' | 'futureSkew'> }[] = [
        { from: 0, policy: open },
      ]
      let now = 0
      for (const { after, what } of steps) {
        now += after
        if ('maxAge' in what) {
          told.run('founder', 'price.feed', { ...pair, policy: { ...open, ...what } }, now)
          policies.push({ from: now, policy: what })
          continue
        }
        const row = { at: now, observed: Math.max(0, now - what.late), quoteAmount: BigInt(reports.length + 1) }
        const rest = { baseAmount: 1n, confidence: 0n, until: 9999, source: 'desk', signatures: [] }
        const input = { ...pair, ...rest, quoteAmount: row.quoteAmount, observed: row.observed, number: what.number }
        if (told.run('oracle', 'price.report', input, now) === 'accepted') reports.push(row)
      }
      accepted += reports.length
      const look = view(system, told.state, now)
      for (let time = 1; time <= now + 14; time++) {
        const { maxAge, futureSkew } = policies.findLast(({ from }) => from < time)!.policy
        const usable = reports.filter(
          ({ at, observed }) =>
            at < time && at >= time - maxAge - futureSkew && observed < time && observed >= time - maxAge,
        )
        const latest = Math.max(...usable.map(({ observed }) => observed))
        const expected = usable.findLast(({ observed }) => observed === latest)?.quoteAmount
        expect(look.findPriceAt('X', 'USD', time)?.quoteAmount).toBe(expected)
        if (expected === undefined) missing++
        else found++
      }
    }),
    { numRuns: 200 },
  )
  expect(found > 500 && missing > 500 && accepted > 500).toBe(true)
})
