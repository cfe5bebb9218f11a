import { keccak_256 } from '@noble/hashes/sha3.js'
import { concatBytes, hexToBytes, utf8ToBytes } from '@noble/hashes/utils.js'

/** A field of a struct: its name and its Solidity type. */
export interface TypedDataField {
  readonly name: string
  readonly type: string
}

/** Domain of typed data; only the fields that are there count. Addresses and bytes are `0x` hex. */
export interface TypedDataDomain {
  readonly name?: string
  readonly version?: string
  readonly chainId?: bigint | number
  readonly verifyingContract?: `0x${string}`
  readonly salt?: `0x${string}`
}

/** Typed structured data after EIP-712. Integers are bigints or safe integers, bytes and addresses `0x` hex. */
export interface TypedData {
  readonly domain: TypedDataDomain
  readonly types: Readonly<Record<string, readonly TypedDataField[]>>
  readonly primaryType: string
  readonly message: Readonly<Record<string, unknown>>
}

type Types = TypedData['types']

/**
 * Digest that a wallet signs for typed data: keccak-256(0x1901 ‖ domain separator ‖ struct hash).
 * Spec: signatures.md#eip-712. Source: EIP-712.
 * @param data - Domain, types, and a message of the primary type.
 * @returns 32 bytes.
 * @throws {RangeError} when a value doesn't fit its type, or a type is unknown.
 * @example hashTypedData({ domain: { name: 'Symbolon', version: '1' }, types, primaryType: 'Key', message })
 */
export function hashTypedData({ domain, types, primaryType, message }: TypedData): Uint8Array {
  const domainFields = DOMAIN_FIELDS.filter(({ name }) => domain[name] !== undefined)
  const separator = hashStruct({ EIP712Domain: domainFields }, 'EIP712Domain', { ...domain })
  return keccak_256(concatBytes(Uint8Array.of(0x19, 0x01), separator, hashStruct(types, primaryType, message)))
}

/**
 * Signature of a struct type: itself, then the structs it refers to, sorted by name.
 * Spec: signatures.md#eip-712. Source: EIP-712, encodeType.
 * @param types - Fields of every struct, by name.
 * @param primaryType - The struct whose signature is wanted.
 * @returns Text that is hashed into every digest of the type.
 * @throws {RangeError} when the type is unknown.
 * @example encodeType({ Key: [{ name: 'by', type: 'string' }] }, 'Key') // 'Key(string by)'
 */
export function encodeType(types: Types, primaryType: string): string {
  const others = [...referredTypes(types, primaryType, new Set())].filter((name) => name !== primaryType).sort()
  return [primaryType, ...others]
    .map(
      (name) =>
        `${name}(${fieldsOf(types, name)
          .map((field) => `${field.type} ${field.name}`)
          .join(',')})`,
    )
    .join('')
}

/** Hashes of struct types by name: a long list of structs has one. */
type TypeHashes = Map<string, Uint8Array>

function hashStruct(types: Types, name: string, value: unknown, known: TypeHashes = new Map()): Uint8Array {
  if (typeof value !== 'object' || value === null) throw new RangeError(`a struct ${name} was expected`)
  const members = value as Readonly<Record<string, unknown>>
  const typeHash = known.get(name) ?? keccak_256(utf8ToBytes(encodeType(types, name)))
  known.set(name, typeHash)
  const hash = keccak_256.create().update(typeHash)
  for (const field of fieldsOf(types, name)) hash.update(encodeMember(types, field.type, members[field.name], known))
  return hash.digest()
}

function encodeMember(types: Types, type: string, value: unknown, known: TypeHashes): Uint8Array {
  const array = ARRAY.exec(type)
  if (array) {
    const [, element = '', length = ''] = array
    if (!Array.isArray(value) || (length !== '' && value.length !== Number(length))) throw mismatch(type)
    // piece by piece: a list may be longer than a call's arguments
    const hash = keccak_256.create()
    for (const item of value) hash.update(encodeMember(types, element, item, known))
    return hash.digest()
  }
  if (Object.hasOwn(types, type)) return hashStruct(types, type, value, known)
  if (type === 'string') {
    // A lone surrogate has no UTF-8 form: encoders replace it, and two texts would share a digest.
    if (typeof value !== 'string' || !value.isWellFormed()) throw mismatch(type)
    return keccak_256(utf8ToBytes(value))
  }
  if (type === 'bytes') return keccak_256(bytesOf(type, value))
  if (type === 'bool') {
    if (typeof value !== 'boolean') throw mismatch(type)
    return word(value ? 1n : 0n)
  }
  if (type === 'address') return concatBytes(new Uint8Array(12), bytesOf(type, value, 20))
  const fixed = /^bytes([1-9]|[12]\d|3[0-2])$/.exec(type)
  if (fixed) return concatBytes(bytesOf(type, value, Number(fixed[1])), new Uint8Array(32 - Number(fixed[1])))
  return encodeInteger(type, value)
}

function encodeInteger(type: string, value: unknown): Uint8Array {
  const [, unsigned, width] = /^(u?)int([1-9]\d{0,2})$/.exec(type) ?? []
  const bits = Number(width ?? 0)
  if (bits === 0 || bits % 8 !== 0 || bits > 256) throw new RangeError(`unknown type ${type}`)
  if (typeof value !== 'bigint' && !Number.isSafeInteger(value)) throw mismatch(type)
  const integer = BigInt(value as bigint | number)
  const fits = unsigned ? integer === BigInt.asUintN(bits, integer) : integer === BigInt.asIntN(bits, integer)
  if (!fits) throw mismatch(type)
  return word(BigInt.asUintN(256, integer))
}

function referredTypes(types: Types, name: string, found: Set<string>): Set<string> {
  if (found.has(name) || !Object.hasOwn(types, name)) return found
  found.add(name)
  for (const field of fieldsOf(types, name)) referredTypes(types, field.type.replace(/\[.*$/, ''), found)
  return found
}

function fieldsOf(types: Types, name: string): readonly TypedDataField[] {
  const fields = Object.hasOwn(types, name) ? types[name] : undefined
  if (fields === undefined) throw new RangeError(`unknown type ${name}`)
  return fields
}

function bytesOf(type: string, value: unknown, length?: number): Uint8Array {
  if (typeof value !== 'string' || !/^0x([0-9a-fA-F]{2})*$/.test(value)) throw mismatch(type)
  const bytes = hexToBytes(value.slice(2))
  if (length !== undefined && bytes.length !== length) throw mismatch(type)
  return bytes
}

function word(unsigned: bigint): Uint8Array {
  return hexToBytes(unsigned.toString(16).padStart(64, '0'))
}

function mismatch(type: string): RangeError {
  return new RangeError(`a value doesn't fit its type ${type}`)
}

const ARRAY = /^(.+)\[(\d*)\]$/

const DOMAIN_FIELDS = [
  { name: 'name', type: 'string' },
  { name: 'version', type: 'string' },
  { name: 'chainId', type: 'uint256' },
  { name: 'verifyingContract', type: 'address' },
  { name: 'salt', type: 'bytes32' },
] as const satisfies readonly TypedDataField[]
