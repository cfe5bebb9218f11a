/** What relayers let through: pure, with a small record that the relayer keeps. Spec: spam-deposit.md#admission. */
import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex } from '@noble/hashes/utils.js'
import { type Scheme, type SignatureCheck, signingDigest, verifySignature } from '../../signature/index.js'
import { type Attestation, attestationOf, type ByteRange, isRange, rangesOverlap } from './attestation.js'

/** A message that was let through, and the attestation that it came with. */
export interface AdmittedRange extends ByteRange {
  /** SHA-256 of the message. */
  readonly message: string
  /** Signature of its attestation: with that of another message over the same bytes it is evidence. */
  readonly value: string
}
/** The key that an allowance's attestations are signed with. */
export interface AttestationKey {
  /** The signer's own name for it. */
  readonly id: string
  readonly scheme: Scheme
  /** Lower-case hexadecimal digits. */
  readonly publicKey: string
}
/** What a signer may send for a producer in one window, and what of it this relayer has let through. */
export interface Allowance {
  readonly stream: string
  /** Name of the instance. */
  readonly instance: string
  readonly channel: string
  readonly signer: string
  readonly producer: string
  readonly window: number
  /** Bytes. */
  readonly volume: bigint
  readonly key: AttestationKey
  /** All below is used, or too old to tell. 0n at first. */
  readonly floor: bigint
  /** What was let through above the floor, in order, none overlapping; empty at first. */
  readonly admitted: readonly AdmittedRange[]
}
/** A message as it arrives at a relayer. */
export interface ArrivingMessage {
  readonly attestation: Attestation
  /** Signature of the attestation, lower-case hexadecimal digits. */
  readonly value: string
  readonly data: Uint8Array
}

/** Why a message is dropped, in order of precedence. */
export const admissionCodes = [
  'ADMIT_OTHER_ALLOWANCE',
  'ADMIT_WINDOW_OVER',
  'ADMIT_WINDOW_AHEAD',
  'ADMIT_RANGE_INVALID',
  'ADMIT_OVER_ALLOWANCE',
  'ADMIT_DATA_EXCEEDS_RANGE',
  'ADMIT_MESSAGE_MISMATCH',
  'ADMIT_DUPLICATE',
  'ADMIT_RANGE_STALE',
  'ADMIT_SIGNATURE_INVALID',
  'ADMIT_OVERLAP',
] as const
/** Why a message is dropped. */
export type AdmissionCode = (typeof admissionCodes)[number]
/** Whether a message goes on. */
export type Admission =
  | {
      readonly status: 'admitted'
      /** To be kept instead of the one before. */
      readonly allowance: Allowance
    }
  | {
      readonly status: 'dropped'
      readonly code: AdmissionCode
      /** With `ADMIT_OVERLAP`: what was let through before. Where that is another message, both are evidence. */
      readonly before?: AdmittedRange
    }
/** How signatures are checked. */
export interface AdmissionOptions {
  /** Default: `verifySignature`; one of `createVerifier` is sooner for repeat signers. */
  readonly verify?: (check: SignatureCheck) => boolean
}

/** Ranges that a relayer remembers; of more the lowest are taken for used. */
const MOST_REMEMBERED = 64

/**
 * Whether a relayer lets a message through, and what it has to remember then. What is dropped isn't slashed: that takes
 * evidence.
 * Spec: spam-deposit.md#admission.
 * @param allowance - As `allowanceOf` says it at the beginning of a window, then as the last admission left it.
 * @param message - Data with its attestation.
 * @param options - How signatures are checked.
 * @returns The allowance with the message in it, or the first code that applies.
 * @example
 * const admission = admit(allowance, { attestation, value, data })
 * if (admission.status === 'admitted') allowance = admission.allowance
 */
export function admit(
  allowance: Allowance,
  { attestation, value, data }: ArrivingMessage,
  { verify = verifySignature }: AdmissionOptions = {},
): Admission {
  const { channel, producer, signer, window, volume, key, floor, admitted, stream, instance } = allowance
  const { from, to, message } = attestation
  if (attestation.channel !== channel || attestation.producer !== producer) return dropped('ADMIT_OTHER_ALLOWANCE')
  if (attestation.window < window) return dropped('ADMIT_WINDOW_OVER')
  if (attestation.window > window) return dropped('ADMIT_WINDOW_AHEAD')
  if (!isRange(attestation)) return dropped('ADMIT_RANGE_INVALID')
  if (to > volume) return dropped('ADMIT_OVER_ALLOWANCE')
  if (BigInt(data.length) > to - from) return dropped('ADMIT_DATA_EXCEEDS_RANGE')
  if (bytesToHex(sha256(data)) !== message) return dropped('ADMIT_MESSAGE_MISMATCH')
  const same = (one: AdmittedRange) => one.message === message && one.from === from && one.to === to
  // before the signature is checked: networks bring the same message many times
  if (admitted.some(same)) return dropped('ADMIT_DUPLICATE')
  if (from < floor) return dropped('ADMIT_RANGE_STALE')
  const statement = attestationOf(attestation, { stream, instance, by: signer, key: key.id })
  const signed = { scheme: key.scheme, publicKey: key.publicKey, signature: value }
  if (!verify({ ...signed, message: signingDigest('statement', key.scheme, statement) })) {
    return dropped('ADMIT_SIGNATURE_INVALID')
  }
  const before = admitted.find((one) => rangesOverlap(one, attestation))
  if (before !== undefined) return { ...dropped('ADMIT_OVERLAP'), before }
  const place = admitted.filter((one) => one.to <= from).length
  const all = [...admitted.slice(0, place), { from, to, message, value }, ...admitted.slice(place)]
  const [lowest] = all
  const full = all.length > MOST_REMEMBERED && lowest !== undefined
  return {
    status: 'admitted',
    allowance: full ? { ...allowance, floor: lowest.to, admitted: all.slice(1) } : { ...allowance, admitted: all },
  }
}
const dropped = (code: AdmissionCode): { readonly status: 'dropped'; readonly code: AdmissionCode } => {
  return { status: 'dropped', code }
}
