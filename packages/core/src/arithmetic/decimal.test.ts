import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formatDecimal, parseDecimal } from './decimal.js'

const scale = fc.integer({ min: 0, max: 36 })

describe('parseDecimal', () => {
  it('default: digits at the scale of the asset', () => {
    expect(parseDecimal('1.5', 6)).toBe(1500000n)
    expect(parseDecimal('0', 18)).toBe(0n)
    expect(parseDecimal('0.000000000000000001', 18)).toBe(1n)
    expect(parseDecimal(`${'9'.repeat(78)}.${'9'.repeat(36)}`, 36)).toBe(BigInt('9'.repeat(114)))
  })

  it('behavior: excess decimals need a rounding that is named, also when they are zeros', () => {
    expect(() => parseDecimal('0.129', 2)).toThrow(RangeError)
    expect(() => parseDecimal('0.120', 2)).toThrow(RangeError)
    expect([parseDecimal('0.121', 2, 'down'), parseDecimal('0.121', 2, 'up')]).toEqual([12n, 13n])
    expect([parseDecimal('0.120', 2, 'down'), parseDecimal('0.120', 2, 'up')]).toEqual([12n, 12n])
  })

  it('error: a rounding that is none, whether or not anything is to be rounded', () => {
    for (const text of ['0.123', '1']) expect(() => parseDecimal(text, 2, 'near' as never)).toThrow(RangeError)
  })

  it('behavior: reads what formatDecimal prints', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 2n ** 256n }), scale, (amount, decimals) => {
        expect(parseDecimal(formatDecimal(amount, decimals), decimals)).toBe(amount)
      }),
    )
  })

  it('behavior: rounds as the exact fraction does', () => {
    const digits = (min: number, max: number) => fc.stringMatching(new RegExp(`^[0-9]{${min},${max}}$`))
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 10n ** 78n - 1n }), digits(1, 36), scale, (whole, fraction, decimals) => {
        const text = `${whole}.${fraction}`
        const numerator = BigInt(`${whole}${fraction}`) * 10n ** BigInt(decimals)
        const denominator = 10n ** BigInt(fraction.length)
        const floor = numerator / denominator
        expect(parseDecimal(text, decimals, 'down')).toBe(floor)
        expect(parseDecimal(text, decimals, 'up')).toBe(numerator % denominator === 0n ? floor : floor + 1n)
      }),
    )
  })

  it('error: whatever is not plain digits', () => {
    const texts = ['', '-1', '+1', '1e3', '1E3', '01', '1.', '.5', ' 1', '1 ', '1\n', '1_000', '1,5', 'NaN', 'Infinity']
    const long = ['9'.repeat(79), `0.${'0'.repeat(37)}`, '0x10', '1.2.3', '١']
    for (const text of [...texts, ...long]) expect(() => parseDecimal(text, 18, 'down')).toThrow(RangeError)
  })

  it('error: whatever is not a string', () => {
    for (const value of [undefined, null, 1, 1n, ['1'], { toString: () => '1' }]) {
      expect(() => parseDecimal(value as string, 18)).toThrow(TypeError)
    }
  })

  it('error: a scale out of range', () => {
    for (const bad of [-1, 37, 1.5, Number.NaN]) {
      expect(() => parseDecimal('1', bad)).toThrow(RangeError)
      expect(() => formatDecimal(1n, bad)).toThrow(RangeError)
    }
  })
})

describe('formatDecimal', () => {
  it('default: exact, without trailing zeros or exponents', () => {
    expect(formatDecimal(1500000n, 6)).toBe('1.5')
    expect(formatDecimal(-1n, 18)).toBe('-0.000000000000000001')
    expect(formatDecimal(10n ** 60n, 0)).toBe(`1${'0'.repeat(60)}`)
    expect(formatDecimal(0n, 36)).toBe('0')
  })
})
