/** What is signed: that a message uses a range of an allowance, and that a message is spam. Spec: spam-deposit.md#attestations. */
import { canonicalize, type JsonValue } from '../../codec/index.js'
import type { StatementMessage } from '../../signature/index.js'

/** Bytes of an allowance: `from` included, `to` not. */
export interface ByteRange {
  readonly from: bigint
  readonly to: bigint
}
/** What a signer says of one message. */
export interface Attestation extends ByteRange {
  readonly channel: string
  /** Whose data it is. */
  readonly producer: string
  readonly window: number
  /** SHA-256 of the message, 64 lower-case hexadecimal digits. */
  readonly message: string
}
/** What a checker says of one message. */
export interface SpamVerdict {
  readonly channel: string
  /** Who attested it. */
  readonly signer: string
  readonly producer: string
  readonly window: number
  /** SHA-256 of the message, 64 lower-case hexadecimal digits. */
  readonly message: string
}
/** Where a statement is to be read, and by whose key it is signed. */
export interface StatedBy {
  readonly stream: string
  /** Name of the instance. */
  readonly instance: string
  readonly by: string
  /** The party's name for its key. */
  readonly key: string
}

/** Kinds of statements. */
export const ATTESTATION = 'attestation'
export const VERDICT = 'verdict'

/** The body of an attestation's statement. */
export const attestationBody = ({ channel, producer, window, from, to, message }: Attestation): JsonValue => ({
  channel,
  from: String(from),
  message,
  producer,
  to: String(to),
  window: String(window),
})
/** The body of a verdict's statement. */
export const verdictBody = ({ channel, signer, producer, window, message }: SpamVerdict): JsonValue => ({
  channel,
  message,
  producer,
  signer,
  window: String(window),
})

/**
 * The statement that attests a message: to be signed with `signStatement`.
 * Spec: spam-deposit.md#attestations.
 * @param attestation - Channel, producer, window, range in bytes and the message's SHA-256.
 * @param by - Stream, instance, the signer and its key's id.
 * @returns The statement's fields, the body as canonical JSON.
 * @example signStatement(attestationOf(attestation, { stream: 's', instance: 'spam-deposit', by: 'ann', key: 'k' }), signer)
 */
export const attestationOf = (attestation: Attestation, by: StatedBy): StatementMessage => ({
  ...fieldsOf(by),
  kind: ATTESTATION,
  body: canonicalize(attestationBody(attestation)),
})

/**
 * The statement by which a checker says that a message is spam: to be signed with `signStatement`.
 * Spec: spam-deposit.md#quorum.
 * @param verdict - Channel, signer, producer, window and the message's SHA-256.
 * @param by - Stream, instance, the checker and its key's id.
 * @returns The statement's fields, the body as canonical JSON.
 * @example signStatement(verdictOf(verdict, { stream: 's', instance: 'spam-deposit', by: 'checker', key: 'k' }), signer)
 */
export const verdictOf = (verdict: SpamVerdict, by: StatedBy): StatementMessage => ({
  ...fieldsOf(by),
  kind: VERDICT,
  body: canonicalize(verdictBody(verdict)),
})
const fieldsOf = ({ stream, instance, by, key }: StatedBy): StatedBy => ({ stream, instance, by, key })

/** Whether there is anything in a range. */
export const isRange = ({ from, to }: ByteRange): boolean => 0n <= from && from < to
/**
 * Whether two ranges have a byte in common. One inside the other does; two that only share a boundary don't.
 * Spec: spam-deposit.md#attestations.
 * @param a - Neither empty.
 * @param b - Neither empty.
 * @returns The same whichever comes first.
 * @example rangesOverlap({ from: 0n, to: 5n }, { from: 5n, to: 9n }) // false
 */
export const rangesOverlap = (a: ByteRange, b: ByteRange): boolean => a.from < b.to && b.from < a.to
