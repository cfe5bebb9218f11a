import { normalizeZ } from '@noble/curves/abstract/curve.js'
import { ed25519 } from '@noble/curves/ed25519.js'

type Point = typeof ed25519.Point.BASE

/** Affine multiples 1..128 of 256^w · P for each byte w of a scalar: entry 128·w + m − 1 is m · 256^w · P. */
export type Multiples = readonly Point[]

/**
 * Table with which a public scalar times a point takes 32 additions and no doubling. About 1 MB, and as long to build as
 * some twenty signatures take to verify.
 * Source: Brickell, Gordon, McCurley & Wilson, Fast exponentiation with precomputation (1992).
 */
export function multiplesOf(point: Point): Multiples {
  const multiples: Point[] = []
  let base = point
  for (let byte = 0; byte < 32; byte++) {
    let multiple = base
    for (let m = 1; m <= 128; m++) {
      multiples.push(multiple)
      if (m < 128) multiple = multiple.add(base)
    }
    base = multiple.double()
  }
  return normalizeZ(ed25519.Point, multiples)
}

/**
 * `Σ scalar · P` over tables of points. Takes a time that depends on the scalars: for public ones only.
 * @param terms - Each a table and a scalar of 32 bytes, little-endian, below the order of the group.
 */
export function sumOfMultiples(terms: readonly (readonly [Multiples, Uint8Array])[]): Point {
  let plus = ed25519.Point.ZERO
  let minus = ed25519.Point.ZERO
  for (const [multiples, scalar] of terms) {
    let carry = 0
    for (const [byte, value] of scalar.entries()) {
      // Bytes become digits from −127 to 128, so that half the multiples are enough. What is to be subtracted is summed
      // by itself, which saves turning every one of it around.
      const unsigned = value + carry
      carry = unsigned > 128 ? 1 : 0
      const digit = unsigned - 256 * carry
      const multiple = multiples[128 * byte + Math.abs(digit) - 1]
      if (digit === 0 || multiple === undefined) continue
      if (digit > 0) plus = plus.add(multiple)
      else minus = minus.add(multiple)
    }
  }
  return plus.subtract(minus)
}
