import { normalizeZ } from '@noble/curves/abstract/curve.js'
import { ed25519 } from '@noble/curves/ed25519.js'

type Point = typeof ed25519.Point.BASE

/** Multiples of a point P, with which a public scalar times P takes an addition per window of the scalar's bits. */
export interface Multiples {
  /** Bits of a window. */
  readonly width: number
  /** With h = 2^(width−1), entry h·w + m − 1 is m · 2^(width·w) · P for m from 1 to h; affine. */
  readonly points: readonly Point[]
}

/**
 * Table of multiples. At a width of 8 it takes about 1 MB, and as long to build as some twenty signatures to verify.
 * Source: Brickell, Gordon, McCurley & Wilson, Fast exponentiation with precomputation (1992).
 */
export function multiplesOf(point: Point, width: number): Multiples {
  const half = 2 ** (width - 1)
  const windows = Math.ceil(SCALAR_BITS / width)
  const points: Point[] = []
  let base = point
  for (let window = 0; window < windows; window++) {
    let multiple = base
    for (let m = 1; m <= half; m++) {
      points.push(multiple)
      if (m < half) multiple = multiple.add(base)
    }
    base = multiple.double()
  }
  return { width, points: normalizeZ(ed25519.Point, points) }
}

/** The order of the group has 253 bits, and the digits may carry into one more. */
const SCALAR_BITS = 254

/**
 * `Σ scalar · P` over tables of points. Takes a time that depends on the scalars: for public ones only.
 * @param terms - Each a table and a scalar from 0n to below the order of the group.
 */
export function sumOfMultiples(terms: readonly (readonly [Multiples, bigint])[]): Point {
  let plus: Point | undefined
  let minus: Point | undefined
  for (const [{ width, points }, scalar] of terms) {
    const half = 2 ** (width - 1)
    const [shift, mask] = [BigInt(width), BigInt(2 * half - 1)]
    let rest = scalar
    for (let start = 0; rest > 0n; start += half) {
      // Digits from −h + 1 to h, so that half the multiples are enough. What is to be subtracted is summed by itself,
      // which saves turning every one of it around.
      let digit = Number(rest & mask)
      rest >>= shift
      if (digit > half) {
        digit -= 2 * half
        rest += 1n
      }
      const multiple = points[start + Math.abs(digit) - 1]
      if (digit === 0 || multiple === undefined) continue
      if (digit > 0) plus = plus?.add(multiple) ?? multiple
      else minus = minus?.add(multiple) ?? multiple
    }
  }
  const sum = plus ?? ed25519.Point.ZERO
  return minus === undefined ? sum : sum.subtract(minus)
}
