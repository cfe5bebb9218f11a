import { ed25519 } from '@noble/curves/ed25519.js'
import { bytesToNumberLE } from '@noble/curves/utils.js'
import { sha512 } from '@noble/hashes/sha2.js'
import { concatBytes, hexToBytes } from '@noble/hashes/utils.js'
import { type Multiples, multiplesOf, sumOfMultiples } from './multiples.js'
import { isHex, type SignatureCheck, verifySignature } from './scheme.js'

/** Checks signatures and remembers the keys of repeat signers. */
export interface Verifier {
  /** The same answer as `verifySignature`, always; sooner for keys seen before. */
  readonly verify: (check: SignatureCheck) => boolean
}

/** Sizes of a {@link Verifier}. */
export interface VerifierOptions {
  /** Keys remembered at most, about 1 MB each; the one used least recently is forgotten. Default 64. */
  readonly capacity?: number
  /** Right signatures by a key before it is worth remembering. Default 16. */
  readonly threshold?: number
}

/**
 * A verifier with a cache of multiples of ed25519 keys. A signature by a remembered key is accepted when the encoding of
 * [s]B − [k]A is R byte for byte, which implies the cofactored equation; whatever fails that is decided by
 * `verifySignature`. So there is one rule everywhere, and the cache is only a shorter way to a yes.
 * Spec: signatures.md#strictness.
 * @param options - `capacity` keys (64), remembered after `threshold` right signatures (16).
 * @returns A verifier that remembers no key yet.
 * @example const { verify } = createVerifier({ capacity: 16 })
 */
export function createVerifier({ capacity = 64, threshold = 16 }: VerifierOptions = {}): Verifier {
  const signers = new Map<string, Known>()
  const base = { multiples: undefined as Multiples | undefined }

  const verify = (check: SignatureCheck): boolean => {
    if (check.scheme !== 'ed25519') return verifySignature(check)
    const known = signers.get(check.publicKey) ?? { count: 0, negated: undefined }
    if (known.negated !== undefined) {
      base.multiples ??= multiplesOf(ed25519.Point.BASE, BASE_WIDTH)
      if (!matches(base.multiples, known.negated, check) && !verifySignature(check)) return false
    } else {
      if (!verifySignature(check)) return false
      known.count += 1
      if (known.count >= threshold)
        known.negated = multiplesOf(ed25519.Point.fromHex(check.publicKey).negate(), KEY_WIDTH)
    }
    // A Map iterates in order of insertion: out and in again makes a key the most recently used.
    signers.delete(check.publicKey)
    signers.set(check.publicKey, known)
    if (signers.size > capacity) signers.delete(leastRecent(signers))
    return true
  }
  return { verify }
}

/** The base point is every signature's, so its table may be larger: 3 MB. */
const BASE_WIDTH = 10
const KEY_WIDTH = 8

interface Known {
  count: number
  /** Of −A, so that the check adds. */
  negated: Multiples | undefined
}

function leastRecent(signers: ReadonlyMap<string, Known>): string {
  const [publicKey = ''] = signers.keys()
  return publicKey
}

/** Whether [s]B + [k](−A) encodes to R. The key is canonical and not of small order: `verifySignature` has said so. */
function matches(base: Multiples, negated: Multiples, { publicKey, message, signature }: SignatureCheck): boolean {
  if (!isHex(signature, 64)) return false
  const { Point } = ed25519
  const s = bytesToNumberLE(hexToBytes(signature.slice(64)))
  if (s >= Point.Fn.ORDER) return false
  const hash = sha512(concatBytes(hexToBytes(signature.slice(0, 64) + publicKey), message))
  const k = Point.Fn.create(bytesToNumberLE(hash))
  const commitment = sumOfMultiples([
    [base, s],
    [negated, k],
  ])
  return commitment.toHex() === signature.slice(0, 64)
}
