/**
 * Random integers from a seed: the same numbers on every machine, and no floating point.
 * Source: xoshiro128** 1.1 (Blackman & Vigna 2018), its state filled by splitmix32.
 */
export interface Random {
  /** 32 random bits, 0 ≤ n < 2^32. */
  readonly bits: () => number
  /** A whole number 0 ≤ n < `bound`, each as likely as any other; `bound` ≤ 2^32. */
  readonly below: (bound: number) => number
  /** A whole number 0n ≤ n < `bound` for bounds of any size, each as likely as any other. */
  readonly wide: (bound: bigint) => bigint
  /** Close to a normal variable with mean 0 and a standard deviation of 65,536 (the sum of twelve uniform ones). */
  readonly normal: () => number
}

/**
 * Starts a sequence of random integers.
 * @param seed - Whole number, 0 ≤ seed < 2^32.
 * @returns A generator whose calls depend on the seed and on nothing else.
 * @example random(1).below(6) === random(1).below(6) // true
 */
export function random(seed: number): Random {
  let mix = seed >>> 0
  const filler = (): number => {
    mix = (mix + 0x9e3779b9) >>> 0
    let word = mix
    word = Math.imul(word ^ (word >>> 16), 0x85ebca6b)
    word = Math.imul(word ^ (word >>> 13), 0xc2b2ae35)
    return (word ^ (word >>> 16)) >>> 0
  }
  let a = filler()
  let b = filler()
  let c = filler()
  let d = filler()

  const bits = (): number => {
    const scrambled = Math.imul(rotate(Math.imul(b, 5), 7), 9) >>> 0
    const shifted = b << 9
    c ^= a
    d ^= b
    b ^= c
    a ^= d
    c ^= shifted
    d = rotate(d, 11)
    return scrambled
  }
  const below = (bound: number): number => {
    // What lies beyond the last whole multiple of the bound is drawn again, or small results would be likelier.
    const limit = 2 ** 32 - (2 ** 32 % bound)
    for (;;) {
      const word = bits()
      if (word < limit) return word % bound
    }
  }
  const wide = (bound: bigint): bigint => {
    const width = (bound - 1n).toString(2).length
    for (;;) {
      let word = 0n
      for (let taken = 0; taken < width; taken += 32) word = (word << 32n) | BigInt(bits())
      const result = BigInt.asUintN(width, word)
      if (result < bound) return result
    }
  }
  const normal = (): number => {
    let sum = -6 * 65536
    for (let draw = 0; draw < 12; draw++) sum += bits() >>> 16
    return sum
  }
  return { bits, below, wide, normal }
}

function rotate(word: number, by: number): number {
  return (word << by) | (word >>> (32 - by))
}
