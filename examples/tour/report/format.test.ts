import { describe, expect, test } from 'vitest'
import { DOLLARS, exact, LINE_UNITS, share, short } from './format.js'

describe('amounts', () => {
  test.each([
    [0n, '$0'],
    [999n, '$999'],
    [1999n, '$1.9 k'],
    [757_695_450_716n, '$757.6 bn'],
    [-1_000_000n, '−$1.0 M'],
    [2n ** 127n, '$170,141,183,460,469 septillion'],
  ])('are short and cut off: %s', (amount, text) => {
    expect(short(amount, DOLLARS)).toBe(text)
  })

  test('are exact to the last base unit', () => {
    expect(exact(1_234_567_890n, LINE_UNITS)).toBe('1,234.567890 units')
    expect(exact(-5n, LINE_UNITS)).toBe('−0.000005 units')
  })

  test('shares are cut off, and nothing of nothing is nothing', () => {
    expect(share(1n, 3n)).toBe('33.33 %')
    expect(share(2n, 2n)).toBe('100.00 %')
    expect(share(0n, 0n)).toBe('0.00 %')
  })
})
