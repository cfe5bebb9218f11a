import { canonicalize } from '../codec/canonical.js'
import {
  type CommandMessage,
  type KeyMessage,
  type ReportMessage,
  type StatementMessage,
  signingDigest,
} from './message.js'
import { publicKeyOf, type Scheme, sign } from './scheme.js'

/** Who signs: a scheme, and its private key as 64 digits of lower-case hex. */
export interface Signer {
  readonly scheme: Scheme
  readonly privateKey: string
}

/** A signature as a command carries it. */
export interface SignedCommand {
  /** Id of the key, as registered. */
  readonly key: string
  /** Seconds. */
  readonly deadline: number
  /** Lower-case hex, 128 digits. */
  readonly value: string
}

/** What a command's signer says: the message with its deadline as a number. */
export interface CommandToSign extends Omit<CommandMessage, 'deadline'> {
  /** Last second at which the command may be decided. */
  readonly deadline: number
}

/**
 * Signs a command for one stream.
 * Spec: signatures.md#commands.
 * @param command - What is signed, and the last second at which it counts; `input` is the canonical JSON text of the command's input in its JSON form, in which
 * every integer is a decimal string.
 * @param signer - Scheme and private key.
 * @returns The command's `signature`.
 * @throws {RangeError} when the input isn't canonical JSON text, the deadline isn't a second ≥ 0, or the private key is
 * malformed.
 * @example
 * const input = canonicalize({ amount: '900' })
 * const signature = signCommand({ stream: 'marlin', id: 'c1', by: 'alice', type: 'bridge.request', input, deadline: 60, key: 'k1' }, signer)
 */
export function signCommand(command: CommandToSign, signer: Signer): SignedCommand {
  const { key, deadline, input } = command
  if (!Number.isSafeInteger(deadline) || deadline < 0) throw new RangeError('the deadline must be a second, at least 0')
  if (!isCanonical(input)) throw new RangeError('the input must be canonical JSON text')
  const digest = signingDigest('command', signer.scheme, { ...command, deadline: String(deadline) })
  return { key, deadline, value: sign(signer.scheme, digest, signer.privateKey) }
}

/**
 * Proves possession of a key that is to be registered, by a signature with it.
 * Spec: signatures.md#keys.
 * @param registration - Stream, party and the key's id.
 * @param signer - Scheme and private key of the key itself.
 * @returns The key's scheme and public key, and the proof; lower-case hex. With the key's id, the input of `key.register`.
 * @throws {RangeError} when the private key is malformed.
 * @example signKey({ stream: 'marlin', by: 'alice', key: 'k1' }, { scheme: 'ed25519', privateKey })
 */
export function signKey(
  registration: Pick<KeyMessage, 'stream' | 'by' | 'key'>,
  { scheme, privateKey }: Signer,
): { readonly scheme: Scheme; readonly publicKey: string; readonly proof: string } {
  const publicKey = publicKeyOf(scheme, privateKey)
  const digest = signingDigest('key', scheme, { ...registration, scheme, publicKey })
  return { scheme, publicKey, proof: sign(scheme, digest, privateKey) }
}

/**
 * Signs a price report.
 * Spec: signatures.md#reports.
 * @param report - Every field of the report, integers as decimal strings, and the id of the key that signs.
 * @param signer - Scheme and private key.
 * @returns The signature, lower-case hex, 128 digits.
 * @throws {TypeError} when a field is missing, too much, or not a string.
 * @throws {RangeError} when the private key is malformed.
 * @example signReport({ stream: 'marlin', base: 'POND', quote: 'USD', baseAmount: '100', … }, signer)
 */
export function signReport(report: ReportMessage, { scheme, privateKey }: Signer): string {
  return sign(scheme, signingDigest('report', scheme, report), privateKey)
}

/**
 * Signs a statement: what a party says outside of any command, to one instance.
 * Spec: signatures.md#statements.
 * @param statement - Stream, instance, kind, the party and its key's id, and the body as canonical JSON text.
 * @param signer - Scheme and private key.
 * @returns The signature, lower-case hex, 128 digits.
 * @throws {TypeError} when a field is missing, too much, or not a string.
 * @throws {RangeError} when the body isn't canonical JSON text or the private key is malformed.
 * @example
 * const body = canonicalize({ window: '7' })
 * signStatement({ stream: 'marlin', instance: 'spam-deposit', kind: 'attestation', by: 'alice', body, key: 'k1' }, signer)
 */
export function signStatement(statement: StatementMessage, { scheme, privateKey }: Signer): string {
  const digest = signingDigest('statement', scheme, statement)
  if (!isCanonical(statement.body)) throw new RangeError('the body must be canonical JSON text')
  return sign(scheme, digest, privateKey)
}

function isCanonical(text: string): boolean {
  try {
    return canonicalize(JSON.parse(text)) === text
  } catch {
    return false
  }
}
