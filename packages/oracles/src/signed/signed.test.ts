import { createSystem, execute, genesis, type Report } from '@symbolon/core'
import { publicKeyOf, type Scheme, signKey } from '@symbolon/core/signature'
import { describe, expect, it } from 'vitest'
import { invert } from '../compose/index.js'
import { fixed } from '../fixed/index.js'
import { type PriceSource, PriceSourceError } from '../source.js'
import { type ReportSigner, sign, signed, type Trust } from './index.js'

const pair = { base: 'MPOND', quote: 'POND' } as const
const peg = fixed({ ...pair, baseAmount: 1n, quoteAmount: 1_000_000n, validity: 60 })
const signer = (party: string, scheme: Scheme, digit: string): ReportSigner => ({
  stream: 'marlin',
  party,
  key: 'k1',
  scheme,
  privateKey: digit.repeat(64),
})
const watch = signer('watch', 'ed25519', '1')
const tower = signer('tower', 'secp256k1', '2')
const trusted = ({ party, key, scheme, privateKey }: ReportSigner) => ({
  party,
  key,
  scheme,
  publicKey: publicKeyOf(scheme, privateKey),
})
const trust: Trust = { stream: 'marlin', signers: [watch, tower].map(trusted), threshold: 2 }
const both = sign(sign(peg, watch), tower)
const refusal = { name: 'PriceSourceError', code: 'PRICE_UNTRUSTED' }
const changing = (change: (report: Report) => Partial<Report>): PriceSource => {
  return async (asked, at) => {
    const report = await both(asked, at)
    return { ...report, ...change(report) }
  }
}

describe('signed', () => {
  it('default: lets through what enough parties have signed, in either scheme', async () => {
    await expect(signed(both, trust)(pair, 5)).resolves.toMatchObject({ quoteAmount: 1_000_000n })
    await expect(signed(sign(peg, watch), trust)(pair, 5)).rejects.toMatchObject(refusal)
  })

  it('behavior: every field is signed, the stream included', async () => {
    const changes: readonly Partial<Report>[] = [
      { baseAmount: 2n },
      { quoteAmount: 2n },
      { confidence: 1n },
      { observed: 4 },
      { until: 66 },
      { source: 'other' },
      { number: 6 },
    ]
    for (const change of changes)
      await expect(
        signed(
          changing(() => change),
          trust,
        )(pair, 5),
      ).rejects.toMatchObject(refusal)
    await expect(signed(both, { ...trust, stream: 'other' })(pair, 5)).rejects.toMatchObject(refusal)
    const renamed = { base: 'POND2', quote: 'MPOND2' }
    const other: PriceSource = async (asked, at) => ({ ...(await both(pair, at)), ...asked })
    await expect(signed(other, trust)(renamed, 5)).rejects.toMatchObject(refusal)
  })

  it('behavior: the direction that wasn’t signed is the signed report, verified and turned round', async () => {
    const back = { base: 'POND', quote: 'MPOND' }
    // As `httpReport` does it: another direction than the published one has no signatures.
    const published: PriceSource = async (asked, at) => {
      if (asked.base !== pair.base && asked.base !== back.base)
        throw new PriceSourceError('PRICE_PAIR_UNKNOWN', 'another pair')
      const report = await both(pair, at)
      return asked.base === pair.base ? report : invert(async () => report)(asked, at)
    }
    const oneWay: PriceSource = async (asked, at) => {
      if (asked.base !== pair.base) throw new PriceSourceError('PRICE_PAIR_UNKNOWN', 'one direction alone')
      return both(asked, at)
    }
    for (const source of [published, oneWay]) {
      const turned = await signed(source, trust)(back, 5)
      expect(turned).toMatchObject({ ...back, baseAmount: 1_000_000n, quoteAmount: 1n, signatures: [] })
    }
    const forged: PriceSource = async (asked, at) => ({ ...(await published(asked, at)), confidence: 1n })
    await expect(signed(forged, trust)(back, 5)).rejects.toMatchObject(refusal)
    await expect(signed(published, trust)({ base: 'X', quote: 'POND' }, 5)).rejects.toMatchObject({
      code: 'PRICE_PAIR_UNKNOWN',
    })
  })

  it('behavior: one flipped bit of a signature, and it counts no more', async () => {
    const { signatures } = await both(pair, 5)
    for (const [place, { value }] of signatures.entries()) {
      for (let at = 0; at < value.length; at++) {
        const digit = (Number.parseInt(value[at]!, 16) ^ 1).toString(16)
        const flipped = { ...signatures[place]!, value: value.slice(0, at) + digit + value.slice(at + 1) }
        const mutated = changing(() => ({ signatures: signatures.with(place, flipped) }))
        await expect(signed(mutated, trust)(pair, 5)).rejects.toMatchObject(refusal)
      }
    }
  })

  it('behavior: one party counts once, and who isn’t listed not at all', async () => {
    const twice = changing(({ signatures }) => ({ signatures: [signatures[0]!, signatures[0]!] }))
    await expect(signed(twice, trust)(pair, 5)).rejects.toMatchObject(refusal)
    const stranger = sign(sign(peg, watch), signer('nobody', 'ed25519', '3'))
    await expect(signed(stranger, trust)(pair, 5)).rejects.toMatchObject(refusal)
  })

  it('behavior: a feed with the same keys takes what it lets through, and the core refuses the rest itself', async () => {
    const policy = {
      reporters: [],
      signers: trust.signers.map(({ party, key }) => ({ party, key })),
      threshold: 2,
      maxAge: 3600,
      futureSkew: 0,
      lowest: null,
      highest: null,
      jump: null,
      monotone: true,
      timelock: 0,
    }
    const system = createSystem({ spec: '1.0', mechanisms: [], feeds: [{ ...pair, policy }] })
    let { state } = genesis(system, { at: 0, stream: 'marlin' })
    for (const { party, key, scheme, privateKey } of [watch, tower]) {
      const input = { key, ...signKey({ stream: 'marlin', by: party, key }, { scheme, privateKey }) }
      const outcome = execute(system, state, { id: party, by: party, at: 1, type: 'key.register', input })
      if (outcome.status === 'rejected') throw new Error(outcome.code)
      state = outcome.state
    }
    const report = (input: Report) =>
      execute(system, state, { id: '1', by: 'anybody', at: 5, type: 'price.report', input })
    expect(report(await signed(both, trust)(pair, 5)).status).toBe('accepted')
    expect(report(await sign(peg, watch)(pair, 5))).toMatchObject({ code: 'PRICE_SIGNATURES_MISSING' })
  })

  it('error: keys and thresholds that can’t be', () => {
    const [first] = trust.signers
    expect(() => signed(peg, { ...trust, threshold: 3 })).toThrow(RangeError)
    expect(() => signed(peg, { ...trust, threshold: 0 })).toThrow(RangeError)
    expect(() => signed(peg, { ...trust, signers: [], threshold: 1 })).toThrow(RangeError)
    expect(() => signed(peg, { ...trust, signers: [first!, first!], threshold: 1 })).toThrow(RangeError)
    expect(() => signed(peg, { ...trust, signers: [{ ...first!, publicKey: '00' }], threshold: 1 })).toThrow(RangeError)
  })
})
