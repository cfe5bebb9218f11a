import { PriceSourceError } from './source.js'

/** An unsigned number, big-endian. */
export const uint = (bytes: Uint8Array): bigint => bytes.reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n)

/** A signed number in two's complement, big-endian. */
export const int = (bytes: Uint8Array): bigint => BigInt.asIntN(8 * bytes.length, uint(bytes))

/** Takes pieces off one end of some bytes; what isn't there is malformed. */
export interface Cursor {
  /** The next so many bytes, in their order. */
  readonly take: (length: number) => Uint8Array
  /** The next so many bytes as an unsigned number that is safe to count with: at most six. */
  readonly count: (length: number) => number
  /** How many are left. */
  readonly left: () => number
}

/** From the first byte on, or from the last back. */
export function cursor(bytes: Uint8Array, from: 'start' | 'end' = 'start'): Cursor {
  let [start, end] = [0, bytes.length]
  function take(length: number): Uint8Array {
    if (length > end - start) throw new PriceSourceError('PRICE_MALFORMED', 'the bytes end early')
    const at = from === 'start' ? start : end - length
    if (from === 'start') start += length
    else end -= length
    return bytes.subarray(at, at + length)
  }
  return { take, count: (length) => Number(uint(take(length))), left: () => end - start }
}

/** Whether two runs of bytes are the same. */
export const same = (a: Uint8Array, b: Uint8Array): boolean =>
  a.length === b.length && a.every((byte, i) => byte === b[i])
