import { secp256k1 } from '@noble/curves/secp256k1.js'
import { keccak_256 } from '@noble/hashes/sha3.js'
import { bytesToHex, concatBytes, hexToBytes, utf8ToBytes } from '@noble/hashes/utils.js'
import { describe, expect, it } from 'vitest'
import { testSource } from '../testing/index.js'
import { type RedstonePrice, redstone } from './index.js'

const pair = { base: 'ETH', quote: 'USD' } as const
const secret = (n: number): Uint8Array => hexToBytes(n.toString(16).padStart(64, '0'))
const address = (n: number): string =>
  `0x${bytesToHex(keccak_256(secp256k1.getPublicKey(secret(n), false).subarray(1)).subarray(12))}`
const number = (value: bigint | number, size: number): Uint8Array =>
  hexToBytes(
    BigInt(value)
      .toString(16)
      .padStart(2 * size, '0'),
  )
const feedBytes = (feed: string): Uint8Array => concatBytes(utf8ToBytes(feed), new Uint8Array(32 - feed.length))
const MARKER = hexToBytes('000002ed57011e0000')
const AT = 1_700_000_000

/** As the published layout has it, byte by byte. */
function packageOf(
  by: number,
  points: readonly (readonly [feed: string, value: bigint])[],
  time = AT * 1000,
): Uint8Array {
  const body = concatBytes(
    ...points.map(([feed, value]) => concatBytes(feedBytes(feed), number(value, 32))),
    number(time, 6),
    number(32, 4),
    number(points.length, 3),
  )
  const recovered = secp256k1.sign(keccak_256(body), secret(by), { prehash: false, format: 'recovered' })
  return concatBytes(body, recovered.subarray(1), Uint8Array.of(27 + recovered[0]!))
}
const payloadOf = (...packages: readonly Uint8Array[]): Uint8Array =>
  concatBytes(...packages, number(packages.length, 2), number(0, 3), MARKER)
const eth = (by: number, value: bigint, time?: number) => packageOf(by, [['ETH', value]], time)

const price: Omit<RedstonePrice, 'payload'> = {
  ...pair,
  feed: 'ETH',
  signers: [1, 2, 3].map(address),
  threshold: 2,
  baseDecimals: 0,
  quoteDecimals: 2,
  maxAge: 180,
}
const asking = (bytes: Uint8Array, more: Partial<RedstonePrice> = {}, at = AT) =>
  redstone({ ...price, ...more, payload: async () => bytes })(pair, at)
const refusal = (code: string) => ({ name: 'PriceSourceError', code })
const three = payloadOf(eth(1, 3000_00000000n), eth(2, 3002_00000000n), eth(3, 3001_50000000n))

describe('redstone', () => {
  it('default: the median of different signers, observed at their time', async () => {
    await expect(asking(three)).resolves.toMatchObject({
      baseAmount: 1n,
      quoteAmount: 300_150n,
      observed: AT,
      until: AT + 181,
    })
    const even = payloadOf(eth(1, 3000_00000000n), eth(2, 3002_00000000n))
    await expect(asking(even)).resolves.toMatchObject({ quoteAmount: 300_000n })
  })

  it('behavior: serves the other direction, and finds its feed among others', async () => {
    const mixed = [1, 2].map((by) =>
      packageOf(by, [
        ['BTC', 5n],
        ['ETH', 2_00000000n],
        ['SOL', 7n],
      ]),
    )
    const source = redstone({ ...price, quoteDecimals: 0, payload: async () => payloadOf(...mixed) })
    await expect(source({ base: 'USD', quote: 'ETH' }, AT)).resolves.toMatchObject({ baseAmount: 2n, quoteAmount: 1n })
  })

  it('behavior: others than the signers don’t count, nor does one twice', async () => {
    await expect(asking(payloadOf(eth(1, 1n), eth(4, 1n)))).rejects.toMatchObject(refusal('PRICE_UNTRUSTED'))
    await expect(asking(payloadOf(eth(1, 1n), eth(1, 1n)))).rejects.toMatchObject(refusal('PRICE_UNTRUSTED'))
    await expect(asking(payloadOf(eth(1, 1n), packageOf(2, [['BTC', 1n]])))).rejects.toMatchObject(
      refusal('PRICE_UNTRUSTED'),
    )
    await expect(asking(payloadOf())).rejects.toMatchObject(refusal('PRICE_UNTRUSTED'))
  })

  it('behavior: one age for all, within the limits, both ends included', async () => {
    const split = payloadOf(eth(1, 10n ** 8n), eth(2, 10n ** 8n, AT * 1000 + 1))
    await expect(asking(split)).rejects.toMatchObject(refusal('PRICE_UNTRUSTED'))
    for (const at of [AT - 60, AT + 180]) await expect(asking(three, {}, at)).resolves.toMatchObject({ observed: AT })
    for (const at of [AT - 61, AT + 181])
      await expect(asking(three, {}, at)).rejects.toMatchObject(refusal('PRICE_STALE'))
  })

  it('behavior: every mutation of a byte is refused, wherever it is', async () => {
    const two = payloadOf(eth(1, 3000_00000000n), eth(2, 3002_00000000n))
    for (let at = 0; at < two.length; at++) {
      for (const bit of [1, 0x80]) {
        const mutated = two.with(at, two[at]! ^ bit)
        await expect(asking(mutated), `byte ${at}`).rejects.toMatchObject({ name: 'PriceSourceError' })
      }
    }
  })

  it('behavior: the high half of a signature’s other form counts for nobody', async () => {
    const sound = eth(1, 10n ** 8n)
    const at = sound.length - 65
    const order = secp256k1.Point.Fn.ORDER
    const s = BigInt(`0x${bytesToHex(sound.subarray(at + 32, at + 64))}`)
    const high = Uint8Array.from(sound)
    high.set(number(order - s, 32), at + 32)
    high[at + 64] = 27 + 28 - high[at + 64]!
    await expect(asking(payloadOf(high, eth(2, 10n ** 8n)))).rejects.toMatchObject(refusal('PRICE_UNTRUSTED'))
  })

  it('error: what isn’t of the format', async () => {
    const one = eth(1, 1n)
    const malformed: readonly Uint8Array[] = [
      new Uint8Array(0),
      MARKER,
      three.subarray(0, -1),
      concatBytes(Uint8Array.of(0), three),
      concatBytes(one, number(1, 2), utf8ToBytes('meta'), number(4, 3), MARKER),
      concatBytes(one, number(2, 2), number(0, 3), MARKER),
      concatBytes(number(65, 2), number(0, 3), MARKER),
      payloadOf(
        packageOf(1, [
          ['ETH', 1n],
          ['ETH', 2n],
        ]),
      ),
    ]
    for (const bytes of malformed) await expect(asking(bytes)).rejects.toMatchObject(refusal('PRICE_MALFORMED'))
  })

  it('error: zero, nothing to be had, another pair', async () => {
    await expect(asking(payloadOf(eth(1, 0n), eth(2, 0n)))).rejects.toMatchObject(refusal('PRICE_INVALID'))
    const broken = redstone({ ...price, payload: () => Promise.reject(new Error('offline')) })
    await expect(broken(pair, AT)).rejects.toMatchObject(refusal('PRICE_UNREACHABLE'))
    await expect(broken({ base: 'BTC', quote: 'USD' }, AT)).rejects.toMatchObject(refusal('PRICE_PAIR_UNKNOWN'))
  })

  it.each<Partial<RedstonePrice>>([
    { signers: [] },
    { signers: [address(1).toUpperCase()] },
    { signers: [address(1), address(1)], threshold: 1 },
    { threshold: 4 },
    { threshold: 0 },
    { feed: '' },
    { feed: 'é' },
    { maxAge: 0 },
    { valueDecimals: 37 },
    { quote: 'ETH' },
  ])('error: out of bounds at the making (%#)', (wrong) => {
    expect(() => redstone({ ...price, payload: async () => three, ...wrong })).toThrow(RangeError)
  })
})

testSource({
  name: 'redstone',
  make: () => redstone({ ...price, payload: async () => three }),
  pair,
  at: AT + 5,
  turns: true,
  broken: {
    'too few signers': {
      make: () => redstone({ ...price, payload: async () => payloadOf(eth(1, 1n)) }),
      code: 'PRICE_UNTRUSTED',
    },
    'no payload': { make: () => redstone({ ...price, payload: async () => MARKER }), code: 'PRICE_MALFORMED' },
  },
})
