import { keccak_256 } from '@noble/hashes/sha3.js'
import { cursor, same, uint } from '../bytes.js'
import { recoverAddress } from '../ethereum-address.js'
import { PriceSourceError } from '../source.js'

/** One signer's values at one time. */
export interface RedstonePackage {
  /** Address of who signed it, lower-case hex after `0x`; `undefined` where nobody did. */
  readonly signer: string | undefined
  /** Milliseconds since 1970. */
  readonly timestamp: number
  /** By the id of the feed. */
  readonly values: ReadonlyMap<string, bigint>
}

const MARKER = Uint8Array.of(0, 0, 2, 0xed, 0x57, 1, 0x1e, 0, 0)
const SIGNATURE_BYTES = 65
/** More than any service has signers; a bound on the work that bytes from outside can make. */
const MAX_PACKAGES = 64

/**
 * Packages of a payload, which is read from its end, as contracts do that find it behind their arguments: marker,
 * unsigned metadata (none here), number of packages, packages; and each of them: signature, number of values, bytes of
 * a value, time, values with their feed.
 */
export function decodePayload(payload: Uint8Array): readonly RedstonePackage[] {
  const back = cursor(payload, 'end')
  if (!same(back.take(MARKER.length), MARKER)) throw malformed('there is no marker at the end')
  if (back.count(3) !== 0) throw malformed('unsigned metadata is signed by nobody')
  const packages = back.count(2)
  if (packages > MAX_PACKAGES) throw malformed(`${packages} packages`)
  const decoded = Array.from({ length: packages }, () => {
    const signature = back.take(SIGNATURE_BYTES)
    const [count, size] = [back.take(3), back.take(4)]
    const time = back.take(6)
    const width = Number(uint(size))
    if (width < 1 || width > 32) throw malformed(`values of ${width} bytes`)
    const points = back.take(Number(uint(count)) * (32 + width))
    const signed = Uint8Array.from([...points, ...time, ...size, ...count])
    const signer = recoverAddress(keccak_256(signed), signature)
    return { signer, timestamp: Number(uint(time)), values: valuesOf(points, width) }
  })
  if (back.left() > 0) throw malformed('there are bytes before the packages')
  return decoded
}

function valuesOf(points: Uint8Array, width: number): ReadonlyMap<string, bigint> {
  const values = new Map<string, bigint>()
  const forward = cursor(points)
  while (forward.left() > 0) {
    const feed = feedOf(forward.take(32))
    if (values.has(feed)) throw malformed(`two values of ${feed} in one package`)
    values.set(feed, uint(forward.take(width)))
  }
  return values
}

/** An id in ASCII, with zeros behind it. */
function feedOf(bytes: Uint8Array): string {
  const end = bytes.indexOf(0)
  const text = end < 0 ? bytes : bytes.subarray(0, end)
  if (text.some((byte) => byte < 0x21 || byte > 0x7e) || bytes.subarray(text.length).some((byte) => byte !== 0))
    throw malformed('the id of a feed is ASCII with zeros behind it')
  return String.fromCharCode(...text)
}

const malformed = (why: string): PriceSourceError => new PriceSourceError('PRICE_MALFORMED', `redstone: ${why}`)
