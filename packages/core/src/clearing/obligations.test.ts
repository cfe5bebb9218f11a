import { describe, expect, it } from 'vitest'
import { clear } from './clear.js'
import { ObligationError, type Obligations, obligationErrors, readObligations } from './obligations.js'
import { verifyClearing } from './verifier.js'

const owes = (debtor: unknown, creditor: unknown, amount: unknown, weight?: unknown) => ({
  debtor,
  creditor,
  amount,
  weight,
})
const sound = owes('a', 'b', 1n)
const columns = {
  parties: 2,
  debtor: Int32Array.of(0, 1),
  creditor: Int32Array.of(1, 0),
  amount: BigInt64Array.of(1n, 1n),
}

describe('readObligations', () => {
  it('numbers the parties of a list in order of first appearance, the debtor first', () => {
    const graph = readObligations([
      { debtor: 'c', creditor: 'a', amount: 1n },
      { debtor: 'b', creditor: 'c', amount: 2n },
    ])
    expect(graph).toEqual({
      parties: 3,
      debtor: Int32Array.of(0, 2),
      creditor: Int32Array.of(1, 0),
      amount: [1n, 2n],
      levels: 1,
    })
  })

  it('takes an absent weight as one at the first level and zero below', () => {
    const graph = readObligations([
      { debtor: 'a', creditor: 'b', amount: 1n, weight: [0, -1n, 3] },
      { debtor: 'b', creditor: 'a', amount: 1n },
    ])
    expect(graph.weight).toEqual([
      [0n, 1n],
      [-1n, 0n],
      [3n, 0n],
    ])
  })

  it('keeps names that an object would inherit apart', () => {
    const names = ['__proto__', 'constructor', 'toString', '']
    const ring = names.map((debtor, i) => ({ debtor, creditor: names[(i + 1) % names.length]!, amount: 2n }))
    expect(clear(ring).cleared).toBe(8n)
  })

  it('reads a weight of one column with and without the list around it alike', () => {
    const weight = BigInt64Array.of(2n, 3n)
    expect(readObligations({ ...columns, weight })).toEqual(readObligations({ ...columns, weight: [weight] }))
  })
})

const refusals: Record<string, readonly [code: (typeof obligationErrors)[number], obligations: unknown]> = {
  nothing: ['OBLIGATIONS_MALFORMED', undefined],
  null: ['OBLIGATIONS_MALFORMED', null],
  'a string': ['OBLIGATIONS_MALFORMED', 'a owes b'],
  'a list with a hole': ['OBLIGATIONS_MALFORMED', Object.assign(new Array(2), { 1: sound })],
  'a list of numbers': ['OBLIGATIONS_MALFORMED', [1]],
  'a debtor that is no string': ['OBLIGATION_PARTY_INVALID', [owes(1, 'b', 1n)]],
  'a creditor that is missing': ['OBLIGATION_PARTY_INVALID', [owes('a', undefined, 1n)]],
  'a String object': ['OBLIGATION_PARTY_INVALID', [owes('a', Object('b'), 1n)]],
  'a self-debt': ['OBLIGATION_SELF_DEBT', [sound, owes('a', 'a', 1n)]],
  'a self-debt before its amount': ['OBLIGATION_SELF_DEBT', [owes('a', 'a', 0n)]],
  'an amount of zero': ['OBLIGATION_AMOUNT_INVALID', [owes('a', 'b', 0n)]],
  'an amount below zero': ['OBLIGATION_AMOUNT_INVALID', [owes('a', 'b', -1n)]],
  'an amount that is a number': ['OBLIGATION_AMOUNT_INVALID', [owes('a', 'b', 1)]],
  'an amount that is missing': ['OBLIGATION_AMOUNT_INVALID', [owes('a', 'b', undefined)]],
  'a weight that is a fraction': ['OBLIGATION_WEIGHT_INVALID', [owes('a', 'b', 1n, 0.5)]],
  'a weight that is not a number': ['OBLIGATION_WEIGHT_INVALID', [owes('a', 'b', 1n, Number.NaN)]],
  'a weight past the safe integers': ['OBLIGATION_WEIGHT_INVALID', [owes('a', 'b', 1n, 2 ** 53)]],
  'a weight of no level': ['OBLIGATION_WEIGHT_INVALID', [owes('a', 'b', 1n, [])]],
  'a weight of null': ['OBLIGATION_WEIGHT_INVALID', [owes('a', 'b', 1n, null)]],
  'a weight with a hole': ['OBLIGATION_WEIGHT_INVALID', [owes('a', 'b', 1n, new Array(2))]],
  'weights that differ in levels': [
    'OBLIGATION_WEIGHT_INVALID',
    [owes('a', 'b', 1n, 1n), owes('b', 'a', 1n, [1n, 0n])],
  ],
  'columns without a number of parties': ['OBLIGATIONS_MALFORMED', { ...columns, parties: undefined }],
  'columns with a broken number of parties': ['OBLIGATIONS_MALFORMED', { ...columns, parties: Number.NaN }],
  'columns with parties below zero': ['OBLIGATIONS_MALFORMED', { ...columns, parties: -1 }],
  'columns with parties past 2^31 − 1': ['OBLIGATIONS_MALFORMED', { ...columns, parties: 2 ** 31 }],
  'debtors in a plain array': ['OBLIGATIONS_MALFORMED', { ...columns, debtor: [0, 1] }],
  'creditors of another width': ['OBLIGATIONS_MALFORMED', { ...columns, creditor: Int16Array.of(1, 0) }],
  'amounts in a plain array': ['OBLIGATIONS_MALFORMED', { ...columns, amount: [1n, 1n] }],
  'unsigned amounts': ['OBLIGATIONS_MALFORMED', { ...columns, amount: BigUint64Array.of(1n, 1n) }],
  'columns of different lengths': ['OBLIGATIONS_MALFORMED', { ...columns, amount: BigInt64Array.of(1n) }],
  'a weight column of another length': ['OBLIGATIONS_MALFORMED', { ...columns, weight: BigInt64Array.of(1n) }],
  'a weight column of numbers': ['OBLIGATIONS_MALFORMED', { ...columns, weight: [Int32Array.of(1, 1)] }],
  'no weight column in the list': ['OBLIGATIONS_MALFORMED', { ...columns, weight: [] }],
  'an index past the parties': ['OBLIGATION_PARTY_INVALID', { ...columns, debtor: Int32Array.of(0, 2) }],
  'an index below zero': ['OBLIGATION_PARTY_INVALID', { ...columns, creditor: Int32Array.of(-1, 0) }],
  'a self-debt in columns': ['OBLIGATION_SELF_DEBT', { ...columns, creditor: Int32Array.of(1, 1) }],
  'an amount of zero in columns': ['OBLIGATION_AMOUNT_INVALID', { ...columns, amount: BigInt64Array.of(1n, 0n) }],
}

describe('hostile obligations are refused with a code, by clear and verifyClearing alike', () => {
  for (const [name, [code, obligations]] of Object.entries(refusals)) {
    it(name, () => {
      const empty = { cleared: 0n, flow: [], potential: [] }
      expect(codeOf(() => clear(obligations as Obligations))).toBe(code)
      expect(codeOf(() => verifyClearing(obligations as Obligations, empty))).toBe(code)
    })
  }

  it('has a case for every code', () => {
    expect(new Set(Object.values(refusals).map(([code]) => code))).toEqual(new Set(obligationErrors))
  })
})

function codeOf(run: () => unknown): string | undefined {
  try {
    run()
  } catch (error) {
    if (error instanceof ObligationError) return error.code
    throw error
  }
  return undefined
}
