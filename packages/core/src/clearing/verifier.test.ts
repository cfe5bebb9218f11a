import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { clear } from './clear.js'
import type { Obligation } from './obligations.js'
import { type ClearingCertificate, type ClearingRejection, clearingRejections, verifyClearing } from './verifier.js'

const owes = (debtor: string, creditor: string, amount: bigint): Obligation => ({ debtor, creditor, amount })
const rejected = (code: ClearingRejection) => ({ status: 'rejected', code })
const verified = { status: 'verified' }

// a→b→c→a clears 3 of each; c→d clears nothing.
const obligations = [owes('a', 'b', 5n), owes('b', 'c', 3n), owes('c', 'a', 4n), owes('c', 'd', 1n)]
const sound = { cleared: 9n, flow: [3n, 3n, 3n, 0n], potential: [0n, 1n, -1n, 0n] }
const judge = (change: object) => verifyClearing(obligations, { ...sound, ...change } as ClearingCertificate)

describe('verifyClearing', () => {
  it('accepts an optimum of anybody, with potentials of any integer type', () => {
    for (const potential of [
      sound.potential,
      [0, 1, -1, 0],
      [0, 1n, -1, 0n],
      Int8Array.of(0, 1, -1, 0),
      Float64Array.of(7, 8, 6, 900),
      BigInt64Array.of(0n, 1n, -1n, 0n),
    ]) {
      expect(judge({ potential })).toEqual(verified)
    }
    expect(judge({ flow: BigInt64Array.from(sound.flow) })).toEqual(verified)
    expect(judge({ flow: BigUint64Array.from(sound.flow) })).toEqual(verified)
  })

  it('refuses what is no clearing', () => {
    for (const nothing of [undefined, null, 7, 'cleared', []]) {
      expect(verifyClearing(obligations, nothing as unknown as ClearingCertificate)).toEqual(
        rejected('CLEARING_MALFORMED'),
      )
    }
    for (const change of [
      { cleared: 9 },
      { cleared: '9' },
      { cleared: undefined },
      { flow: undefined },
      { flow: [3, 3, 3, 0] },
      { flow: Float64Array.of(3, 3, 3, 0) },
      { flow: Object.assign(new Array(4), sound.flow.slice(0, 3)) },
      { flow: { length: 4, 0: 3n, 1: 3n, 2: 3n, 3: 0n } },
      { flow: new DataView(new ArrayBuffer(32)) },
      { potential: undefined },
      { potential: ['0', '1', '-1', '0'] },
      { potential: [0, 1, -1, Number.NaN] },
      { potential: [0, 1, -1, Number.POSITIVE_INFINITY] },
      { potential: [0, 1, -1, 0.5] },
      { potential: [0, 1, -1, 2 ** 53] },
      { potential: Object.assign(new Array(4), [0, 1, -1]) },
      { potential: [sound.potential] },
    ]) {
      expect(judge(change)).toEqual(rejected('CLEARING_MALFORMED'))
    }
  })

  it('refuses flows and potentials that are too few or too many', () => {
    for (const change of [
      { flow: sound.flow.slice(1) },
      { flow: [...sound.flow, 0n] },
      { potential: sound.potential.slice(1) },
      { potential: [...sound.potential, 0n] },
      { potential: [] },
    ]) {
      expect(judge(change)).toEqual(rejected('CLEARING_LENGTH_WRONG'))
    }
  })

  it('refuses a flow below zero', () => {
    expect(judge({ flow: [3n, 3n, 3n, -1n] })).toEqual(rejected('CLEARING_FLOW_NEGATIVE'))
  })

  it('refuses a flow above its obligation', () => {
    expect(judge({ flow: [4n, 4n, 4n, 0n], cleared: 12n })).toEqual(rejected('CLEARING_FLOW_EXCEEDS_AMOUNT'))
  })

  it('refuses a flow that changes a net position', () => {
    expect(judge({ flow: [3n, 3n, 3n, 1n], cleared: 10n })).toEqual(rejected('CLEARING_UNBALANCED'))
    expect(judge({ flow: [3n, 2n, 3n, 0n], cleared: 8n })).toEqual(rejected('CLEARING_UNBALANCED'))
  })

  it('refuses a clearing that is one unit short of the maximum, whatever its potentials', () => {
    const flow = [2n, 2n, 2n, 0n]
    expect(judge({ flow, cleared: 6n })).toEqual(rejected('CLEARING_NOT_MAXIMUM'))
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -5, max: 5 }), { minLength: 4, maxLength: 4 }), (potential) => {
        expect(judge({ flow, cleared: 6n, potential })).toEqual(rejected('CLEARING_NOT_MAXIMUM'))
      }),
    )
  })

  it('refuses a maximum whose potentials do not prove it', () => {
    expect(judge({ potential: [0n, 0n, 0n, 0n] })).toEqual(rejected('CLEARING_NOT_MAXIMUM'))
    expect(judge({ potential: [0n, 1n, -1n, -1n] })).toEqual(rejected('CLEARING_NOT_MAXIMUM'))
  })

  it('refuses a wrong total', () => {
    expect(judge({ cleared: 8n })).toEqual(rejected('CLEARING_TOTAL_WRONG'))
    expect(judge({ cleared: 10n })).toEqual(rejected('CLEARING_TOTAL_WRONG'))
  })

  it('neither rounds nor wraps around', () => {
    const pair = (amount: bigint) => [owes('a', 'b', amount), owes('b', 'a', amount)]
    const odd = 2n ** 53n + 1n
    const rounded = { cleared: 2n ** 54n, flow: [2n ** 53n, 2n ** 53n], potential: [0n, 1n] }
    expect(verifyClearing(pair(odd), rounded)).toEqual(rejected('CLEARING_NOT_MAXIMUM'))
    const twice = [owes('a', 'b', 2n ** 63n), owes('a', 'b', 2n ** 63n)]
    const wrapped = { cleared: 2n ** 64n, flow: [2n ** 63n, 2n ** 63n], potential: [0n, 0n] }
    expect(verifyClearing(twice, wrapped)).toEqual(rejected('CLEARING_UNBALANCED'))
    const full = { cleared: 2n, flow: [1n, 1n] }
    for (const by of [2n ** 62n, 2n ** 64n, -(2n ** 200n)]) {
      expect(verifyClearing(pair(1n), { ...full, potential: [by, by + 1n] })).toEqual(verified)
      expect(verifyClearing(pair(1n), { ...full, potential: [by, 1n] })).toEqual(rejected('CLEARING_NOT_MAXIMUM'))
    }
  })

  it('names the first fault in order of precedence', () => {
    const faults: readonly (readonly [ClearingRejection, object])[] = [
      ['CLEARING_TOTAL_WRONG', { cleared: 1n }],
      ['CLEARING_NOT_MAXIMUM', { potential: [0n, 0n, 0n, 0n] }],
      ['CLEARING_UNBALANCED', { flow: [3n, 3n, 3n, 1n] }],
      ['CLEARING_FLOW_EXCEEDS_AMOUNT', { flow: [3n, 3n, 3n, 9n] }],
      ['CLEARING_FLOW_NEGATIVE', { flow: [9n, -3n, 3n, 9n] }],
      ['CLEARING_LENGTH_WRONG', { potential: [0n] }],
      ['CLEARING_MALFORMED', { flow: [0.5] }],
    ]
    expect(faults.map(([code]) => code)).toEqual([...clearingRejections].reverse())
    let change = {}
    for (const [code, fault] of faults) {
      change = { ...change, ...fault }
      expect(judge(change)).toEqual(rejected(code))
    }
  })

  it('compares levels lexicographically and wants an array for each', () => {
    const weighted = [owes('a', 'b', 1n), owes('b', 'a', 1n), { ...owes('a', 'b', 1n), weight: [1, -1] }]
    const better = { cleared: 2n, flow: [1n, 1n, 0n] }
    const worse = { cleared: 2n, flow: [0n, 1n, 1n] }
    const potential = [
      [0, 1],
      [0, 0],
    ]
    expect(verifyClearing(weighted, { ...better, potential })).toEqual(verified)
    expect(verifyClearing(weighted, { ...worse, potential })).toEqual(rejected('CLEARING_NOT_MAXIMUM'))
    expect(verifyClearing(weighted, { ...better, potential: potential.slice(1) })).toEqual(
      rejected('CLEARING_LENGTH_WRONG'),
    )
    expect(verifyClearing(weighted, { ...better, potential: [0, 1] })).toEqual(rejected('CLEARING_MALFORMED'))
  })
})

const party = fc.nat({ max: 3 })
const edge = fc
  .record({
    debtor: party,
    creditor: party,
    amount: fc.bigInt({ min: 1n, max: 3n }),
    weight: fc.integer({ min: -2, max: 3 }),
  })
  .filter(({ debtor, creditor }) => debtor !== creditor)
  .map(({ debtor, creditor, amount, weight }) => ({ ...owes(`p${debtor}`, `p${creditor}`, amount), weight }))
const graph = fc.array(edge, { minLength: 1, maxLength: 5 })

describe('the certificate', () => {
  it('accepts exactly the optima among all circulations, and no flow that is none', () => {
    fc.assert(
      fc.property(graph, (list) => {
        const { flow, potential } = clear(list)
        const worth = (f: readonly bigint[]) => list.reduce((sum, { weight }, k) => sum + BigInt(weight) * f[k]!, 0n)
        const best = worth(flow)
        for (const candidate of allFlows(list)) {
          const cleared = candidate.reduce((sum, f) => sum + f, 0n)
          const isOptimum = isBalanced(list, candidate) && worth(candidate) === best
          expect(verifyClearing(list, { cleared, flow: candidate, potential }).status).toBe(
            isOptimum ? 'verified' : 'rejected',
          )
        }
      }),
      { numRuns: 100 },
    )
  })

  it('is refused after any change of one flow', () => {
    fc.assert(
      fc.property(graph, fc.nat(), fc.bigInt({ min: -(2n ** 70n), max: 2n ** 70n }), (list, at, by) => {
        fc.pre(by !== 0n)
        const clearing = clear(list)
        const flow = clearing.flow.map((f, k) => (k === at % list.length ? f + by : f))
        const verdict = verifyClearing(list, { ...clearing, flow, cleared: clearing.cleared + by })
        expect(verdict.status).toBe('rejected')
      }),
    )
  })

  it('is refused after a change of one potential where something was cleared', () => {
    fc.assert(
      fc.property(graph, fc.nat(), fc.constantFrom(-1000n, 1000n), (list, at, by) => {
        const clearing = clear(list)
        const k = at % list.length
        fc.pre(clearing.flow[k]! > 0n)
        const names = [...new Set(list.flatMap(({ debtor, creditor }) => [debtor, creditor]))]
        const moved = names.indexOf(list[k]!.debtor)
        const potential = (clearing.potential as bigint[]).map((value, u) => (u === moved ? value + by : value))
        expect(verifyClearing(list, { ...clearing, potential })).toEqual(rejected('CLEARING_NOT_MAXIMUM'))
      }),
    )
  })

  it('gets the same verdict for integers of every width', () => {
    const change = fc.record({
      at: fc.nat(),
      flow: fc.bigInt({ min: -3n, max: 3n }),
      potential: fc.bigInt({ min: -1n, max: 1n }),
      cleared: fc.bigInt({ min: -1n, max: 1n }),
    })
    const scale = fc.constantFrom(2n ** 40n, 2n ** 52n, 2n ** 53n, 2n ** 63n, 2n ** 100n)
    fc.assert(
      fc.property(graph, change, scale, scale, (list, { at, flow, potential, cleared }, amounts, weights) => {
        const clearing = clear(list)
        const changed = (values: readonly bigint[], by: bigint) =>
          values.map((value, i) => (i === at % values.length ? value + by : value))
        const certificate = {
          cleared: clearing.cleared + cleared,
          flow: changed(clearing.flow, flow),
          potential: changed(clearing.potential as bigint[], potential),
        }
        const wide = {
          cleared: certificate.cleared * amounts,
          flow: certificate.flow.map((f) => f * amounts),
          potential: certificate.potential.map((p) => p * weights),
        }
        const wideList = list.map((obligation) => ({
          ...obligation,
          amount: obligation.amount * amounts,
          weight: BigInt(obligation.weight) * weights,
        }))
        expect(verifyClearing(wideList, wide)).toEqual(verifyClearing(list, certificate))
      }),
      { numRuns: 500 },
    )
  })

  it('takes no memory for what only claims to be long', () => {
    const long = new Array(2 ** 32 - 1)
    expect(judge({ potential: long })).toEqual(rejected('CLEARING_MALFORMED'))
    expect(judge({ flow: long })).toEqual(rejected('CLEARING_MALFORMED'))
  })

  it('throws for no certificate whatsoever', () => {
    fc.assert(
      fc.property(fc.anything({ withBigInt: true, withTypedArray: true, withSparseArray: true }), (anything) => {
        expect(verifyClearing(obligations, anything as ClearingCertificate).status).toBe('rejected')
        const parts = { cleared: 9n, flow: anything, potential: anything } as unknown as ClearingCertificate
        expect(verifyClearing(obligations, parts).status).toBe('rejected')
      }),
    )
  })
})

function* allFlows(list: readonly Obligation[], k = 0): Generator<readonly bigint[]> {
  if (k === list.length) {
    yield []
    return
  }
  for (const rest of allFlows(list, k + 1)) for (let f = 0n; f <= list[k]!.amount; f++) yield [f, ...rest]
}

function isBalanced(list: readonly Obligation[], flow: readonly bigint[]): boolean {
  const net = new Map<string, bigint>()
  for (const [k, { debtor, creditor }] of list.entries()) {
    net.set(debtor, (net.get(debtor) ?? 0n) - flow[k]!)
    net.set(creditor, (net.get(creditor) ?? 0n) + flow[k]!)
  }
  return [...net.values()].every((balance) => balance === 0n)
}
