import { keccak_256 } from '@noble/hashes/sha3.js'
import { bytesToHex, concatBytes } from '@noble/hashes/utils.js'
import { type Cursor, cursor, int, same, uint } from '../bytes.js'
import { recoverAddress } from '../ethereum-address.js'
import { PriceSourceError } from '../source.js'

/** Who has to have attested an update, and where from. */
export interface PythTrust {
  /** Addresses of the guardians of the set, in its order, lower-case hex after `0x`. At most 255. */
  readonly guardians: readonly string[]
  /** Number of the set. */
  readonly guardianSet: number
  /** How many have to have signed. Default: more than two thirds. */
  readonly threshold?: number
  /** Chain whose messages count. Default: 26, Pyth's own. */
  readonly emitterChain?: number
  /** Address there, 64 digits of lower-case hex. Default: that of Pyth's accumulator. */
  readonly emitterAddress?: string
}

/** What an update says of a feed, as it stands there. */
export interface PythPrice {
  /** 64 digits of lower-case hex. */
  readonly feed: string
  readonly price: bigint
  readonly confidence: bigint
  /** `price` and `confidence` are times 10 to this power. */
  readonly exponent: number
  /** Whole seconds since 1970, and those of the update before. */
  readonly publishTime: bigint
  readonly previousPublishTime: bigint
}

const UPDATE_MAGIC = 0x504e_4155n // PNAU
const ROOT_MAGIC = 0x4155_5756n // AUWV
const PYTHNET = 26
const ACCUMULATOR = 'e101faedac5851e32b9b23b5f9411a8c2bac4aae3ed4dd7b811dd1a72ea4aa71'
const PRICE_MESSAGE_BYTES = 85

/**
 * Prices of an update that are proven: guardians signed a root, and each price's message is under it. Every byte is
 * accounted for.
 */
export function verifyUpdate(bytes: Uint8Array, trust: PythTrust): readonly PythPrice[] {
  const update = cursor(bytes)
  expect(uint(update.take(4)) === UPDATE_MAGIC, 'no accumulator update')
  expect(update.count(1) === 1, 'another major version')
  update.take(1) // minor versions are compatible
  update.take(update.count(1)) // and may say more in the header
  expect(update.count(1) === 0, 'another kind of proof')
  const root = attestedRoot(update.take(update.count(2)), trust)
  const prices: PythPrice[] = []
  for (let left = update.count(1); left > 0; left--) {
    const message = update.take(update.count(2))
    const siblings = Array.from({ length: update.count(1) }, () => update.take(20))
    if (!same(rootOf(message, siblings), root)) throw untrusted('a message isn’t under the attested root')
    const price = priceOf(message)
    if (price !== undefined) prices.push(price)
  }
  expect(update.left() === 0, 'bytes after the last message')
  return prices
}

/** The root that enough guardians attested for the accumulator. */
function attestedRoot(bytes: Uint8Array, trust: PythTrust): Uint8Array {
  const attestation = cursor(bytes)
  expect(attestation.count(1) === 1, 'another version of attestation')
  if (attestation.count(4) !== trust.guardianSet) throw untrusted('another set of guardians')
  const signatures = Array.from({ length: attestation.count(1) }, () => attestation.take(66))
  const body = attestation.take(attestation.left())
  checkGuardians(keccak_256(keccak_256(body)), signatures, trust)
  const fields = cursor(body)
  fields.take(8) // timestamp and nonce
  const chain = fields.count(2)
  const emitter = bytesToHex(fields.take(32))
  fields.take(9) // sequence and consistency level
  if (chain !== (trust.emitterChain ?? PYTHNET) || emitter !== (trust.emitterAddress ?? ACCUMULATOR))
    throw untrusted('attested for another emitter')
  return rootIn(fields)
}

function rootIn(payload: Cursor): Uint8Array {
  expect(uint(payload.take(4)) === ROOT_MAGIC, 'no Merkle root in the attestation')
  expect(payload.count(1) === 0, 'another kind of root')
  payload.take(12) // slot and size of the ring
  const root = payload.take(20)
  expect(payload.left() === 0, 'bytes after the root')
  return root
}

function checkGuardians(digest: Uint8Array, signatures: readonly Uint8Array[], trust: PythTrust): void {
  const { guardians, threshold = Math.floor((guardians.length * 2) / 3) + 1 } = trust
  let before = -1
  for (const signature of signatures) {
    const index = signature[0]!
    // Rising indices: no guardian counts twice.
    const guardian = guardians[index]
    // A place beyond the set has no guardian, and bytes that are no signature have no signer: these two aren't equal.
    if (index <= before || guardian === undefined || recoverAddress(digest, signature.subarray(1)) !== guardian)
      throw untrusted(`no signature of guardian ${index}`)
    before = index
  }
  if (signatures.length < threshold) throw untrusted(`${signatures.length} of ${threshold} guardians`)
}

const head = (hash: Uint8Array): Uint8Array => hash.subarray(0, 20)

/** Pairs are sorted, so that a proof needs no directions; leaves and nodes are told apart by their first byte. */
function rootOf(message: Uint8Array, siblings: readonly Uint8Array[]): Uint8Array {
  return siblings.reduce(
    (node, sibling) => {
      const [low, high] = bytesToHex(node) < bytesToHex(sibling) ? [node, sibling] : [sibling, node]
      return head(keccak_256(concatBytes(Uint8Array.of(1), low, high)))
    },
    head(keccak_256(concatBytes(Uint8Array.of(0), message))),
  )
}

/** A price's message; there are other kinds, which say no price. */
function priceOf(bytes: Uint8Array): PythPrice | undefined {
  const message = cursor(bytes)
  if (message.count(1) !== 0) return undefined
  expect(bytes.length >= PRICE_MESSAGE_BYTES, 'a short price message')
  return {
    feed: bytesToHex(message.take(32)),
    price: int(message.take(8)),
    confidence: uint(message.take(8)),
    exponent: Number(int(message.take(4))),
    publishTime: int(message.take(8)),
    previousPublishTime: int(message.take(8)),
  }
}

function expect(holds: boolean, otherwise: string): void {
  if (!holds) throw new PriceSourceError('PRICE_MALFORMED', `pyth: ${otherwise}`)
}

const untrusted = (why: string): PriceSourceError => new PriceSourceError('PRICE_UNTRUSTED', `pyth: ${why}`)
