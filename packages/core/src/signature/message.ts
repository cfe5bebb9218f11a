import { utf8ToBytes } from '@noble/hashes/utils.js'
import { isStorable, quote } from '../codec/canonical.js'
import { hashTypedData, type TypedData } from './eip712.js'
import type { Scheme } from './scheme.js'

/** What a signature can be for. A signature of one kind is never one of another. */
export type MessageKind = 'command' | 'key' | 'report' | 'statement'

/** What the signature of a command covers: it can be replayed nowhere else, nor after the deadline. */
export interface CommandMessage {
  /** Stream in which the command is to run. */
  readonly stream: string
  readonly id: string
  readonly by: string
  readonly type: string
  /** Canonical JSON text of the command's input. */
  readonly input: string
  /** Last second at which the command may be decided, decimal. */
  readonly deadline: string
  /** Id of the key that signs. */
  readonly key: string
}

/** What whoever registers a key signs with it: proof that the private key is theirs. */
export interface KeyMessage {
  readonly stream: string
  readonly by: string
  /** Id under which the key is to be registered. */
  readonly key: string
  readonly scheme: string
  /** Lower-case hex. */
  readonly publicKey: string
}

/** What the signature of a price report covers. Every integer is a decimal string. */
export interface ReportMessage {
  readonly stream: string
  readonly base: string
  readonly quote: string
  readonly baseAmount: string
  readonly quoteAmount: string
  readonly confidence: string
  readonly observed: string
  readonly until: string
  readonly source: string
  readonly number: string
  readonly key: string
}

/** What the signature of a statement covers: what a party says outside of any command, to one instance in one stream. */
export interface StatementMessage {
  readonly stream: string
  /** Name of the instance that reads it. */
  readonly instance: string
  /** What is stated; the instance's mechanism says which kinds there are. */
  readonly kind: string
  readonly by: string
  /** Canonical JSON text of the statement itself. */
  readonly body: string
  /** Id of the key that signs. */
  readonly key: string
}

/** Fields of each kind of message. */
export interface Messages {
  readonly command: CommandMessage
  readonly key: KeyMessage
  readonly report: ReportMessage
  readonly statement: StatementMessage
}

/**
 * The bytes that are signed for a message. ed25519 signs a tag line and the canonical JSON of the fields,
 * `symbolon/command/v1\n{"by":…}`; secp256k1 signs the EIP-712 digest, so that wallets show the fields.
 * Spec: signatures.md#messages.
 * @param kind - What is signed.
 * @param scheme - Of the key that signs.
 * @param fields - Exactly the fields of the kind, all strings; a command's `input` and a statement's `body` are canonical JSON
 * text.
 * @returns Bytes of any length (ed25519) or 32 bytes (secp256k1).
 * @throws {TypeError} when a field is missing, too much, not a string, or holds NUL or a lone surrogate.
 * @throws {RangeError} when a command's deadline isn't a decimal integer below 2^256.
 * @example signingDigest('key', 'ed25519', { stream: 'marlin', by: 'alice', key: 'k1', scheme: 'ed25519', publicKey })
 */
export function signingDigest<K extends MessageKind>(kind: K, scheme: Scheme, fields: Messages[K]): Uint8Array {
  const values = checked(kind, fields)
  if (scheme === 'ed25519') return utf8ToBytes(`symbolon/${kind}/v1\n${jsonOf(kind, values)}`)
  if (scheme !== 'secp256k1') throw new TypeError(`unknown signature scheme ${scheme}`)
  return hashTypedData(typedDataOf(kind, values))
}

/**
 * A message as EIP-712 typed data, for wallets, which show its fields to whoever signs.
 * Spec: signatures.md#eip-712.
 * @param kind - What is signed.
 * @param fields - Exactly the fields of the kind, all strings.
 * @returns Domain `Symbolon`, version 1, and a message with the kind's fields.
 * @throws {TypeError} and {RangeError} as {@link signingDigest} does.
 * @example typedData('key', { stream: 's', by: 'alice', key: 'k1', scheme: 'secp256k1', publicKey: '02' }).primaryType // 'Key'
 */
export function typedData<K extends MessageKind>(kind: K, fields: Messages[K]): TypedData {
  return typedDataOf(kind, checked(kind, fields))
}

type Values = Readonly<Record<string, string>>

function checked(kind: MessageKind, fields: object): Values {
  const names = FIELDS[kind]
  if (names === undefined) throw new TypeError(`unknown kind of message ${kind}`)
  const values = fields as Values
  if (Object.keys(values).length !== names.length) throw new TypeError(`a ${kind} message has ${names.length} fields`)
  for (const name of names) {
    const value = Object.hasOwn(values, name) ? values[name] : undefined
    if (typeof value !== 'string') throw new TypeError(`field ${name} of a ${kind} message must be a string`)
    if (!isStorable(value)) throw new TypeError(`field ${name} of a ${kind} message has NUL or a lone surrogate`)
  }
  if (kind === 'command' && !isUint256(values.deadline)) throw new RangeError('the deadline must be a decimal integer')
  return values
}

function isUint256(text: string | undefined): boolean {
  return text !== undefined && /^(0|[1-9][0-9]{0,77})$/.test(text) && BigInt(text) < 1n << 256n
}

function jsonOf(kind: MessageKind, values: Values): string {
  const members = [...FIELDS[kind]].sort().map((name) => {
    const value = values[name] ?? ''
    // Canonical JSON already: it is embedded as the value it is.
    return `"${name}":${name === EMBEDDED[kind] ? value : quote(value)}`
  })
  return `{${members.join(',')}}`
}

function typedDataOf(kind: MessageKind, values: Values): TypedData {
  const primaryType = PRIMARY_TYPE[kind]
  const fields = FIELDS[kind].map((name) => ({ name, type: name === 'deadline' ? 'uint256' : 'string' }))
  const message: Record<string, string | bigint> = { ...values }
  if (kind === 'command') message.deadline = BigInt(values.deadline ?? '0')
  return { domain: { name: 'Symbolon', version: '1' }, types: { [primaryType]: fields }, primaryType, message }
}

const PRIMARY_TYPE = { command: 'Command', key: 'Key', report: 'Report', statement: 'Statement' } as const
const EMBEDDED: Partial<Record<MessageKind, string>> = { command: 'input', statement: 'body' }

/** In the order of the EIP-712 type. */
const FIELDS = {
  command: ['stream', 'id', 'by', 'type', 'input', 'deadline', 'key'],
  key: ['stream', 'by', 'key', 'scheme', 'publicKey'],
  report: [
    'stream',
    'base',
    'quote',
    'baseAmount',
    'quoteAmount',
    'confidence',
    'observed',
    'until',
    'source',
    'number',
    'key',
  ],
  statement: ['stream', 'instance', 'kind', 'by', 'body', 'key'],
} as const satisfies { readonly [K in MessageKind]: readonly (keyof Messages[K])[] }
