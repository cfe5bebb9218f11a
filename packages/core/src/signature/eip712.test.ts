import { keccak_256 } from '@noble/hashes/sha3.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'
import fc from 'fast-check'
import { type TypedDataDefinition, hashTypedData as viemHashTypedData } from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import { describe, expect, it } from 'vitest'
import { encodeType, hashTypedData, type TypedData } from './eip712.js'
import { sign } from './scheme.js'

/** The example of EIP-712. */
const mail = {
  domain: {
    name: 'Ether Mail',
    version: '1',
    chainId: 1,
    verifyingContract: '0xCcCCccccCCCCcCCCCCCcCcCccCcCCCcCcccccccC',
  },
  types: {
    Person: [
      { name: 'name', type: 'string' },
      { name: 'wallet', type: 'address' },
    ],
    Mail: [
      { name: 'from', type: 'Person' },
      { name: 'to', type: 'Person' },
      { name: 'contents', type: 'string' },
    ],
  },
  primaryType: 'Mail',
  message: {
    from: { name: 'Cow', wallet: '0xCD2a3d9F938E13CD947Ec05AbC7FE734Df8DD826' },
    to: { name: 'Bob', wallet: '0xbBbBBBBbbBBBbbbBbbBbbbbBBbBbbbbBbBbbBBbB' },
    contents: 'Hello, Bob!',
  },
} as const satisfies TypedData

const viemDigest = (data: TypedData) => viemHashTypedData(data as unknown as TypedDataDefinition)
const ourDigest = (data: TypedData) => `0x${bytesToHex(hashTypedData(data))}`

const hexOf = (length: number) =>
  fc.uint8Array({ minLength: length, maxLength: length }).map((bytes): `0x${string}` => `0x${bytesToHex(bytes)}`)

/** A type with values of it; structs only refer to those that come after them. */
interface Sort {
  readonly type: string
  readonly value: fc.Arbitrary<unknown>
}

const signed = (bits: number): Sort => ({
  type: `int${bits}`,
  value: fc.bigInt({ min: -(2n ** BigInt(bits - 1)), max: 2n ** BigInt(bits - 1) - 1n }),
})
const unsigned = (bits: number): Sort => ({
  type: `uint${bits}`,
  value: fc.bigInt({ min: 0n, max: 2n ** BigInt(bits) - 1n }),
})
const atoms: readonly Sort[] = [
  { type: 'string', value: fc.string({ unit: 'grapheme' }) },
  { type: 'bytes', value: fc.uint8Array({ maxLength: 70 }).map((bytes) => `0x${bytesToHex(bytes)}`) },
  { type: 'bool', value: fc.boolean() },
  { type: 'address', value: hexOf(20) },
  ...[1, 4, 31, 32].map((length) => ({ type: `bytes${length}`, value: hexOf(length) })),
  ...[8, 64, 128, 256].flatMap((bits) => [signed(bits), unsigned(bits)]),
]

const suffixes = ['', '', '', '[]', '[2]', '[][]', '[2][]'] as const

function sortOf({ type, value }: Sort, suffix: (typeof suffixes)[number]): Sort {
  const pair = (inner: fc.Arbitrary<unknown>) => fc.array(inner, { minLength: 2, maxLength: 2 })
  const list = (inner: fc.Arbitrary<unknown>) => fc.array(inner, { maxLength: 3 })
  const values = {
    '': value,
    '[]': list(value),
    '[2]': pair(value),
    '[][]': list(list(value)),
    '[2][]': list(pair(value)),
  }
  return { type: type + suffix, value: values[suffix] }
}

const fieldChoice = fc.tuple(fc.nat({ max: 30 }), fc.constantFrom(...suffixes))

/** Up to four structs, each of up to four fields of any type. */
const typedData: fc.Arbitrary<TypedData> = fc
  .array(fc.array(fieldChoice, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 4 })
  .chain((structs) => {
    const types: Record<string, { name: string; type: string }[]> = {}
    const sorts: Sort[] = [...atoms]
    for (const [index, choices] of structs.entries()) {
      // From the last name in the alphabet to the first and back, so that sorting the referred types matters.
      const name = ['Zed', 'alpha', 'Mid', 'A1'][index] ?? ''
      const fields = choices.map(([pick, suffix]) =>
        sortOf(sorts[sorts.length - 1 - (pick % sorts.length)] as Sort, suffix),
      )
      types[name] = fields.map(({ type }, i) => ({ name: `f${i}`, type }))
      sorts.push({ type: name, value: fc.record(Object.fromEntries(fields.map((field, i) => [`f${i}`, field.value]))) })
    }
    const top = sorts.at(-1) as Sort
    const domain = fc.record(
      {
        name: fc.string(),
        // viem leaves an empty version out of the domain, where EIP-712 and other wallets keep it.
        version: fc.string({ minLength: 1 }),
        chainId: fc.oneof(fc.nat(), fc.bigInt({ min: 0n, max: 2n ** 64n })),
        verifyingContract: hexOf(20),
        salt: hexOf(32),
      },
      { requiredKeys: [] },
    )
    return fc.record({
      domain,
      types: fc.constant(types),
      primaryType: fc.constant(top.type),
      message: top.value as fc.Arbitrary<Record<string, unknown>>,
    })
  })

describe('hashTypedData', () => {
  it('default: the example of EIP-712', () => {
    expect(encodeType(mail.types, 'Mail')).toBe(
      'Mail(Person from,Person to,string contents)Person(string name,address wallet)',
    )
    expect(ourDigest(mail)).toBe('0xbe609aee343fb3c4b28e1df9e632fca64fcfaede20f02e86244efddf30957bd2')
  })

  it('behavior: what is signed is what a wallet signs', async () => {
    const privateKey = bytesToHex(keccak_256(utf8ToBytes('cow')))
    const wallet = await privateKeyToAccount(`0x${privateKey}`).signTypedData(mail as unknown as TypedDataDefinition)
    expect(wallet.slice(2, 130)).toBe(sign('secp256k1', hashTypedData(mail), privateKey))
  })

  it('behavior: equals viem on random typed data', () => {
    fc.assert(
      fc.property(typedData, (data) => {
        expect(ourDigest(data)).toBe(viemDigest(data))
      }),
      { numRuns: 500 },
    )
  })

  it('behavior: a struct may refer to itself', () => {
    const types = {
      Node: [
        { name: 'value', type: 'uint256' },
        { name: 'kids', type: 'Node[]' },
      ],
    }
    const message = { value: 1n, kids: [{ value: 2n, kids: [] }] }
    const data = { domain: {}, types, primaryType: 'Node', message }
    expect(ourDigest(data)).toBe(viemDigest(data))
  })

  it('error: a value that does not fit its type', () => {
    const cases: readonly (readonly [string, unknown])[] = [
      ['uint8', 256n],
      ['uint8', -1n],
      ['int8', 128n],
      ['uint256', 1.5],
      ['uint256', 2 ** 60],
      ['uint256', '1'],
      ['bool', 1],
      ['string', 1],
      ['string', '\ud800'],
      ['string', undefined],
      ['bytes', '0x1'],
      ['bytes', 'ff'],
      ['bytes4', '0x12'],
      ['address', '0x12'],
      ['string[]', 'a'],
      ['string[2]', ['a']],
      ['uint', 1n],
      ['uint7', 1n],
      ['uint264', 1n],
      ['bytes33', '0x'],
      ['Missing', {}],
    ]
    for (const [type, value] of cases) {
      const data = { domain: {}, types: { T: [{ name: 'a', type }] }, primaryType: 'T', message: { a: value } }
      expect(() => hashTypedData(data), `${type} ${String(value)}`).toThrow(RangeError)
    }
  })
})
