/** Vectors of numbers.md: values worked by hand where a hand can work them, and extremes. */
import { type Call, pureFile, REFUSED } from './pure-cases.js'
import type { VectorFile } from './vector-file.js'

const MAX = String(2n ** 127n - 1n)
const MAX_PART = String(2n ** 256n - 1n)
const conversion = (
  name: string,
  amount: string,
  baseAmount: string,
  quoteAmount: string,
  down: string,
  up: string,
): Call[] => [
  [name, { amount, baseAmount, quoteAmount, rounding: 'down' }, down],
  [name, { amount, baseAmount, quoteAmount, rounding: 'up' }, up],
]
const share = (
  total: string,
  work: readonly string[],
  stake: readonly string[],
  alpha: readonly string[],
  expected?: string,
): Call => ['cobb-douglas', { total, work, stake, alpha }, expected]

const rounding: readonly Call[] = [
  ['divide', { numerator: '7', denominator: '2', rounding: 'down' }, '3'],
  ['divide', { numerator: '7', denominator: '2', rounding: 'up' }, '4'],
  ['divide', { numerator: '-7', denominator: '2', rounding: 'down' }, '-4'],
  ['divide', { numerator: '-7', denominator: '2', rounding: 'up' }, '-3'],
  ['divide', { numerator: '-1', denominator: '1000', rounding: 'up' }, '0'],
  ['divide', { numerator: '6', denominator: '3', rounding: 'up' }, '2'],
  ['divide', { numerator: '6', denominator: '0', rounding: 'up' }, REFUSED],
  ['divide', { numerator: '6', denominator: '-3', rounding: 'down' }, REFUSED],
]
const prices: readonly Call[] = [
  ...conversion('convert', '100', '3', '1', '33', '34'),
  ...conversion('convert', '-7', '2', '3', '-11', '-10'),
  ...conversion('convert', '0', '2', '3', '0', '0'),
  ...conversion('convert', MAX, MAX_PART, MAX_PART, MAX, MAX),
  ...conversion(
    'convert',
    MAX,
    '1',
    MAX_PART,
    String((2n ** 127n - 1n) * (2n ** 256n - 1n)),
    String((2n ** 127n - 1n) * (2n ** 256n - 1n)),
  ),
  ...conversion('convert', '1', MAX_PART, '1', '0', '1'),
  ...conversion('convert-back', '33', '3', '1', '99', '99'),
  ...conversion('convert-back', '7', '2', '3', '4', '5'),
  ...conversion('convert-back', '-7', '2', '3', '-5', '-4'),
  ['convert', { amount: '1', baseAmount: '0', quoteAmount: '1', rounding: 'down' }, REFUSED],
  ['convert', { amount: '1', baseAmount: '1', quoteAmount: String(2n ** 256n), rounding: 'down' }, REFUSED],
  ['convert-back', { amount: '1', baseAmount: '1', quoteAmount: '0', rounding: 'up' }, REFUSED],
  ['compare-prices', { a: { baseAmount: '3', quoteAmount: '1' }, b: { baseAmount: '2', quoteAmount: '1' } }, '-1'],
  ['compare-prices', { a: { baseAmount: '3', quoteAmount: '2' }, b: { baseAmount: '6', quoteAmount: '4' } }, '0'],
  [
    'compare-prices',
    {
      a: { baseAmount: MAX_PART, quoteAmount: MAX_PART },
      b: { baseAmount: MAX_PART, quoteAmount: String(2n ** 256n - 2n) },
    },
    '1',
  ],
]
const reported = (source: string, baseAmount: string, quoteAmount: string) => ({ source, baseAmount, quoteAmount })
const medians: readonly Call[] = [
  ['median', { prices: [reported('a', '1', '3'), reported('b', '1', '2'), reported('c', '1', '9')] }, 'a'],
  ['median', { prices: [reported('a', '1', '3'), reported('b', '1', '2')] }, 'b'],
  ['median', { prices: [reported('b', '2', '4'), reported('a', '1', '2')] }, 'a'],
  [
    'median',
    { prices: [reported('a', '1', '2'), reported('b', '1', '1'), reported('c', '2', '4'), reported('d', '1', '3')] },
    'a',
  ],
  ['median', { prices: [reported('z', '1', '2'), reported('Z', '2', '4'), reported('5', '3', '6')] }, 'Z'],
  ['median', { prices: [] }, REFUSED],
  ['median', { prices: [reported('a', '0', '1')] }, REFUSED],
  ['median', { prices: [reported('a', '1', '1'), reported('b', '1', String(2n ** 256n))] }, REFUSED],
  ['compare-prices', { a: { baseAmount: '0', quoteAmount: '1' }, b: { baseAmount: '1', quoteAmount: '1' } }, REFUSED],
]
const averaged = (prices: readonly string[], baseAmount: string, quoteAmount: string, confidence: string): Call => [
  'average-price',
  { prices: prices.map(held), baseAmount },
  { quoteAmount, confidence },
]
function held(text: string) {
  const [baseAmount = '', quoteAmount = '', confidence = '', seconds = ''] = text.split(':')
  return { baseAmount, quoteAmount, confidence, seconds }
}
const wrongAverage = (prices: readonly string[], baseAmount = '1'): Call => [
  'average-price',
  { prices: prices.map(held), baseAmount },
  REFUSED,
]
const averages: readonly Call[] = [
  averaged(['1:3:0:1', '1:4:0:2'], '1', '3', '1'),
  averaged(['1:4:0:2', '1:3:0:1'], '3', '11', '0'),
  averaged(['3:1:0:1', '7:1:0:1'], '42', '10', '0'),
  averaged(['3:1:0:1', '7:1:0:1'], '41', '9', '1'),
  averaged(['2:10:1:5', '1:6:0:5'], '4', '22', '1'),
  averaged(['100:1:0:9'], '1', '0', '1'),
  averaged(['10:20:3:1'], '1', '2', '1'),
  averaged([`${MAX}:${MAX}:0:1`, '1:1:0:9007199254740991'], MAX, MAX, '0'),
  averaged([`1:${MAX_PART}:${MAX}:2`, `1:${MAX_PART}:0:2`], '1', MAX_PART, String(2n ** 126n)),
  averaged([`${MAX_PART}:1:0:1`, '1:1:0:1'], '2', '1', '1'),
  wrongAverage([]),
  wrongAverage(['0:1:0:1']),
  wrongAverage(['1:0:0:1']),
  wrongAverage(['1:1:-1:1']),
  wrongAverage([`1:1:${String(2n ** 256n)}:1`]),
  wrongAverage(['1:1:0:0']),
  wrongAverage(['1:1:0:-1']),
  wrongAverage(['1:1:0:9007199254740992']),
  wrongAverage(['1:1:0:1'], '0'),
  wrongAverage(['1:1:0:1'], String(2n ** 127n)),
]
const splits: readonly Call[] = [
  ['apportion', { total: '100', weights: ['1', '1', '1'] }, ['34', '33', '33']],
  ['apportion', { total: '101', weights: ['1', '1', '1'] }, ['34', '34', '33']],
  ['apportion', { total: '10', weights: ['5', '3', '2', '0'] }, ['5', '3', '2', '0']],
  ['apportion', { total: '7', weights: ['1', '2', '3'] }, ['1', '2', '4']],
  ['apportion', { total: '0', weights: ['1', '2'] }, ['0', '0']],
  ['apportion', { total: '1', weights: ['0', '1', '0'] }, ['0', '1', '0']],
  ['apportion', { total: '3', weights: ['1', '1', '1', '1'] }, ['1', '1', '1', '0']],
  ['apportion', { total: MAX, weights: [MAX, MAX] }, [String(2n ** 126n), String(2n ** 126n - 1n)]],
  ['apportion', { total: '1', weights: ['0', '0'] }, REFUSED],
  ['apportion', { total: '1', weights: [] }, REFUSED],
  ['apportion', { total: '1', weights: ['2', '-1'] }, REFUSED],
  ['apportion', { total: '-1', weights: ['1'] }, REFUSED],
]
const DAY = '273972602739726027397260'
const shares: readonly Call[] = [
  share('1000', ['1', '4'], ['1', '4'], ['2', '3'], '250'),
  share('1000', ['1', '4'], ['1', '9'], ['1', '2'], '166'),
  share('1000', ['1', '4'], ['4', '4'], ['1', '2'], '500'),
  share('1000', ['1', '4'], ['1', '9'], ['2', '2'], '250'),
  share('1000', ['1', '4'], ['1', '9'], ['0', '2'], '111'),
  share('1000', ['1', '8'], ['1', '27'], ['1', '3'], '55'),
  share('1000', ['0', '4'], ['1', '4'], ['1', '2'], '0'),
  share('1000', ['0', '4'], ['1', '4'], ['0', '2'], '250'),
  share('1000', ['1', '4'], ['0', '4'], ['1', '2'], '0'),
  share('1000', ['1', '4'], ['0', '4'], ['2', '2'], '250'),
  share('1000', ['0', '0'], ['0', '0'], ['1', '2'], '0'),
  share('1000', ['0', '0'], ['1', '4'], ['0', '1'], '0'),
  share('0', ['1', '4'], ['1', '4'], ['1', '2'], '0'),
  share(MAX, [MAX, MAX], [MAX, MAX], ['100', '200'], MAX),
  share(MAX, ['1', MAX], ['1', MAX], ['1', '200'], '1'),
  share(MAX, ['1', MAX], [MAX, MAX], ['1', '200']),
  share(MAX, ['1', MAX], [MAX, MAX], ['199', '200']),
  share(MAX, [String(2n ** 127n - 2n), MAX], [String(2n ** 127n - 3n), MAX], ['67', '199']),
  share(MAX, [String(2n ** 126n), MAX], ['1', '3'], ['7', '10']),
  share(DAY, ['123456789', '987654321'], ['1000000000000000000', '7000000000000000001'], ['65', '100']),
  share(DAY, ['1', '3'], ['2', '3'], ['1', '2']),
  share('1024', ['1', '1024'], ['1', '1'], ['1', '10'], '512'),
  share('1023', ['1', '1024'], ['1', '1'], ['1', '10'], '511'),
  share('1000', ['1', '4'], ['1', '4'], ['40', '60'], '250'),
  share('1000', ['5', '4'], ['1', '4'], ['1', '2'], REFUSED),
  share('1000', ['1', '4'], ['5', '4'], ['1', '2'], REFUSED),
  share('1000', ['1', '4'], ['1', '4'], ['3', '2'], REFUSED),
  share('1000', ['1', '4'], ['1', '4'], ['0', '0'], REFUSED),
  share('1000', ['1', '4'], ['1', '4'], ['1', '201'], REFUSED),
  share(String(2n ** 127n), ['1', '4'], ['1', '4'], ['1', '2'], REFUSED),
  share('-1', ['1', '4'], ['1', '4'], ['1', '2'], REFUSED),
]
const decimals: readonly Call[] = [
  ['parse-decimal', { text: '1.5', scale: '6' }, '1500000'],
  ['parse-decimal', { text: '0', scale: '0' }, '0'],
  ['parse-decimal', { text: '0.123', scale: '2', rounding: 'down' }, '12'],
  ['parse-decimal', { text: '0.123', scale: '2', rounding: 'up' }, '13'],
  ['parse-decimal', { text: '0.123', scale: '2' }, REFUSED],
  ['parse-decimal', { text: '0.120', scale: '2' }, REFUSED],
  ...['', '.5', '5.', '05', '-1', '+1', '1e3', '1,5', ' 1', '1\n', '١', '0x1', 'NaN', '1.2.3'].map(
    (text): Call => ['parse-decimal', { text, scale: '6' }, REFUSED],
  ),
  ['parse-decimal', { text: `1${'0'.repeat(78)}`, scale: '0' }, REFUSED],
  ['parse-decimal', { text: '9'.repeat(78), scale: '0' }, '9'.repeat(78)],
  ['parse-decimal', { text: `0.${'0'.repeat(36)}1`, scale: '36', rounding: 'down' }, REFUSED],
  ['parse-decimal', { text: '1', scale: '37' }, REFUSED],
  ['format-decimal', { amount: '1500000', scale: '6' }, '1.5'],
  ['format-decimal', { amount: '-1', scale: '18' }, '-0.000000000000000001'],
  ['format-decimal', { amount: '0', scale: '18' }, '0'],
  ['format-decimal', { amount: MAX, scale: '0' }, MAX],
]
const best = (
  budget: string,
  cost: readonly string[],
  others: readonly string[],
  alpha: readonly string[],
  expected: readonly [work: string, stake: string] | typeof REFUSED,
): Call => [
  'optimal-split',
  { budget, cost, others, alpha },
  expected === REFUSED ? REFUSED : { work: expected[0], stake: expected[1] },
]
const equal = ['1', '1']
const optimal: readonly Call[] = [
  // small beside the others: the ratio is alpha's
  best('900', equal, ['1000000000000', '1000000000'], ['2', '3'], ['600', '300']),
  best('900', equal, ['1000000000', '1000000000000'], ['2', '3'], ['599', '301']),
  best('900', ['3', '2'], ['1000000000000', '1000000000'], ['2', '3'], ['200', '150']),
  // a dominant one gains by what the others have less of
  best('9000', equal, ['1000', '100'], ['2', '3'], ['7307', '1693']),
  best('9000', equal, ['100', '1000'], ['2', '3'], ['2895', '6105']),
  best('9000', ['7', '5'], ['100', '1000'], ['1', '2'], ['398', '1242']),
  best('1000', equal, ['1000', '1000'], ['1', '2'], ['500', '500']),
  best('1', equal, ['1', '1'], ['1', '2'], ['0', '1']),
  // what counts for nothing gets nothing, who is alone takes all with one unit
  best('10', ['3', '2'], ['5', '5'], ['0', '1'], ['0', '5']),
  best('10', ['3', '2'], ['5', '5'], ['200', '200'], ['3', '0']),
  best('10', ['3', '2'], ['0', '5'], ['1', '2'], ['1', '3']),
  best('2', ['3', '2'], ['0', '5'], ['1', '2'], ['0', '1']),
  best('10', ['3', '2'], ['5', '0'], ['1', '2'], ['2', '2']),
  best('3', ['1', '4'], ['5', '0'], ['1', '2'], ['3', '0']),
  best('0', equal, ['5', '5'], ['1', '2'], ['0', '0']),
  best('-1', equal, ['5', '5'], ['1', '2'], REFUSED),
  best(String(2n ** 127n), equal, ['5', '5'], ['1', '2'], REFUSED),
  best('10', ['0', '1'], ['5', '5'], ['1', '2'], REFUSED),
  best('10', ['1', '0'], ['5', '5'], ['1', '2'], REFUSED),
  best('10', equal, ['5', '-5'], ['1', '2'], REFUSED),
  best('10', equal, ['5', '5'], ['3', '2'], REFUSED),
  best('10', equal, ['5', '5'], ['0', '0'], REFUSED),
  best('10', equal, ['5', '5'], ['1', '201'], REFUSED),
]

const file = (name: string, about: string, calls: readonly Call[]): VectorFile =>
  pureFile('arithmetic', name, about, calls)

export const arithmeticFiles: readonly VectorFile[] = [
  file('rounding', 'Quotients of integers, rounded as named.', rounding),
  file('prices', 'Conversions by exact ratios, and their order.', prices),
  file('medians', 'The lower middle, by ratio and then by source.', medians),
  file('averages', 'What an amount was worth over time, floored once, and how far that is off.', averages),
  file('apportionment', 'Largest remainders, ties in the order given.', splits),
  file('fractional-power', 'Shares by work and stake, floored exactly.', shares),
  file('optimal-split', 'What a budget best buys, given what the others have.', optimal),
  file('decimals', 'Human decimals as base units.', decimals),
]
