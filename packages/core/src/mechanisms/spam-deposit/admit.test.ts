/** What relayers let through. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { attestation, INSTANCE, keyOf, STREAM } from '../../../test/spammers.js'
import { createVerifier, publicKeyOf, signStatement } from '../../signature/index.js'
import {
  type Admission,
  type Allowance,
  type ArrivingMessage,
  type Attestation,
  admit,
  attestationOf,
} from './index.js'

const utf8 = new TextEncoder()
const { scheme, privateKey } = keyOf('ann')
const fresh = (more: Partial<Allowance> = {}): Allowance => ({
  stream: STREAM,
  instance: INSTANCE,
  channel: 'eth',
  signer: 'ann',
  producer: 'ann',
  window: 7,
  volume: 100n,
  key: { id: 'k', scheme, publicKey: publicKeyOf(scheme, privateKey) },
  floor: 0n,
  admitted: [],
  ...more,
})
const arriving = (said: Attestation, data: string): ArrivingMessage => ({
  attestation: said,
  value: signStatement(attestationOf(said, { stream: STREAM, instance: INSTANCE, by: 'ann', key: 'k' }), keyOf('ann')),
  data: utf8.encode(data),
})
const message = (text: string, from: bigint, to: bigint, window = 7) =>
  arriving(attestation(window, text, from, to), text)
const codeOf = (admission: Admission) => (admission.status === 'admitted' ? 'admitted' : admission.code)
const kept = (admission: Admission): Allowance => {
  if (admission.status !== 'admitted') throw new Error(admission.code)
  return admission.allowance
}
const { verify } = createVerifier()

describe('admit', () => {
  it('default: messages in whatever order, each over bytes of its own', () => {
    let allowance = fresh()
    for (const [text, from, to] of [
      ['late', 90n, 100n],
      ['first', 0n, 5n],
      ['next', 5n, 9n],
    ] as const) {
      allowance = kept(admit(allowance, message(text, from, to)))
    }
    expect(allowance.admitted.map(({ from, to }) => [from, to])).toEqual([
      [0n, 5n],
      [5n, 9n],
      [90n, 100n],
    ])
  })

  it('error: each code, and in order where several apply', () => {
    const allowance = kept(admit(kept(admit(fresh({ floor: 10n }), message('abc', 20n, 30n))), message('d', 40n, 41n)))
    const good = message('xyz', 50n, 60n)
    const of = (change: Partial<Attestation>, more: Partial<ArrivingMessage> = {}): string =>
      codeOf(admit(allowance, { ...good, attestation: { ...good.attestation, ...change }, ...more }))
    expect(of({})).toBe('admitted')
    expect(of({ channel: 'btc', window: 6 })).toBe('ADMIT_OTHER_ALLOWANCE')
    expect(of({ producer: 'ben', window: 8 })).toBe('ADMIT_OTHER_ALLOWANCE')
    expect(of({ window: 6, from: 9n, to: 9n })).toBe('ADMIT_WINDOW_OVER')
    expect(of({ window: 8, from: 9n, to: 9n })).toBe('ADMIT_WINDOW_AHEAD')
    expect(of({ from: 200n, to: 200n })).toBe('ADMIT_RANGE_INVALID')
    expect(of({ from: -1n })).toBe('ADMIT_RANGE_INVALID')
    expect(of({ from: 99n, to: 101n })).toBe('ADMIT_OVER_ALLOWANCE')
    expect(of({ from: 58n, message: 'ab' })).toBe('ADMIT_DATA_EXCEEDS_RANGE')
    expect(of({ from: 9n }, { data: utf8.encode('xy') })).toBe('ADMIT_MESSAGE_MISMATCH')
    expect(codeOf(admit(allowance, { ...message('abc', 20n, 30n), value: '' }))).toBe('ADMIT_DUPLICATE')
    expect(codeOf(admit(allowance, { ...message('abc', 9n, 30n), value: '' }))).toBe('ADMIT_RANGE_STALE')
    expect(of({ from: 51n })).toBe('ADMIT_SIGNATURE_INVALID')
    expect(codeOf(admit(allowance, message('zzz', 25n, 35n)))).toBe('ADMIT_OVERLAP')
  })

  it('behavior: a signature is good for one stream, one instance, one signer and one key', () => {
    const good = message('xyz', 50n, 60n)
    for (const change of [{ stream: 'other' }, { instance: 'second' }, { signer: 'ben' }]) {
      expect(codeOf(admit(fresh(change), good))).toBe('ADMIT_SIGNATURE_INVALID')
    }
    const other = keyOf('ann', 'second')
    const key = { id: 'k', scheme: other.scheme, publicKey: publicKeyOf(other.scheme, other.privateKey) }
    expect(codeOf(admit(fresh({ key }), good))).toBe('ADMIT_SIGNATURE_INVALID')
  })

  it('behavior: an overlap shows what was let through before, so that both are evidence; a boundary is none', () => {
    const first = message('first', 10n, 20n)
    const allowance = kept(admit(fresh(), first))
    for (const [from, to] of [
      [10n, 20n],
      [12n, 18n],
      [0n, 100n],
      [19n, 30n],
    ] as const) {
      expect(admit(allowance, message('other', from, to)), `${from}`).toMatchObject({
        code: 'ADMIT_OVERLAP',
        before: { from: 10n, to: 20n, message: first.attestation.message, value: first.value },
      })
    }
    expect(codeOf(admit(allowance, message('under', 5n, 10n)))).toBe('admitted')
    expect(codeOf(admit(allowance, message('over', 20n, 25n)))).toBe('admitted')
  })

  it('behavior: whatever arrives, what goes through is disjoint and within the volume, and the record stays small', () => {
    let dropped = 0
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(150), fc.integer({ min: 1, max: 30 }), fc.nat(3)), { maxLength: 60 }),
        fc.bigInt({ min: 0n, max: 160n }),
        (arrivals, volume) => {
          let allowance = fresh({ volume })
          const through: [bigint, bigint][] = []
          for (const [from, length, nth] of arrivals) {
            const [start, end] = [BigInt(from), BigInt(from + length)]
            const came = admit(allowance, message(String(nth), start, end), { verify })
            if (came.status === 'dropped') dropped += 1
            else {
              allowance = came.allowance
              through.push([start, end])
            }
          }
          through.sort(([a], [b]) => Number(a - b))
          through.forEach(([, end], i) => {
            expect(end).toBeLessThanOrEqual(volume)
            expect(end).toBeLessThanOrEqual(through[i + 1]?.[0] ?? end)
          })
          expect(allowance.admitted.length).toBeLessThanOrEqual(64)
        },
      ),
      { numRuns: 12 },
    )
    expect(dropped).toBeGreaterThan(20)
  })

  it('behavior: of many ranges the lowest are forgotten, and what would lie there is dropped', () => {
    let allowance = fresh({ volume: 1_000n })
    for (let nth = 0n; nth < 66n; nth += 1n) {
      allowance = kept(admit(allowance, message('m', 10n * nth + 1n, 10n * nth + 3n), { verify }))
    }
    expect(allowance.admitted).toHaveLength(64)
    expect(allowance.floor).toBe(13n)
    expect(codeOf(admit(allowance, message('m', 12n, 13n), { verify }))).toBe('ADMIT_RANGE_STALE')
    expect(codeOf(admit(allowance, message('m', 13n, 15n), { verify }))).toBe('admitted')
  })
})
