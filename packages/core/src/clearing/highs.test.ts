import fc from 'fast-check'
import highs from 'highs'
import { describe, expect, it } from 'vitest'
import { clear } from './clear.js'
import type { Obligation } from './obligations.js'

/** The package declares its CommonJS form, in which the function is one `default` deeper than in the module loaded. */
const loadSolver = highs as unknown as typeof highs.default

/** Graphs too large for trying every circulation, with amounts that a solver in floating point holds exactly. */
const graph = fc.integer({ min: 5, max: 30 }).chain((parties) => {
  const party = fc.nat({ max: parties - 1 })
  return fc.array(
    fc
      .record({
        debtor: party,
        creditor: party,
        amount: fc.bigInt({ min: 1n, max: 1000n }),
        weight: fc.integer({ min: -3, max: 9 }),
      })
      .filter(({ debtor, creditor }) => debtor !== creditor)
      .map(({ debtor, creditor, ...rest }) => ({ debtor: `p${debtor}`, creditor: `p${creditor}`, ...rest })),
    { minLength: 1, maxLength: 6 * parties },
  )
})

describe('the optimum of HiGHS, an independent solver,', () => {
  it('is that of clear, without and with weights', async () => {
    const solver = await loadSolver()
    const optimum = (list: readonly Obligation[]): number => solver.solve(linearProgram(list)).ObjectiveValue
    fc.assert(
      fc.property(graph, (weighted) => {
        const plain = weighted.map(({ debtor, creditor, amount }) => ({ debtor, creditor, amount }))
        expect(Number(clear(plain).cleared)).toBeCloseTo(optimum(plain), 3)
        const { flow } = clear(weighted)
        const worth = weighted.reduce((sum, { weight }, k) => sum + weight * Number(flow[k]), 0)
        expect(worth).toBeCloseTo(optimum(weighted), 3)
      }),
      { numRuns: 60 },
    )
  })
})

/** The circulation of greatest weight, in the LP format of CPLEX. */
function linearProgram(list: readonly Obligation[]): string {
  const sum = (terms: readonly string[]) => terms.join(' ')
  const term = (factor: number, k: number) => `${factor < 0 ? '-' : '+'} ${Math.abs(factor)} f${k}`
  const parties = [...new Set(list.flatMap(({ debtor, creditor }) => [debtor, creditor]))]
  const balance = (party: string) =>
    list.flatMap(({ debtor, creditor }, k) =>
      debtor === party ? [term(1, k)] : creditor === party ? [term(-1, k)] : [],
    )
  return [
    'Maximize',
    ` worth: ${sum(list.map(({ weight }, k) => term(Number(weight ?? 1), k)))}`,
    'Subject To',
    ...parties.map((party) => ` ${party}: ${sum(balance(party))} = 0`),
    'Bounds',
    ...list.map(({ amount }, k) => ` 0 <= f${k} <= ${amount}`),
    'End',
  ].join('\n')
}
