/** Random numbers that a seed determines, the same on every engine. */
export interface Random {
  /** 0 ≤ x < 1, one of 2^32 equally likely numbers. */
  readonly uniform: () => number
  /** Mean 0 and variance 1, between −6 and 6: twelve uniform numbers less six, which is close to a normal variable. */
  readonly normal: () => number
}

/**
 * Starts a sequence of random numbers.
 * Source: xoshiro128** 1.1 (Blackman & Vigna 2018), its state filled by a mixing function after Steele (2014).
 * @param seed - A whole number from 0 to 2^32 − 1.
 * @returns A generator of its own, whose numbers depend on the seed and on nothing else.
 * @throws {RangeError} when the seed is out of range.
 * @example seededRandom(1).uniform() === seededRandom(1).uniform() // true
 */
export function seededRandom(seed: number): Random {
  if (!Number.isSafeInteger(seed) || seed < 0 || seed >= 2 ** 32) throw new RangeError('a seed is from 0 to 2^32 − 1')
  let mixed = seed
  const fill = (): number => {
    mixed = (mixed + 0x9e3779b9) | 0
    const once = Math.imul(mixed ^ (mixed >>> 16), 0x21f0aaad)
    const twice = Math.imul(once ^ (once >>> 15), 0x735a2d97)
    return twice ^ (twice >>> 15)
  }
  let [a, b, c, d] = [fill(), fill(), fill(), fill()]
  const word = (): number => {
    const result = Math.imul(rotate(Math.imul(b, 5), 7), 9) >>> 0
    const shifted = b << 9
    c ^= a
    d ^= b
    b ^= c
    a ^= d
    c ^= shifted
    d = rotate(d, 11)
    return result
  }
  const uniform = (): number => word() / 2 ** 32
  const normal = (): number => {
    let sum = -6
    for (let draw = 0; draw < 12; draw++) sum += uniform()
    return sum
  }
  return { uniform, normal }
}

function rotate(word: number, by: number): number {
  return (word << by) | (word >>> (32 - by))
}
