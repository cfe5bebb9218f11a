/** Vectors of clearing.md: certificates and their verdicts, the worth of maxima, obligations that are refused. */
import { type ClearingWhen, decideClearing } from '../runner/clearing.js'
import type { Case, VectorFile } from './vector-file.js'

interface Owed {
  readonly debtor?: unknown
  readonly creditor?: unknown
  readonly amount?: unknown
  readonly weight?: unknown
}
type Obligations = readonly unknown[]
interface Certificate {
  readonly cleared?: unknown
  readonly flow?: unknown
  readonly potential?: unknown
}
/** What has to come out: `verified`, a code, or the worth of a maximum by levels. */
type Expected = string | readonly string[]
type Told = readonly [name: string, obligations: Obligations, when: ClearingWhen, expected: Expected]

const owed = (
  debtor: string,
  creditor: string,
  amount: bigint | number | string,
  weight?: string | readonly string[],
): Owed => ({
  debtor,
  creditor,
  amount: String(amount),
  ...(weight === undefined ? {} : { weight }),
})
const ints = (text: string): readonly string[] => (text === '' ? [] : text.split(' '))
const certificate = (cleared: bigint | number | string, flow: string, potential: string): Certificate => ({
  cleared: String(cleared),
  flow: ints(flow),
  potential: ints(potential),
})
const verify = (clearing: unknown): ClearingWhen => ({ function: 'verify', clearing })
const CLEAR: ClearingWhen = { function: 'clear' }

const triangle: Obligations = [owed('a', 'b', 5), owed('b', 'c', 3), owed('c', 'a', 4), owed('c', 'd', 1)]
const sound = certificate(9, '3 3 3 0', '0 1 -1 0')
const longer: Obligations = [
  owed('u', 'v', 1),
  owed('v', 'u', 1),
  owed('v', '1', 1),
  owed('1', '2', 1),
  owed('2', '3', 1),
  owed('3', '4', 1),
  owed('4', 'u', 1),
]
const twoLevels: Obligations = [owed('a', 'b', 1), owed('b', 'a', 1), owed('a', 'b', 1, ['1', '-1'])]
const half = 2n ** 126n
const parallel: Obligations = [owed('a', 'b', 1), owed('a', 'b', 1), owed('b', 'a', 1)]
const zeroWeight: Obligations = [owed('a', 'b', 2, '0'), owed('b', 'a', 2, '0')]

const accepted: readonly Told[] = [
  ['a triangle', triangle, verify(sound), 'verified'],
  ['other potentials', triangle, verify({ ...sound, potential: ints('7 8 6 900') }), 'verified'],
  ['nothing to clear', [], verify(certificate(0, '', '')), 'verified'],
  ['a chain', [owed('a', 'b', 5), owed('b', 'c', 3)], verify(certificate(0, '0 0', '0 1 2')), 'verified'],
  ['a longer cycle beats netting pairs', longer, verify(certificate(6, '1 0 1 1 1 1 1', '0 -1 0 0 0 0')), 'verified'],
  ['parallel obligations, the first', parallel, verify(certificate(2, '1 0 1', '0 1')), 'verified'],
  ['parallel obligations, the second', parallel, verify(certificate(2, '0 1 1', '0 1')), 'verified'],
  [
    'huge',
    [owed('a', 'b', half), owed('b', 'a', half - 1n)],
    verify(certificate(2n * half - 2n, `${half - 1n} ${half - 1n}`, '0 1')),
    'verified',
  ],
  [
    'two levels',
    twoLevels,
    verify({ cleared: '2', flow: ints('1 1 0'), potential: [ints('0 1'), ints('0 0')] }),
    'verified',
  ],
  [
    'a negative weight left alone',
    [owed('a', 'b', 4, '-3'), owed('b', 'c', 4), owed('c', 'a', 4)],
    verify(certificate(0, '0 0 0', '2 0 1')),
    'verified',
  ],
  [
    'a negative weight outweighed',
    [owed('a', 'b', 4, '-1'), owed('b', 'c', 4), owed('c', 'a', 4)],
    verify(certificate(12, '4 4 4', '1 0 0')),
    'verified',
  ],
  ['a zero weight not cleared', zeroWeight, verify(certificate(0, '0 0', '0 0')), 'verified'],
  ['a zero weight cleared', zeroWeight, verify(certificate(4, '2 2', '0 0')), 'verified'],
]

const changed = (change: Certificate): ClearingWhen => verify({ ...sound, ...change })
const { cleared: _cleared, ...unsaid } = sound
const exact = 2n ** 53n
const wide = 2n ** 63n
const rejected: readonly Told[] = [
  ['the total is missing', triangle, verify(unsaid), 'CLEARING_MALFORMED'],
  ['a flow with a point', triangle, changed({ flow: ints('3.5 3 3 0') }), 'CLEARING_MALFORMED'],
  ['a flow with an exponent', triangle, changed({ flow: ints('3e0 3 3 0') }), 'CLEARING_MALFORMED'],
  ['a flow of minus zero', triangle, changed({ flow: ints('3 3 3 -0') }), 'CLEARING_MALFORMED'],
  ['a potential with leading zeros', triangle, changed({ potential: ints('0 01 -1 0') }), 'CLEARING_MALFORMED'],
  ['a flow that is null', triangle, changed({ flow: ['3', '3', '3', null] }), 'CLEARING_MALFORMED'],
  ['potentials that are null', triangle, changed({ potential: null }), 'CLEARING_MALFORMED'],
  ['no potentials', triangle, verify({ cleared: '9', flow: ints('3 3 3 0') }), 'CLEARING_MALFORMED'],
  [
    'potentials as a list of one where nobody owes anything',
    [],
    verify({ cleared: '0', flow: [], potential: [[]] }),
    'CLEARING_MALFORMED',
  ],
  [
    'one flat potential among two levels',
    twoLevels,
    verify({ cleared: '2', flow: ints('1 1 0'), potential: [ints('0 1'), '0'] }),
    'CLEARING_MALFORMED',
  ],
  [
    'no potentials where there are two levels',
    twoLevels,
    verify({ cleared: '2', flow: ints('1 1 0'), potential: [] }),
    'CLEARING_LENGTH_WRONG',
  ],
  ['an empty flow', triangle, changed({ flow: ['', '3', '3', '0'] }), 'CLEARING_MALFORMED'],
  ['no certificate', triangle, verify(null), 'CLEARING_MALFORMED'],
  [
    'potentials in levels where there is one',
    triangle,
    changed({ potential: [ints('0 1 -1 0')] }),
    'CLEARING_MALFORMED',
  ],
  [
    'potentials flat where there are two levels',
    twoLevels,
    verify(certificate(2, '1 1 0', '0 1')),
    'CLEARING_MALFORMED',
  ],
  ['a flow fewer', triangle, changed({ flow: ints('3 3 3') }), 'CLEARING_LENGTH_WRONG'],
  ['a flow more', triangle, changed({ flow: ints('3 3 3 0 0') }), 'CLEARING_LENGTH_WRONG'],
  ['a potential fewer', triangle, changed({ potential: ints('0 1 -1') }), 'CLEARING_LENGTH_WRONG'],
  ['a potential more', triangle, changed({ potential: ints('0 1 -1 0 0') }), 'CLEARING_LENGTH_WRONG'],
  [
    'a level of potentials fewer',
    twoLevels,
    verify({ cleared: '2', flow: ints('1 1 0'), potential: [ints('0 1')] }),
    'CLEARING_LENGTH_WRONG',
  ],
  ['a negative flow', triangle, changed({ flow: ints('3 3 3 -1') }), 'CLEARING_FLOW_NEGATIVE'],
  ['more than is owed', triangle, verify(certificate(12, '4 4 4 0', '0 1 -1 0')), 'CLEARING_FLOW_EXCEEDS_AMOUNT'],
  ['a party that pays for nothing', triangle, verify(certificate(10, '3 3 3 1', '0 1 -1 0')), 'CLEARING_UNBALANCED'],
  ['a unit lost on the way', triangle, verify(certificate(8, '3 2 3 0', '0 1 -1 0')), 'CLEARING_UNBALANCED'],
  ['one unit short', triangle, verify(certificate(6, '2 2 2 0', '0 1 -1 0')), 'CLEARING_NOT_MAXIMUM'],
  ['no proof', triangle, changed({ potential: ints('0 0 0 0') }), 'CLEARING_NOT_MAXIMUM'],
  ['a proof wrong between components', triangle, changed({ potential: ints('0 1 -1 -1') }), 'CLEARING_NOT_MAXIMUM'],
  ['a pair netted', longer, verify(certificate(2, '1 1 0 0 0 0 0', '0 -1 0 0 0 0')), 'CLEARING_NOT_MAXIMUM'],
  ['total too low', triangle, changed({ cleared: '8' }), 'CLEARING_TOTAL_WRONG'],
  ['total too high', triangle, changed({ cleared: '10' }), 'CLEARING_TOTAL_WRONG'],
  [
    'the second level worse',
    twoLevels,
    verify({ cleared: '2', flow: ints('0 1 1'), potential: [ints('0 1'), ints('0 0')] }),
    'CLEARING_NOT_MAXIMUM',
  ],
  [
    'beyond floating point',
    [owed('a', 'b', exact + 1n), owed('b', 'a', exact + 1n)],
    verify(certificate(2n * exact, `${exact} ${exact}`, '0 1')),
    'CLEARING_NOT_MAXIMUM',
  ],
  [
    'sums that are zero modulo 2^64',
    [owed('x', 'y', wide), owed('x', 'y', wide)],
    verify(certificate(2n * wide, `${wide} ${wide}`, '0 0')),
    'CLEARING_UNBALANCED',
  ],
]
/** Each takes one more fault than the one before it: the earlier code wins. */
const faults: readonly (readonly [change: Certificate, code: string])[] = [
  [{ cleared: '1' }, 'CLEARING_TOTAL_WRONG'],
  [{ potential: ints('0 0 0 0') }, 'CLEARING_NOT_MAXIMUM'],
  [{ flow: ints('3 3 3 1') }, 'CLEARING_UNBALANCED'],
  [{ flow: ints('3 3 3 9') }, 'CLEARING_FLOW_EXCEEDS_AMOUNT'],
  [{ flow: ints('9 -3 3 9') }, 'CLEARING_FLOW_NEGATIVE'],
  [{ potential: ints('0') }, 'CLEARING_LENGTH_WRONG'],
  [{ cleared: 'x' }, 'CLEARING_MALFORMED'],
]
const precedence: readonly Told[] = faults.map(([, code], index) => {
  const certificateSoFar = Object.assign({ ...sound }, ...faults.slice(0, index + 1).map(([change]) => change))
  return [`precedence, fault ${index + 1}`, triangle, verify(certificateSoFar), code]
})

const invalid: readonly (readonly [name: string, obligations: Obligations, code: string])[] = [
  ['a debtor that is no string', [{ ...owed('a', 'b', 1), debtor: null }], 'OBLIGATION_PARTY_INVALID'],
  ['no debtor', [{ creditor: 'b', amount: '1' }], 'OBLIGATION_PARTY_INVALID'],
  ['a self-debt', [...triangle, owed('a', 'a', 1)], 'OBLIGATION_SELF_DEBT'],
  ['a self-debt of nothing', [owed('a', 'a', 0)], 'OBLIGATION_SELF_DEBT'],
  ['nothing owed', [owed('a', 'b', 0)], 'OBLIGATION_AMOUNT_INVALID'],
  ['less than nothing owed', [owed('a', 'b', -1)], 'OBLIGATION_AMOUNT_INVALID'],
  ['no amount', [{ debtor: 'a', creditor: 'b' }], 'OBLIGATION_AMOUNT_INVALID'],
  ['a weight without levels', [owed('a', 'b', 1, [])], 'OBLIGATION_WEIGHT_INVALID'],
  [
    'weights of one and of two levels',
    [owed('a', 'b', 1, '1'), owed('b', 'a', 1, ['1', '1'])],
    'OBLIGATION_WEIGHT_INVALID',
  ],
  ['a weight that is null', [{ ...owed('a', 'b', 1), weight: null }], 'OBLIGATION_WEIGHT_INVALID'],
  ['a level that is null', [{ ...owed('a', 'b', 1), weight: ['1', null] }], 'OBLIGATION_WEIGHT_INVALID'],
  ['levels within a level', [{ ...owed('a', 'b', 1), weight: [['1']] }], 'OBLIGATION_WEIGHT_INVALID'],
  ['a weight of minus zero', [owed('a', 'b', 1, '-0')], 'OBLIGATION_WEIGHT_INVALID'],
  ['an amount with leading zeros', [owed('a', 'b', '007')], 'OBLIGATION_AMOUNT_INVALID'],
  ['an amount that is null', [{ ...owed('a', 'b', 1), amount: null }], 'OBLIGATION_AMOUNT_INVALID'],
  ['a weight with a point', [owed('a', 'b', 1, '0.5')], 'OBLIGATION_WEIGHT_INVALID'],
  ['null among obligations', [null], 'OBLIGATIONS_MALFORMED'],
  ['the first obligation first', [owed('a', 'b', 0), owed('a', 'a', 1)], 'OBLIGATION_AMOUNT_INVALID'],
]
const refused: readonly Told[] = invalid.flatMap(([name, obligations, code]): Told[] => [
  [`${name}, to clear`, obligations, CLEAR, code],
  [`${name}, to verify`, obligations, verify(certificate(0, '0', '0 0')), code],
])

const maxima: readonly Told[] = [
  ['a triangle', triangle, CLEAR, ['9']],
  ['a longer cycle beats netting pairs', longer, CLEAR, ['6']],
  [
    'two components and a bridge',
    [
      owed('a', 'b', 5),
      owed('b', 'a', 2),
      owed('a', 'x', 100),
      owed('x', 'y', 4),
      owed('y', 'z', 4),
      owed('z', 'x', 1),
    ],
    CLEAR,
    ['7'],
  ],
  [
    'credit is worth drawing',
    [
      owed('a', 'b', 5),
      owed('b', 'c', 5),
      owed('c', 'a', 2, ['1', '0']),
      owed('c', 'l', 9, ['0', '-1']),
      owed('l', 'a', 2, ['0', '-1']),
    ],
    CLEAR,
    ['10', '-4'],
  ],
  [
    'the dear one of parallels first',
    [owed('a', 'b', 5, '1'), owed('a', 'b', 5, '9'), owed('a', 'b', 1, '1'), owed('b', 'a', 6, '1')],
    CLEAR,
    ['52'],
  ],
  [
    'beyond 64 bits',
    [owed('a', 'b', half + 1n), owed('b', 'c', half + 3n), owed('c', 'a', half), owed('c', 'b', 1)],
    CLEAR,
    [String(3n * half + 2n)],
  ],
  ['nothing', [], CLEAR, ['0']],
]

function file(name: string, about: string, told: readonly Told[]): VectorFile {
  const cases = told.map(([caseName, obligations, when, expected]): Case => {
    const given = { obligations }
    const then = decideClearing(given, when)
    const found = 'status' in then ? then.status : 'code' in then ? then.code : then.worth
    if (String(found) !== String(expected)) throw new Error(`${name}, ${caseName}: ${found}, not ${expected}`)
    return { name: caseName, given, when, then }
  })
  return { spec: '1.0', kind: 'clearing', name, about, cases }
}

export const clearingFiles: readonly VectorFile[] = [
  file('accepted', 'Certificates that prove a maximum.', accepted),
  file('rejected', 'Certificates that prove none, by code and in order of precedence.', [...rejected, ...precedence]),
  file('obligations', 'Obligations that can be neither cleared nor verified against.', refused),
  file('maxima', 'The worth that any solver has to reach; its own certificate has to be accepted.', maxima),
]
