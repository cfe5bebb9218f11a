import { describe, expect, test } from 'vitest'
import { counted, DOLLARS, exact, LINE_UNITS, share, short } from './format.js'

describe('amounts', () => {
  test.each([
    [0n, '$0'],
    [999n, '$999'],
    [1949n, '$1.9 k'],
    [1950n, '$2.0 k'],
    [999_949n, '$999.9 k'],
    [999_950n, '$1.0 M'],
    [757_695_450_716n, '$757.7 bn'],
    [-1_000_000n, '−$1.0 M'],
    [2n ** 127n, '$170,141,183,460,469 septillion'],
  ])('are short and rounded half up: %s', (amount, text) => {
    expect(short(amount, DOLLARS)).toBe(text)
  })

  test('are exact to the last base unit', () => {
    expect(exact(1_234_567_890n, LINE_UNITS)).toBe('1,234.567890 units')
    expect(exact(-5n, LINE_UNITS)).toBe('−0.000005 units')
  })

  test('shares are rounded half up, and nothing of nothing is nothing', () => {
    expect(share(1n, 3n)).toBe('33.33 %')
    expect(share(2n, 3n)).toBe('66.67 %')
    expect(share(2n, 2n)).toBe('100.00 %')
    expect(share(0n, 0n)).toBe('0.00 %')
  })
})

test('a count of one is in the singular', () => {
  expect([counted(1, 'trade'), counted(0, 'trade'), counted(1200, 'party', 'parties')]).toEqual([
    '1 trade',
    '0 trades',
    '1,200 parties',
  ])
})
