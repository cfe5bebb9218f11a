/** Keys of parties, and the check of signed commands. Spec: kernel.md#keys, signatures.md. */
import { canonicalize, type JsonValue } from '../codec/canonical.js'
import type { Schema } from '../codec/fields.js'
import { hashTypedData, isPublicKey, type SignatureCheck, signingDigest, typedCommand } from '../signature/index.js'
import type { AnyCommand } from './bag.js'
import type { Context } from './context.js'
import type { KeyRow } from './kernel-tables.js'
import { refuse } from './rejection.js'
import type { RegisterKey, RevokeKey } from './services.js'

/** How signatures are checked; a system keeps one, so that repeat signers are cheap. */
export interface Signing {
  readonly verify: (check: SignatureCheck) => boolean
}

/** What a party has said outside of any command, to the instance that asks. */
export interface Statement {
  readonly by: string
  /** The party's name for its key. */
  readonly key: string
  /** What is stated: a word of the mechanism's own, so that no statement passes for one of another kind. */
  readonly kind: string
  readonly body: JsonValue
  /** The signature, lower-case hexadecimal digits. */
  readonly value: string
}

/** Whether a statement to an instance in this stream is signed by the party's key; by a revoked one only where that counts. */
export function isSigned(
  context: Context,
  instance: string,
  { by, key, kind, body, value }: Statement,
  revoked: boolean,
  { verify }: Signing,
): boolean {
  const row: KeyRow | undefined = context.kernel('keys', { party: by, key })
  if (row === undefined || !(row.active || revoked)) return false
  const { scheme, publicKey } = row
  const fields = { stream: context.stream, instance, kind, by, body: canonicalize(body), key }
  return verify({ scheme, publicKey, message: signingDigest('statement', scheme, fields), signature: value })
}

/** Registers a key of the party's own. Its first key needs no signature but the key's; later ones a signed command. */
export function registerKey(
  context: Context,
  by: string,
  { key, scheme, publicKey, proof }: RegisterKey,
  { verify }: Signing,
): void {
  if (context.kernel('keys', { party: by, key }) !== undefined) refuse('KEY_TAKEN', { key })
  if (!isPublicKey(scheme, publicKey)) refuse('KEY_MALFORMED', { key })
  const message = signingDigest('key', scheme, { stream: context.stream, by, key, scheme, publicKey })
  if (!verify({ scheme, publicKey, message, signature: proof })) refuse('KEY_PROOF_INVALID', { key })
  context.putKernel('keys', { party: by, key }, { scheme, publicKey, active: true })
  context.putKernel('signers', { party: by }, { active: activeKeys(context, by) + 1 })
}

/** Ends a key. The last one stays, or the party would fall back to unsigned commands. */
export function revokeKey(context: Context, by: string, { key }: RevokeKey): void {
  const row = context.kernel('keys', { party: by, key })
  if (row === undefined || !row.active) return refuse('KEY_UNKNOWN', { key })
  if (activeKeys(context, by) === 1) refuse('KEY_LAST', { key })
  context.putKernel('keys', { party: by, key }, { ...row, active: false })
  context.putKernel('signers', { party: by }, { active: activeKeys(context, by) - 1 })
}

const activeKeys = (context: Context, party: string): number => context.kernel('signers', { party })?.active ?? 0

/**
 * Refuses a command that isn't its party's own. A signature that is given is checked, whoever vouches for the rest.
 * @param input - The command's input as canonical JSON.
 * @param schema - Of the input; a wallet may have signed its fields.
 * @param host - Whether the host authenticates, so that parties with keys may do without a signature.
 */
export function checkSignature(
  context: Context,
  { by, id, type, signature }: AnyCommand,
  input: () => string,
  schema: Schema<unknown>,
  host: boolean,
  { verify }: Signing,
): void {
  if (signature === undefined) {
    if (!host && activeKeys(context, by) > 0) refuse('SIGNATURE_REQUIRED', { by })
    return
  }
  const { key, deadline, value } = signature
  const row: KeyRow | undefined = context.kernel('keys', { party: by, key })
  if (row === undefined || !row.active) return refuse('SIGNATURE_KEY_UNKNOWN', { by, key })
  if (context.now > deadline) refuse('SIGNATURE_EXPIRED', { deadline })
  const { scheme, publicKey } = row
  const { stream } = context
  const fields = { stream, id, by, type, input: input(), deadline: String(deadline), key }
  const right = (message: Uint8Array): boolean => verify({ scheme, publicKey, message, signature: value })
  if (right(signingDigest('command', scheme, fields))) return
  if (scheme === 'secp256k1' && right(hashTypedData(typedCommand(schema, fields)))) return
  refuse('SIGNATURE_INVALID', { key })
}
