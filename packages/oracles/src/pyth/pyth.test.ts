import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { secp256k1 } from '@noble/curves/secp256k1.js'
import { keccak_256 } from '@noble/hashes/sha3.js'
import { bytesToHex, concatBytes, hexToBytes, utf8ToBytes } from '@noble/hashes/utils.js'
import { afterEach, describe, expect, it } from 'vitest'
import { testSource } from '../testing/index.js'
import { hermesUpdate, type PythSigned, pyth, pythHermes } from './index.js'

const pair = { base: 'ETH', quote: 'USD' } as const
const AT = 1_700_000_000
const feed = 'ff61491a931112ddf1bd8147cd1b641375f79f5825126d665480874634fd0ace'
const other = '11'.repeat(32)
const secret = (n: number): Uint8Array => hexToBytes(n.toString(16).padStart(64, '0'))
const address = (n: number): string =>
  `0x${bytesToHex(keccak_256(secp256k1.getPublicKey(secret(n), false).subarray(1)).subarray(12))}`
const number = (value: bigint | number, size: number): Uint8Array =>
  hexToBytes(
    BigInt.asUintN(size * 8, BigInt(value))
      .toString(16)
      .padStart(2 * size, '0'),
  )

interface Said {
  readonly feed: string
  readonly price: bigint
  readonly confidence: bigint
  readonly exponent: number
  readonly publishTime: number
  readonly previous: number
}
const said: Said = {
  feed,
  price: 3000_12345678n,
  confidence: 1_00000000n,
  exponent: -8,
  publishTime: AT,
  previous: AT - 1,
}
const messageOf = (one: Said): Uint8Array =>
  concatBytes(
    number(0, 1),
    hexToBytes(one.feed),
    number(one.price, 8),
    number(one.confidence, 8),
    number(one.exponent, 4),
    number(one.publishTime, 8),
    number(one.previous, 8),
    number(one.price, 8),
    number(one.confidence, 8),
  )
const leaf = (message: Uint8Array): Uint8Array => keccak_256(concatBytes(Uint8Array.of(0), message)).subarray(0, 20)
const node = (a: Uint8Array, b: Uint8Array): Uint8Array =>
  keccak_256(
    concatBytes(Uint8Array.of(1), ...[a, b].sort((x, y) => (bytesToHex(x) < bytesToHex(y) ? -1 : 1))),
  ).subarray(0, 20)

interface Attested {
  readonly signers?: readonly number[]
  readonly set?: number
  readonly chain?: number
  readonly emitter?: string
}
/** As the published layouts have it, byte by byte: two leaves under one root. */
function updateOf(
  one: Said,
  { signers = [0, 1, 2], set = 4, chain = 26, emitter = ACCUMULATOR }: Attested = {},
): Uint8Array {
  const messages = [messageOf(one), messageOf({ ...said, feed: other })]
  const [mine, beside] = messages.map(leaf)
  const payload = concatBytes(utf8ToBytes('AUWV'), number(0, 1), number(7, 8), number(10_000, 4), node(mine!, beside!))
  const body = concatBytes(
    number(AT, 4),
    number(0, 4),
    number(chain, 2),
    hexToBytes(emitter),
    number(9, 8),
    number(1, 1),
    payload,
  )
  const digest = keccak_256(keccak_256(body))
  const signatures = signers.map((index) => {
    const recovered = secp256k1.sign(digest, secret(index + 1), { prehash: false, format: 'recovered' })
    return concatBytes(number(index, 1), recovered.subarray(1), number(recovered[0]!, 1))
  })
  const attestation = concatBytes(number(1, 1), number(set, 4), number(signatures.length, 1), ...signatures, body)
  const proof = (message: Uint8Array, sibling: Uint8Array) =>
    concatBytes(number(message.length, 2), message, number(1, 1), sibling)
  return concatBytes(
    utf8ToBytes('PNAU'),
    number(1, 1),
    number(0, 1),
    number(0, 1),
    number(0, 1),
    number(attestation.length, 2),
    attestation,
    number(2, 1),
    proof(messages[0]!, beside!),
    proof(messages[1]!, mine!),
  )
}
const ACCUMULATOR = 'e101faedac5851e32b9b23b5f9411a8c2bac4aae3ed4dd7b811dd1a72ea4aa71'
const rules: Omit<PythSigned, 'update'> = {
  ...pair,
  feed,
  baseDecimals: 0,
  quoteDecimals: 8,
  maxAge: 60,
  uncertainty: 100,
  guardians: [1, 2, 3, 4].map(address),
  guardianSet: 4,
}
const asking = (bytes: Uint8Array, more: Partial<PythSigned> = {}, at = AT) =>
  pyth({ ...rules, ...more, update: async () => bytes })(pair, at)
const refusal = (code: string) => ({ name: 'PriceSourceError', code })

describe('pyth', () => {
  it('default: the price that the guardians attested, with its confidence, at its time', async () => {
    const expected = { ...pair, baseAmount: 1n, quoteAmount: 3000_12345678n, confidence: 1_00000000n }
    await expect(asking(updateOf(said))).resolves.toMatchObject({ ...expected, observed: AT, until: AT + 61 })
    await expect(asking(updateOf({ ...said, exponent: 2 }), { quoteDecimals: 0 })).resolves.toMatchObject({
      quoteAmount: 3000_12345678_00n,
    })
  })

  it('behavior: every mutation of a byte is refused, but for what says nothing', async () => {
    const bytes = updateOf(said, { signers: [0, 1, 2] })
    for (let at = 0; at < bytes.length; at++) {
      if (at === 5) continue // the minor version: any is compatible
      const mutated = bytes.with(at, bytes[at]! ^ (1 << (at % 8)))
      await expect(asking(mutated), `byte ${at}`).rejects.toMatchObject({ name: 'PriceSourceError' })
    }
    await expect(asking(bytes.with(5, 7))).resolves.toMatchObject({ observed: AT })
  })

  it('behavior: more than two thirds of the set, each once, in rising order', async () => {
    for (const signers of [
      [0, 1],
      [0, 0, 1],
      [1, 0, 2],
      [0, 1, 1],
    ])
      await expect(asking(updateOf(said, { signers }))).rejects.toMatchObject(refusal('PRICE_UNTRUSTED'))
    await expect(asking(updateOf(said, { signers: [1, 2, 3] }))).resolves.toMatchObject({ observed: AT })
    await expect(asking(updateOf(said, { signers: [0, 4] }), { threshold: 2 })).rejects.toMatchObject(
      refusal('PRICE_UNTRUSTED'),
    )
    await expect(asking(updateOf(said, { signers: [3] }), { threshold: 1 })).resolves.toMatchObject({ observed: AT })
  })

  it('security: places beyond the set with bytes that are no signature attest nothing', async () => {
    const forged = updateOf({ ...said, price: 1n, confidence: 0n }, { signers: [4, 5, 6] })
    // Behind 16 bytes of headers: place and 65 bytes, for each.
    for (const i of [0, 1, 2]) forged.fill(0, 16 + 66 * i + 1, 16 + 66 * (i + 1))
    await expect(asking(forged)).rejects.toMatchObject(refusal('PRICE_UNTRUSTED'))
  })

  it('behavior: another set, chain or emitter counts for nothing', async () => {
    for (const attested of [{ set: 3 }, { chain: 1 }, { emitter: '22'.repeat(32) }])
      await expect(asking(updateOf(said, attested))).rejects.toMatchObject(refusal('PRICE_UNTRUSTED'))
  })

  it('behavior: age and future, confidence, exponent and sign have their limits, ends included', async () => {
    for (const at of [AT + 60, AT - 60])
      await expect(asking(updateOf(said), {}, at)).resolves.toMatchObject({ observed: AT })
    for (const at of [AT + 61, AT - 61])
      await expect(asking(updateOf(said), {}, at)).rejects.toMatchObject(refusal('PRICE_STALE'))
    const exact = { ...said, price: 100n, confidence: 1n }
    await expect(asking(updateOf(exact))).resolves.toMatchObject({ confidence: 1n })
    await expect(asking(updateOf({ ...exact, confidence: 2n }))).rejects.toMatchObject(refusal('PRICE_UNCERTAIN'))
    for (const wrong of [{ price: 0n }, { price: -5n }, { exponent: -31 }, { exponent: 13 }])
      await expect(asking(updateOf({ ...said, ...wrong }))).rejects.toMatchObject(refusal('PRICE_INVALID'))
  })

  it('behavior: unique, only the first update at or after the time counts', async () => {
    const unique = { unique: true }
    const update = updateOf({ ...said, publishTime: AT + 2, previous: AT - 1 })
    for (const at of [AT, AT + 2]) await expect(asking(update, unique, at)).resolves.toMatchObject({ observed: AT + 2 })
    for (const at of [AT - 1, AT + 3])
      await expect(asking(update, unique, at)).rejects.toMatchObject(refusal('PRICE_STALE'))
  })

  it('error: a feed that isn’t in the update, nothing to be had, another pair', async () => {
    await expect(asking(updateOf(said), { feed: '33'.repeat(32) })).rejects.toMatchObject(refusal('PRICE_MALFORMED'))
    const broken = pyth({ ...rules, update: () => Promise.reject(new Error('offline')) })
    await expect(broken(pair, AT)).rejects.toMatchObject(refusal('PRICE_UNREACHABLE'))
    await expect(broken({ base: 'ETH', quote: 'EUR' }, AT)).rejects.toMatchObject(refusal('PRICE_PAIR_UNKNOWN'))
  })

  it.each<Partial<PythSigned>>([
    { guardians: [] },
    { guardians: [address(1), address(1)] },
    { guardians: ['0x00'] },
    { threshold: 5 },
    { guardianSet: -1 },
    { feed: `0x${feed}` },
    { maxAge: 0 },
    { uncertainty: 10_001 },
    { baseDecimals: 37 },
    { quote: 'ETH' },
  ])('error: out of bounds at the making (%#)', (wrong) => {
    expect(() => pyth({ ...rules, update: async () => new Uint8Array(0), ...wrong })).toThrow(RangeError)
  })
})

describe('a Hermes service', () => {
  let server: Server | undefined
  afterEach(() => {
    server?.closeAllConnections()
    server?.close()
  })
  const asked: string[] = []
  async function serving(body: string): Promise<{ readonly url: string; readonly hosts: readonly string[] }> {
    server = createServer((request, response) => {
      asked.push(request.url!)
      response.end(body)
    })
    await new Promise<void>((resolve) => server!.listen(0, '127.0.0.1', resolve))
    const host = `127.0.0.1:${(server.address() as AddressInfo).port}`
    return { url: `http://${host}`, hosts: [host] }
  }
  const parsed = (more: object = {}): object => ({
    id: feed,
    price: { price: '300012345678', conf: '100000000', expo: -8, publish_time: AT },
    ema_price: { price: '1', conf: '1', expo: -8, publish_time: AT },
    metadata: { slot: 7, proof_available_time: AT, prev_publish_time: AT - 1 },
    ...more,
  })
  const answer = (update: Uint8Array, said: readonly object[] = [parsed()]): string =>
    JSON.stringify({ binary: { encoding: 'hex', data: [bytesToHex(update)] }, parsed: said })

  it('default: its update is verified, whatever its JSON says', async () => {
    const place = await serving(
      answer(updateOf(said), [parsed({ price: { price: '1', conf: '0', expo: 0, publish_time: AT } })]),
    )
    const source = pyth({ ...rules, update: hermesUpdate({ ...place, feed }) })
    await expect(source(pair, AT)).resolves.toMatchObject({ quoteAmount: 3000_12345678n })
    expect(asked.at(-1)).toBe(`/v2/updates/price/latest?ids%5B%5D=${feed}&encoding=hex&parsed=true`)
    const unique = pyth({ ...rules, unique: true, update: hermesUpdate({ ...place, feed, unique: true }) })
    await unique(pair, AT)
    expect(asked.at(-1)).toMatch(new RegExp(`^/v2/updates/price/${AT}\\?`))
    for (const path of ['/', '/of/provider', '/of/provider/']) {
      const below = pyth({ ...rules, update: hermesUpdate({ ...place, url: place.url + path, feed }) })
      await below(pair, AT)
      expect(asked.at(-1)!.startsWith(`${path.replace(/\/$/, '')}/v2/updates/price/latest?`)).toBe(true)
    }
  })

  it('behavior: its JSON is taken by the same rules, as the host says', async () => {
    const place = await serving(answer(updateOf(said)))
    const source = pythHermes({ ...rules, ...place })
    await expect(source(pair, AT)).resolves.toMatchObject({ quoteAmount: 3000_12345678n, confidence: 1_00000000n })
    await expect(source(pair, AT + 61)).rejects.toMatchObject(refusal('PRICE_STALE'))
  })

  it.each([
    ['{}', 'PRICE_MALFORMED'],
    ['{"binary":{"data":["zz"]},"parsed":[]}', 'PRICE_MALFORMED'],
    [
      answer(new Uint8Array(0), [parsed({ price: { price: '1e400', conf: '0', expo: 0, publish_time: AT } })]),
      'PRICE_MALFORMED',
    ],
    [answer(new Uint8Array(0), [parsed(), parsed()]), 'PRICE_MALFORMED'],
    [answer(new Uint8Array(0), [parsed({ metadata: {} })]), 'PRICE_MALFORMED'],
    [answer(new Uint8Array(0), [parsed({ id: other })]), 'PRICE_MALFORMED'],
  ])('error: %.60s', async (body, code) => {
    const place = await serving(body)
    await expect(pythHermes({ ...rules, ...place })(pair, AT)).rejects.toMatchObject(refusal(code))
    await expect(pyth({ ...rules, update: hermesUpdate({ ...place, feed }) })(pair, AT)).rejects.toMatchObject(
      refusal('PRICE_MALFORMED'),
    )
  })
})

testSource({
  name: 'pyth',
  make: () => pyth({ ...rules, update: async () => updateOf(said) }),
  pair,
  at: AT + 5,
  turns: true,
  broken: {
    'too few guardians': {
      make: () => pyth({ ...rules, update: async () => updateOf(said, { signers: [0, 1] }) }),
      code: 'PRICE_UNTRUSTED',
    },
    'below zero': {
      make: () => pyth({ ...rules, update: async () => updateOf({ ...said, price: -1n }) }),
      code: 'PRICE_INVALID',
    },
  },
})
