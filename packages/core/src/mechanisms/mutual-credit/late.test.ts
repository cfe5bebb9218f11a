/** Late settlement gives what punctual settlement gives, whatever else happens and however the pages fall. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { DAY, POLICY, place } from '../../../test/partners.js'
import { audit, begin, createSystem, genesis, type Session, snapshot, view } from '../../kernel/index.js'
import { custody } from '../custody/index.js'
import { transfer } from '../transfer/index.js'
import { mutualCredit, nextEpoch, type Rate, type Terms } from './index.js'

const NETWORKS = ['alba', 'bern', 'corte'] as const
const ASSET = { alba: 'A', bern: 'B', corte: 'C' } as const
const FEES = { alba: 'A', bern: 'USD', corte: 'USD' } as const
const HOLDERS = ['ann', 'bob'] as const
const system = createSystem({
  spec: '1.0',
  mechanisms: [
    transfer.with({}),
    mutualCredit.with({ epoch: DAY, assets: ['A', 'B', 'C'], authority: 'founder' }),
    custody.with({ assets: ['A', 'B'], authority: 'vault' }),
  ],
  assets: [
    ...['A', 'B', 'USD'].map((asset) => ({ asset, tracked: true })),
    { asset: 'C', tracked: true, cap: 50_000n },
  ],
  allocations: [...HOLDERS, 'shop'].flatMap((party) =>
    ['A', 'B', 'C', 'USD'].map((asset) => ({ party, asset, amount: 5_000n })),
  ),
  feeds: ['A', 'B', 'C'].map((base) => ({ base, quote: 'USD', policy: POLICY })),
})

/** What somebody does, so many seconds after the one before. Reserves are touched only when nothing is due. */
interface Act {
  readonly wait: number
  readonly by: string
  readonly type: string
  readonly input: object
  readonly settled?: boolean
}
type Deed = Omit<Act, 'wait'>

const network = fc.constantFrom(...NETWORKS)
const SIDES = { x: ['alba', 'bern'], y: ['bern', 'corte'], z: ['corte', 'alba'] } as const
const agreement = fc.constantFrom('x' as const, 'y' as const, 'z' as const)
/** Commands that need a lender or a governance: packages/core/test/alliance-lives.test.ts tries them. */
const ELSEWHERE =
  'open-vote ballot cast pledge unpledge restore borrow repay redeem fund spend lend draw pay-back foreclose'.split(' ')
const operator = (name: string): string => `op-${name}`
const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined })
const caps = fc
  .record({
    perEpoch: maybe(fc.bigInt(1n, 300n)),
    total: maybe(fc.bigInt(1n, 3_000n)),
    ofSupply: maybe(fc.integer({ min: 1, max: 3_000 })),
    dilution: maybe(fc.integer({ min: 0, max: 2_000 })),
  })
  .map((some) => Object.fromEntries(Object.entries(some).filter(([, value]) => value !== undefined)))
const own: fc.Arbitrary<Rate> = fc.oneof(
  fc.tuple(fc.bigInt(1n, 500n), caps).map(([amount, more]) => ({ kind: 'fixed' as const, amount, ...more })),
  fc
    .tuple(fc.integer({ min: 1, max: 300 }), caps)
    .map(([share, more]) => ({ kind: 'supply' as const, share, ...more })),
  fc.integer({ min: 1, max: 5_000 }).map((share) => ({ kind: 'fees' as const, share })),
)
const ratio = fc.record({
  first: fc.bigInt(1n, 5n),
  second: fc.bigInt(1n, 5n),
  missing: fc.constantFrom('skip' as const, 'hold' as const, 'last' as const),
})
const rates: fc.Arbitrary<Pick<Terms, 'first' | 'second' | 'pricing'>> = fc.oneof(
  fc.record({ first: own, second: own }),
  fc.tuple(caps, caps, ratio, fc.bigInt(1n, 5_000n)).map(([a, b, by, value]) => ({
    first: { kind: 'value' as const, ...a },
    second: { kind: 'value' as const, ...b },
    pricing: { unit: 'USD', value, ...by },
  })),
  fc.tuple(fc.bigInt(1n, 200n), caps, caps, ratio, fc.boolean()).map(([amount, a, b, by, turned]) => {
    const [lead, follower] = [
      { kind: 'fixed' as const, amount, ...a },
      { kind: 'follows' as const, ...b },
    ]
    const pricing = { unit: 'USD', ...by }
    return turned ? { first: follower, second: lead, pricing } : { first: lead, second: follower, pricing }
  }),
)
const condition = fc.record({
  condition: fc.constant('done'),
  text: fc.constant(''),
  attestors: fc.constant(['judge']),
  needed: fc.constant(1),
  deadline: fc.integer({ min: 0, max: 12 * DAY }),
  gate: fc.constantFrom('wait' as const, 'stop' as const),
})
const terms: fc.Arbitrary<Terms> = fc
  .tuple(
    rates,
    fc.nat(8),
    fc.option(fc.nat(8), { nil: undefined, freq: 3 }),
    fc.option(condition, { nil: undefined, freq: 2 }),
    fc.option(fc.integer({ min: 1, max: 3 }), { nil: undefined, freq: 3 }),
    fc.constantFrom(0, DAY, 3 * DAY + 7),
    fc.nat(2),
  )
  .map(([some, start, length, one, review, notice, lock]) => ({
    ...some,
    start,
    ...(length === undefined ? {} : { end: start + 1 + length }),
    ...(review === undefined ? {} : { review }),
    conditions: one === undefined ? [] : [one],
    notice,
    lock,
  }))

const credit = (by: string, name: string, input: object, settled = false): Deed => ({
  by,
  type: `mutual-credit.${name}`,
  input,
  settled,
})
const side = fc.tuple(agreement, fc.nat(1)).map(([id, n]) => [id, SIDES[id][n] as string] as const)
const ofSide = (name: string) => side.map(([id, n]) => credit(operator(n), name, { agreement: id, network: n }))
const schedule = fc.oneof(
  fc
    .tuple(fc.integer({ min: 1, max: 4 }), fc.nat(4))
    .map(([over, cliff]) => ({ kind: 'linear', over, cliff, share: 0 })),
  fc.integer({ min: 1, max: 10_000 }).map((share) => ({ kind: 'share', over: 0, cliff: 0, share })),
  fc.constant(null),
)
const small = fc.bigInt(1n, 900n)
const weighted = <T>(weight: number, arbitrary: fc.Arbitrary<T>) => ({ weight, arbitrary })
const deed: fc.Arbitrary<Deed> = fc.oneof(
  weighted(
    3,
    fc.tuple(agreement, fc.boolean(), terms).map(([id, turned, agreed]) => {
      const [first, second] = SIDES[id]
      const [a, b] = turned ? [second, first] : [first, second]
      return credit(operator(a), 'propose', { agreement: id, network: a, partner: b, terms: agreed })
    }),
  ),
  weighted(
    9,
    fc.tuple(agreement, terms).map(([id, agreed]) => {
      const [a, b] = SIDES[id]
      return { by: operator(a), type: 'agree', input: { agreement: id, network: a, partner: b, terms: agreed } }
    }),
  ),
  weighted(
    10,
    fc
      .tuple(side, fc.integer({ min: 1, max: 4 }))
      .map(([[id, n], revision]) => credit(operator(n), 'accept', { agreement: id, network: n, revision })),
  ),
  weighted(1, ofSide('withdraw')),
  weighted(1, ofSide('notice')),
  weighted(4, ofSide('renew')),
  weighted(2, ofSide('pause')),
  weighted(3, ofSide('resume')),
  weighted(
    3,
    fc
      .tuple(agreement, fc.constantFrom(1, 1, 2, 3), fc.boolean())
      .map(([id, revision, met]) => credit('judge', 'attest', { agreement: id, revision, condition: 'done', met })),
  ),
  weighted(
    4,
    fc.tuple(network, small).map(([n, amount]) => credit('shop', 'collect', { network: n, amount })),
  ),
  weighted(
    1,
    fc.tuple(network, fc.nat(10_000)).map(([n, share]) => credit(operator(n), 'dividend', { network: n, share })),
  ),
  weighted(
    1,
    network.map((n) => credit(operator(n), 'appoint', { network: n, operator: operator(n) })),
  ),
  weighted(
    4,
    fc
      .tuple(fc.constantFrom(...HOLDERS), network, small)
      .map(([by, n, amount]) => credit(by, 'stake', { network: n, amount })),
  ),
  weighted(
    3,
    fc
      .tuple(fc.constantFrom(...HOLDERS), network, small)
      .map(([by, n, amount]) => credit(by, 'unstake', { network: n, amount })),
  ),
  weighted(
    4,
    fc
      .tuple(side, fc.constantFrom('A', 'B', 'C', 'USD'), schedule)
      .map(([[id, n], asset, plan]) =>
        credit(operator(n), 'distribute', { agreement: id, network: n, asset, schedule: plan }, true),
      ),
  ),
  weighted(
    2,
    fc
      .tuple(
        fc.constantFrom(...HOLDERS),
        network,
        fc.oneof(agreement, fc.constant('@fees')),
        fc.constantFrom('A', 'B', 'C', 'USD'),
      )
      .map(([by, n, pot, asset]) => credit(by, 'claim', { network: n, pot, asset }, true)),
  ),
  weighted(
    6,
    fc.tuple(fc.constantFrom('A', 'B', 'C'), fc.bigInt(1n, 9n), fc.nat(DAY)).map(([base, quoteAmount, age]) => ({
      by: 'oracle',
      type: 'price.report',
      input: {
        base,
        quote: 'USD',
        baseAmount: 2n,
        quoteAmount,
        confidence: 0n,
        age,
        until: 99 * DAY,
        source: 's',
        number: 1,
        signatures: [],
      },
    })),
  ),
  weighted(
    1,
    fc.constantFrom('A', 'B', 'C').map((base) => ({
      by: 'x',
      type: 'price.prune',
      input: { base, quote: 'USD', before: 99 * DAY },
    })),
  ),
  weighted(
    2,
    fc.tuple(fc.constantFrom('A', 'B'), small).map(([asset, amount]) => ({
      by: 'vault',
      type: 'custody.deposit',
      input: { party: 'shop', asset, amount, reference: 'unique' },
    })),
  ),
  weighted(
    2,
    fc.tuple(fc.constantFrom('A', 'B'), small).map(([asset, amount]) => ({
      by: 'shop',
      type: 'custody.withdraw',
      input: { asset, amount, to: '' },
    })),
  ),
  weighted(
    2,
    fc.nat(5).map((n) => ({ by: 'vault', type: 'custody.confirm', input: { withdrawal: n + 1 } })),
  ),
)
const act: fc.Arbitrary<Act> = fc
  .tuple(fc.constantFrom(0, 0, 1, 3_600, DAY / 2, DAY - 3_600, DAY), deed)
  .map(([wait, rest]) => ({ wait, ...rest }))
/** All three agreements are there from the beginning; nothing that a generator is fond of comes more often than it should. */
const life = fc.noBias(
  fc
    .tuple(fc.tuple(rates, rates, rates), fc.array(act, { minLength: 30, maxLength: 70, size: 'max' }))
    .map(([first, rest]): readonly Act[] => [
      ...Object.entries(SIDES).map(([id, [a, b]], i) => {
        const done = { condition: 'done', text: '', attestors: ['judge'], needed: 1, deadline: 9 * DAY, gate: 'stop' }
        const agreed = { start: 0, conditions: i === 0 ? [done] : [], notice: 0, lock: i, ...first[i] }
        return {
          wait: 0,
          by: operator(a),
          type: 'agree',
          input: { agreement: id, network: a, partner: b, terms: agreed },
        }
      }),
      ...rest,
    ]),
)
/** Of how many settlements each is tried, and by how many rows. */
const pace = fc.array(fc.tuple(fc.boolean(), fc.integer({ min: 1, max: 3 })), { minLength: 1, maxLength: 20 })

class Run {
  readonly session: Session
  readonly outcomes: string[] = []
  readonly accepted: Set<string>
  #count = 0
  constructor(accepted: Set<string>) {
    this.accepted = accepted
    this.session = begin(system, genesis(system, { at: 0 }).state)
    for (const n of NETWORKS) {
      this.say(
        'founder',
        'mutual-credit.found',
        { network: n, operator: operator(n), asset: ASSET[n], fees: FEES[n] },
        0,
      )
    }
  }
  say(by: string, type: string, input: object, at: number): string {
    this.#count += 1
    const made = this.session.execute({ id: `c${this.#count}`, by, at, type, input })
    if (made.status === 'accepted') this.accepted.add(type)
    return made.status === 'accepted' ? 'accepted' : made.code
  }
  agree(by: string, input: { readonly agreement: string; readonly partner: string }, at: number): void {
    const { agreement: id, partner } = input
    this.outcomes.push(this.say(by, 'mutual-credit.propose', input, at))
    const { tables } = view(system, this.session.state()).mechanisms['mutual-credit']
    const revision = tables.agreements.get({ agreement: id })?.revision ?? 1
    const accept = { agreement: id, network: partner, revision }
    this.outcomes.push(this.say(operator(partner), 'mutual-credit.accept', accept, at))
  }
  /** One page. @returns whether there was one. */
  page(at: number, limit: number): boolean {
    const next = nextEpoch(view(system, this.session.state()).mechanisms['mutual-credit'])
    return (
      next !== undefined &&
      this.say('x', 'mutual-credit.settle', { epoch: next.key.epoch, ...next.row, limit }, at) === 'accepted'
    )
  }
  settleAll(at: number, limit: number): void {
    while (this.page(at, limit)) {}
  }
  act({ by, type, input }: Act, index: number, at: number): void {
    if (type === 'agree') {
      this.agree(by, input as { readonly agreement: string; readonly partner: string }, at)
      return
    }
    const { age, ...rest } = input as { age?: number }
    const dated = age === undefined ? rest : { ...rest, observed: Math.max(0, at - age) }
    const named = 'reference' in dated ? { ...dated, reference: `r${index}` } : dated
    this.outcomes.push(this.say(by, type, named, at))
  }
}

const balances = (run: Run): unknown => JSON.parse(snapshot(system, run.session.state())).balances
/** What of the tables says nothing of when epochs were settled. */
function rows(run: Run): unknown {
  const { tables } = JSON.parse(snapshot(system, run.session.state()))
  const names = [
    'agreements',
    'spans',
    'revisions',
    'pauses',
    'flows',
    'held',
    'used',
    'live',
    'epochs',
    'issued',
    'fees',
    'reserves',
    'locks',
    'distributions',
    'tranches',
    'accumulators',
    'holdings',
    'stakes',
    'claims',
    'promises',
    'dividends',
  ]
  return names.map((name) => [name, tables[`mutual-credit.${name}`] ?? []])
}

describe('settlement', () => {
  it('late, in pages of any size, gives what it gives on every boundary', () => {
    const accepted = new Set<string>()
    let moved = 0
    fc.assert(
      fc.property(life, pace, (acts, paces) => {
        const [punctual, late] = [new Run(accepted), new Run(accepted)]
        let at = 0
        acts.forEach((one, index) => {
          const next = at + one.wait
          for (let boundary = (Math.floor(at / DAY) + 1) * DAY; boundary <= next; boundary += DAY) {
            punctual.settleAll(boundary, 100)
          }
          at = next
          const [now, limit] = paces[index % paces.length] as readonly [boolean, number]
          if (one.settled) late.settleAll(at, limit)
          else if (now) late.page(at, limit)
          punctual.act(one, index, at)
          late.act(one, index, at)
        })
        const end = (Math.floor(at / DAY) + 6) * DAY
        for (let boundary = (Math.floor(at / DAY) + 1) * DAY; boundary <= end; boundary += DAY)
          punctual.settleAll(boundary, 100)
        late.settleAll(end, 2)
        for (const run of [punctual, late]) {
          for (const holder of HOLDERS)
            run.say(holder, 'mutual-credit.claim', { network: 'bern', pot: 'x', asset: 'A' }, end)
        }
        expect(late.outcomes).toEqual(punctual.outcomes)
        expect(rows(late)).toEqual(rows(punctual))
        expect(balances(late)).toEqual(balances(punctual))
        expect(audit(system, late.session.state())).toEqual([])
        moved += view(system, late.session.state()).mechanisms['mutual-credit'].tables.flows.size
      }),
      { numRuns: 20, endOnFailure: true },
    )
    expect(moved).toBeGreaterThan(20)
    const all = Object.keys(mutualCredit.blueprint.commands)
      .filter((name) => !ELSEWHERE.includes(name))
      .map((name) => `mutual-credit.${name}`)
    expect(all.filter((type) => !accepted.has(type))).toEqual([])
  })

  it('locks a dividend as was agreed for its epoch, whatever is agreed before it is settled', () => {
    const [punctual, late] = [true, false].map((settles) => {
      const p = place()
      p.say('op-a', 'dividend', { network: 'alba', share: 10_000 }, 1)
      p.agree({ lock: 3 }, 2)
      // bern holds alba's from epoch 2 on; the fees of epoch 2 are shared out for epoch 3
      if (settles) p.settleAll(10, 2 * DAY)
      p.say('shop', 'collect', { network: 'alba', amount: 1_000n }, 2 * DAY)
      for (const day of settles ? [3, 4] : []) p.settleAll(10, day * DAY)
      p.agree({ lock: 0, start: 9 }, 4 * DAY)
      p.settleAll(10, 5 * DAY)
      expect(p.failed()).toEqual([])
      const { tables } = p.see().mechanisms['mutual-credit']
      const locks = tables.locks.entries().map(({ key, row }) => [key.network, key.epoch, row.amount])
      return [locks, tables.reserves.entries(), tables.agreements.entries()]
    })
    expect(late).toEqual(punctual)
    // what came in for epoch 3, the dividend among it, opens with epoch 6
    expect(punctual?.[0]).toContainEqual(['bern', 6, 1_100n])
  })

  it('goes on where the operator is one that nothing can be paid to', () => {
    const p = place()
    expect(p.say('op-a', 'appoint', { network: 'alba', operator: '@issuer' }, 4)).toBe('accepted')
    p.say('ann', 'stake', { network: 'alba', amount: 10n }, 4)
    p.say('shop', 'collect', { network: 'alba', amount: 1_000n }, DAY)
    p.settleAll(10, 4 * DAY)
    expect(p.failed()).toEqual([])
    expect(nextEpoch(p.see().mechanisms['mutual-credit'])).toBeUndefined()
    p.say('ann', 'claim', { network: 'alba', pot: '@fees', asset: 'A' }, 4 * DAY)
    expect(p.has('ann', 'A')).toBe(10_000n - 10n + 1_000n)
  })

  it('pays the operator of the epoch in which fees were paid, whoever is operator when they are shared out', () => {
    const paid = [true, false].map((punctual) => {
      const p = place()
      p.say('shop', 'collect', { network: 'alba', amount: 1_000n }, 5)
      // the first fee says whose the epoch's are
      p.say('op-a', 'appoint', { network: 'alba', operator: 'second' }, 6)
      p.say('shop', 'collect', { network: 'alba', amount: 10n }, 7)
      // epoch 1 shares out what epoch 0 collected
      if (punctual) p.settleAll(10, 2 * DAY)
      p.say('second', 'appoint', { network: 'alba', operator: 'third' }, 2 * DAY)
      p.say('third', 'dividend', { network: 'alba', share: 10_000 }, 2 * DAY)
      p.settleAll(10, 3 * DAY)
      expect(p.failed()).toEqual([])
      return ['op-a', 'second', 'third'].map((party) => p.has(party, 'A'))
    })
    expect(paid).toEqual([
      [1_010n, 0n, 0n],
      [1_010n, 0n, 0n],
    ])
  })
})
