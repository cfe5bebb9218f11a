/** Rules of spam deposits, one by one. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  attestation,
  attested,
  channel,
  EVIDENCE,
  listed,
  registration,
  registrations,
  report,
  STREAM,
  spam,
  spamSystem,
  WAIT,
  WINDOW,
} from '../../../test/spammers.js'
import { type Story, story } from '../../../test/support/story.js'
import { hashText } from '../../codec/index.js'
import { available } from '../../kernel/index.js'
import {
  type Allowance,
  admit,
  allowanceOf,
  depositFor,
  requiredDeposit,
  spamDeposit,
  spamDepositWith,
  volumeFor,
} from './index.js'

const at = (window: number): number => window * WINDOW
const of = { channel: 'eth', signer: 'ann', producer: 'ann' }
type Life = ReturnType<typeof launch>
function launch(settings: object = {}, more: { readonly assets?: readonly object[] } = {}) {
  const system = spamSystem(settings, more)
  const life = story(system)
  let clock = 0
  // a refused command doesn't move the state's time, the clock goes on
  const told = (by: string, type: string, input: object, time = clock) => {
    clock = time
    return life.run(by, type, input, time)
  }
  const run = (by: string, name: string, input: object, time?: number) => told(by, `spam-deposit.${name}`, input, time)
  const done = (by: string, name: string, input: object, time?: number) => {
    const type = name.includes('.') ? name : `spam-deposit.${name}`
    expect(told(by, type, input, time), `${name} by ${by}`).toBe('accepted')
    expect(life.failed()).toEqual([])
    return life.events
  }
  const seen = (time?: number) => life.see(time).mechanisms['spam-deposit']
  const has = (party: string, asset = 'POND') => life.see().balance(available(party, asset))
  const stake = (who: object = of) => seen().tables.deposits.get(who as never)?.current
  for (const [party, input] of registrations) done(party, 'key.register', input)
  done('keeper', 'open', channel())
  return { life: life as Story<never>, done, run, seen, has, stake, supply: () => life.see().supply('POND') }
}
const deposited = (settings: object = {}, amount = 1_000n): Life => {
  const told = launch(settings)
  told.done('ann', 'deposit', { channel: 'eth', producer: 'ann', amount, key: 'k' })
  return told
}
/** Messages of window 1, all over the same bytes. */
const same = (text: string, window = 1) => attestation(window, text, 0n, 10n)

describe('an allowance', () => {
  it('default: is in proportion to what has been there since the window began, less what is asked back at once', () => {
    const { done, seen } = deposited()
    const volume = (time: number) => allowanceOf(seen(time), STREAM, of)?.volume
    expect(volume(0)).toBeUndefined()
    expect(volume(at(1))).toBe(50_000n)
    done('ann', 'deposit', { channel: 'eth', producer: 'ann', amount: 7n, key: 'k' }, at(1))
    expect(volume(at(1))).toBe(50_000n)
    expect(volume(at(2))).toBe(50_350n)
    done('ann', 'leave', { channel: 'eth', producer: 'ann', amount: 500n })
    expect(volume(at(1))).toBe(25_350n)
    expect(allowanceOf(seen(at(1)), STREAM, of)).toMatchObject({ window: 1, key: { id: 'k' }, floor: 0n, admitted: [] })
  })

  it('behavior: what is required for data and receivers is the least that entitles to it', () => {
    const { seen } = launch()
    expect(requiredDeposit(seen(), 'eth', 50_000n)).toBe(1_000n)
    expect(requiredDeposit(seen(), 'eth', 50_001n)).toBe(1_001n)
    expect(requiredDeposit(seen(), 'eth', 50_000n, 20)).toBe(10_000n)
    expect(requiredDeposit(seen(), 'btc', 1n)).toBeUndefined()
    const part = fc.bigInt({ min: 1n, max: 10n ** 20n })
    fc.assert(
      fc.property(part, part, part, fc.integer({ min: 1, max: 1_000_000 }), (stake, volume, bytes, receivers) => {
        const least = depositFor({ stake, volume }, bytes, receivers)
        expect(volumeFor({ stake, volume }, least, receivers)).toBeGreaterThanOrEqual(bytes)
        expect(volumeFor({ stake, volume }, least - 1n, receivers)).toBeLessThan(bytes)
        expect(depositFor({ stake, volume }, bytes + 1n, receivers)).toBeGreaterThanOrEqual(least)
        expect(depositFor({ stake, volume }, bytes, receivers + 1)).toBeGreaterThanOrEqual(least)
      }),
    )
  })

  it('behavior: new terms wait as long as a deposit does that is asked back at once', () => {
    const { done, run, seen } = deposited()
    done('keeper', 'amend', {
      channel: 'eth',
      receivers: 4,
      verifier: 'quorum',
      rule: { checkers: ['dan'], quorum: '1' },
    })
    done('ann', 'leave', { channel: 'eth', producer: 'ann', amount: 400n })
    const over = at(1 + WAIT)
    expect(allowanceOf(seen(over - 1), STREAM, of)?.volume).toBe(30_000n)
    expect(run('ann', 'withdraw', { channel: 'eth', producer: 'ann' }, over - 1)).toBe('SPAM_DEPOSIT_WAITING')
    expect(allowanceOf(seen(over), STREAM, of)?.volume).toBe(15_000n)
    done('ann', 'withdraw', { channel: 'eth', producer: 'ann' }, over)
  })

  it('behavior: a message is judged by the rule of its window', () => {
    const { done, run } = deposited()
    done('keeper', 'amend', { channel: 'eth', receivers: 2, verifier: 'listed', rule: [hashText('ad')] })
    const before = attestation(WAIT, 'ad', 0n, 9n)
    const after = attestation(WAIT + 1, 'ad', 0n, 9n)
    expect(run('x', 'prove', spam(before, []), at(WAIT + 1))).toBe('SPAM_DEPOSIT_NOT_PROVEN')
    expect(run('x', 'prove', spam(after, ['dan', 'eve']))).toBe('accepted')
    done('x', 'prove', spam(before, ['dan', 'eve']))
  })
})

describe('two messages over overlapping ranges', () => {
  it('default: cost a fraction once, half of it at most to the reporter, the rest is burned', () => {
    const { done, has, run, stake, supply } = deposited({ reward: 5_000 }, 1_001n)
    const total = supply()
    const pair = report(same('a'), same('b'))
    const [slashed] = done('fay', 'report', pair, at(1)).slice(-1)
    expect(slashed).toEqual({ lost: 101n, reward: 50n, burned: 51n, ended: false })
    expect(stake()).toBe(900n)
    expect(has('fay')).toBe(10_050n)
    expect(supply()).toBe(total - 51n)
    expect(run('eve', 'report', pair)).toBe('SPAM_DEPOSIT_FAULT_KNOWN')
  })

  it('behavior: ranges overlap if one is inside the other; a common boundary is no overlap', () => {
    const { done, run } = deposited()
    const outer = attestation(1, 'outer', 10n, 20n)
    const beside = [attestation(1, 'left', 5n, 10n), attestation(1, 'right', 20n, 21n)] as const
    for (const one of beside) expect(run('x', 'report', report(outer, one), at(1))).toBe('SPAM_DEPOSIT_NO_OVERLAP')
    done('x', 'report', report(outer, attestation(1, 'inner', 12n, 13n)))
    done('x', 'report', report(attestation(1, 'around', 0n, 99n), outer))
    done('x', 'report', report(outer, attestation(1, 'edge', 19n, 25n)))
    expect(run('x', 'report', report(outer, attestation(1, 'empty', 15n, 15n)))).toBe('SPAM_DEPOSIT_RANGE_INVALID')
  })

  it('behavior: the same message over two ranges, however often it is signed, is no fault', () => {
    const { run } = deposited()
    const twice = report(attestation(1, 'a', 0n, 10n), attestation(1, 'a', 5n, 15n))
    expect(run('x', 'report', twice, at(1))).toBe('SPAM_DEPOSIT_NO_OVERLAP')
  })

  it('behavior: a fault that is known stays known, whichever is first, signed anew, and over other ranges', () => {
    const { done, run } = deposited()
    done('x', 'report', report(same('a'), same('b')), at(1))
    expect(run('x', 'report', report(same('b'), same('a')))).toBe('SPAM_DEPOSIT_FAULT_KNOWN')
    const split = report(attestation(1, 'a', 3n, 30n), attestation(1, 'b', 20n, 40n))
    expect(run('x', 'report', split)).toBe('SPAM_DEPOSIT_FAULT_KNOWN')
    // in another window it is another fault
    done('x', 'report', report(same('a', 2), same('b', 2)), at(2))
  })

  it('behavior: n messages over the same bytes are n − 1 faults, whichever pairs are shown in whatever order', () => {
    const names = ['a', 'b', 'c', 'd', 'e']
    const pairs = names.flatMap((a, i) => names.slice(i + 1).map((b) => [a, b] as const))
    fc.assert(
      fc.property(fc.shuffledSubarray(pairs, { minLength: pairs.length }), fc.boolean(), (order, turned) => {
        const { run, seen } = deposited()
        const codes = order.map(([a, b]) =>
          run('x', 'report', report(same(turned ? b : a), same(turned ? a : b)), at(1)),
        )
        expect(codes.filter((code) => code === 'accepted')).toHaveLength(names.length - 1)
        expect(new Set(codes)).toEqual(new Set(['accepted', 'SPAM_DEPOSIT_FAULT_KNOWN']))
        expect(seen().tables.overlaps.size).toBe(names.length)
      }),
      { numRuns: 6 },
    )
  })

  it('behavior: whoever reports itself loses at least half of what is slashed, however little that is', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 1n, max: 10_000n }), fc.integer({ min: 0, max: 5_000 }), (amount, reward) => {
        const { done, has, life } = deposited({ reward }, amount)
        done('ann', 'report', report(same('a'), same('b')), at(1))
        const { lost, burned } = life.events.at(-1) as { readonly lost: bigint; readonly burned: bigint }
        expect(lost).toBe((amount + 9n) / 10n)
        expect(2n * burned).toBeGreaterThanOrEqual(lost)
        expect(has('ann')).toBe(10_000n - amount + lost - burned)
      }),
      { numRuns: 15 },
    )
  })

  it('behavior: only signatures by the key of the window count, in this stream, for this producer', () => {
    const { done, run } = deposited()
    const signed = (a: object, b: object) => ({ ...report(same('a'), same('b')), first: a, second: b })
    const a = attested(same('a'))
    for (const bad of [
      attested(same('b', 2)),
      attested({ ...same('b'), channel: 'btc' }),
      attested(same('b'), 'ben'),
      attested(same('b'), 'ann', 'second'),
      { ...attested(same('b')), to: 11n },
    ]) {
      expect(run('x', 'report', signed(a, bad), at(1))).toBe('SPAM_DEPOSIT_SIGNATURE_INVALID')
      expect(run('x', 'report', signed(bad, a))).toBe('SPAM_DEPOSIT_SIGNATURE_INVALID')
    }
    done('x', 'report', signed(a, attested(same('b'))))
  })
})

describe('relayers and the ledger', () => {
  it('behavior: whatever a relayer drops as an overlap of another message is evidence, and what it admits never is', () => {
    const utf8 = new TextEncoder()
    let faults = 0
    const sent = fc.tuple(fc.constantFrom('a', 'bb', 'ccc'), fc.nat(12), fc.integer({ min: 3, max: 6 }))
    fc.assert(
      fc.property(fc.array(sent, { minLength: 2, maxLength: 8 }), (messages) => {
        const { run, seen } = deposited({}, 10_000n)
        let allowance = allowanceOf(seen(at(1)), STREAM, of) as Allowance
        const shown: object[] = []
        for (const [text, from, length] of messages) {
          const said = attestation(1, text, BigInt(from), BigInt(from + length))
          const message = attested(said)
          const came = admit(allowance, { attestation: said, value: message.value, data: utf8.encode(text) })
          if (came.status === 'admitted') {
            for (const first of allowance.admitted) {
              expect(run('x', 'report', { ...of, window: 1, first, second: message }, at(1))).toBe(
                'SPAM_DEPOSIT_NO_OVERLAP',
              )
            }
            allowance = came.allowance
          } else if (came.before !== undefined && came.before.message !== said.message) {
            shown.push({ ...of, window: 1, first: came.before, second: message })
          }
        }
        const codes = shown.map((pair) => run('x', 'report', pair, at(1)))
        faults += codes.filter((code) => code === 'accepted').length
        expect(codes.every((code) => code === 'accepted' || code === 'SPAM_DEPOSIT_FAULT_KNOWN')).toBe(true)
        if (shown.length > 0) expect(codes[0]).toBe('accepted')
      }),
      { seed: 4, numRuns: 12 },
    )
    expect(faults).toBeGreaterThan(8)
  })
})

describe('evidence in time', () => {
  it('behavior: comes within so many windows of the fault’s own, and not before it', () => {
    const { done, run } = deposited()
    const pair = (window: number, ...texts: readonly [string, string]) =>
      report(same(texts[0], window), same(texts[1], window))
    expect(run('x', 'report', pair(2, 'a', 'b'), at(2) - 1)).toBe('SPAM_DEPOSIT_EVIDENCE_AHEAD')
    expect(run('x', 'report', pair(1, 'a', 'b'), at(2 + EVIDENCE))).toBe('SPAM_DEPOSIT_EVIDENCE_LATE')
    done('x', 'report', pair(2, 'a', 'b'), at(3 + EVIDENCE) - 1)
    expect(run('x', 'report', pair(2, 'a', 'c'), at(3 + EVIDENCE))).toBe('SPAM_DEPOSIT_EVIDENCE_LATE')
  })

  it('behavior: what is asked back can be slashed as long as evidence can come, and is withdrawn only then', () => {
    const { done, has, run, seen } = deposited()
    done('ann', 'leave', { channel: 'eth', producer: 'ann', amount: 1_000n }, at(2) - 1)
    // it signs on in the window in which it has asked all back
    const last = at(2 + EVIDENCE) - 1
    expect(run('ann', 'withdraw', { channel: 'eth', producer: 'ann' }, last)).toBe('SPAM_DEPOSIT_WAITING')
    done('x', 'report', report(same('a'), same('b')))
    expect(seen().tables.leaving.get({ ...of, until: 2 + WAIT })).toEqual({ amount: 900n })
    expect(run('ann', 'withdraw', { channel: 'eth', producer: 'ann' }, at(2 + WAIT) - 1)).toBe('SPAM_DEPOSIT_WAITING')
    done('ann', 'withdraw', { channel: 'eth', producer: 'ann' }, at(2 + WAIT))
    expect(has('ann')).toBe(9_900n)
    for (const table of ['deposits', 'keys', 'leaving'] as const) expect(seen().tables[table].size).toBe(0)
  })

  it('error: a wait that isn’t longer than evidence may take, and whatever else would be no protection', () => {
    for (const bad of [
      { wait: EVIDENCE },
      { evidence: 0 },
      { evidence: 65, wait: 128 },
      { wait: 129 },
      { window: 1 },
      { reward: 5_001 },
      { verifiers: ['unheard-of'] },
      { verifiers: ['listed', 'listed'] },
    ]) {
      expect(() => spamSystem(bad), JSON.stringify(bad)).toThrow(TypeError)
    }
    const { life } = launch()
    expect(life.run('council', 'spam-deposit.configure', { reward: 5_001 })).toBe('PARAMS_REFUSED')
    expect(life.run('council', 'spam-deposit.configure', { reward: 5_000 })).toBe('accepted')
  })

  it('behavior: faults of which no evidence can come any more are forgotten, by new ones and by anybody', () => {
    const { done, seen } = deposited({}, 10_000n)
    for (let nth = 0; nth < 6; nth += 1) {
      done('x', 'report', report(same('a', nth + 1), same('b', nth + 1)), at(nth + 1))
      done('x', 'prove', spam(same('a', nth + 1), ['dan', 'eve']))
    }
    // those of windows 4, 5 and 6 can still be doubted
    expect(seen().tables.overlaps.size).toBe(6)
    expect(seen().tables.spams.size).toBe(3)
    expect(done('x', 'forget', { channel: 'eth' }, at(99))).toEqual([{ faults: 9 }])
    expect(seen().tables.overlaps.size + seen().tables.spams.size).toBe(0)
  })

  it('behavior: a key answers for its windows, also when it is revoked or another one follows', () => {
    const { done, run, seen } = deposited()
    done('ann', 'rekey', { channel: 'eth', producer: 'ann', key: 'second' }, at(1))
    done('ann', 'key.revoke', { key: 'k' })
    expect(allowanceOf(seen(at(1)), STREAM, of)?.key).toMatchObject({ id: 'k', scheme: 'ed25519' })
    expect(allowanceOf(seen(at(2)), STREAM, of)?.key).toMatchObject({ id: 'second', scheme: 'secp256k1' })
    done('x', 'report', report(same('a'), same('b')), at(2))
    // a key that is out of use can do no more harm
    expect(run('x', 'report', report(same('a', 2), same('b', 2)))).toBe('SPAM_DEPOSIT_SIGNATURE_INVALID')
    done('x', 'report', report(same('a', 2), same('b', 2), 'ann', 'second'))
    expect(run('ann', 'rekey', { channel: 'eth', producer: 'ann', key: 'k' })).toBe('SPAM_DEPOSIT_KEY_UNKNOWN')
    for (let nth = 3; nth < 12; nth += 1) {
      const key = nth % 2 === 0 ? 'third' : 'second'
      if (nth === 4) done('ann', 'key.register', registration('ann', 'third'), at(nth))
      done('ann', 'rekey', { channel: 'eth', producer: 'ann', key }, at(nth))
    }
    expect(seen().tables.keys.size).toBeLessThanOrEqual(EVIDENCE + 2)
  })
})

describe('spam', () => {
  it('default: is what a quorum of checkers signs, each counted once, with a key it still has', () => {
    const { done, run } = deposited()
    const said = attestation(1, 'buy now', 0n, 9n)
    const proof = (...checkers: readonly string[]) => spam(said, checkers)
    for (const few of [[], ['dan'], ['dan', 'dan'], ['dan', 'ann'], ['ann', 'ben', 'cleo']]) {
      expect(run('x', 'prove', proof(...few), at(1)), few.join()).toBe('SPAM_DEPOSIT_NOT_PROVEN')
    }
    const elsewhere = spam({ ...said, window: 2 }, ['dan', 'eve']).proof
    expect(run('x', 'prove', { ...proof(), proof: elsewhere })).toBe('SPAM_DEPOSIT_NOT_PROVEN')
    for (const bad of ['', [], { verdicts: '' }, { verdicts: [{ checker: 'dan' }] }]) {
      expect(run('x', 'prove', { ...proof(), proof: bad })).toBe('SPAM_DEPOSIT_NOT_PROVEN')
    }
    done('eve', 'key.register', registration('eve', 'second'))
    done('eve', 'key.revoke', { key: 'k' })
    expect(run('x', 'prove', proof('dan', 'eve'))).toBe('SPAM_DEPOSIT_NOT_PROVEN')
    const [slashed] = done('x', 'prove', proof('fay', 'eve', 'dan')).slice(-1)
    expect(slashed).toMatchObject({ lost: 500n, reward: 125n, burned: 375n })
  })

  it('behavior: is one fault for each message and window, over whatever range it is attested', () => {
    const { done, run } = deposited()
    const said = attestation(1, 'buy now', 0n, 9n)
    done('x', 'prove', spam(said, ['dan', 'eve']), at(1))
    expect(run('x', 'prove', spam({ ...said, from: 20n, to: 40n }, ['dan', 'fay']))).toBe('SPAM_DEPOSIT_FAULT_KNOWN')
    // it is another fault that it overlaps with something else
    done('x', 'report', report(said, attestation(1, 'other', 0n, 9n)))
  })

  it('behavior: a channel may name any verifier that the mechanism was made with and the config lists', () => {
    const { done, run } = launch()
    expect(run('keeper', 'open', channel({ channel: 'own', verifier: 'other' }))).toBe('SPAM_DEPOSIT_VERIFIER_UNKNOWN')
    expect(run('keeper', 'open', channel({ channel: 'own', verifier: 'listed' }))).toBe('SPAM_DEPOSIT_RULE_INVALID')
    done('keeper', 'open', channel({ channel: 'own', verifier: 'listed', rule: [hashText('ad')] }))
    done('ann', 'deposit', { channel: 'own', producer: 'ann', amount: 100n, key: 'k' })
    const ad = (text: string) => ({ ...spam({ ...attestation(1, text, 0n, 9n), channel: 'own' }, []), proof: null })
    expect(run('x', 'prove', ad('news'), at(1))).toBe('SPAM_DEPOSIT_NOT_PROVEN')
    done('x', 'prove', ad('ad'))
    const unlisted = launch({ verifiers: [] })
    expect(unlisted.run('keeper', 'open', channel({ channel: 'own', verifier: 'listed', rule: [] }))).toBe(
      'SPAM_DEPOSIT_VERIFIER_UNKNOWN',
    )
    expect(() => spamDepositWith([listed, listed])).toThrow(TypeError)
    expect(() => spamDeposit.with({ window: 2, evidence: 1, wait: 2, reward: 0 })).not.toThrow()
  })
})

describe('an attester', () => {
  const offer = { stake: 500n, asset: 'USD', fee: 7n, windows: 4 }
  const two = { channel: 'eth', attester: 'ben', producer: 'ann' }
  const agreed = (settings: object = {}): Life => {
    const told = launch(settings)
    told.done('ben', 'deposit', { channel: 'eth', producer: 'ann', amount: 600n, key: 'k' })
    told.done('ben', 'offer', { channel: 'eth', producer: 'ann', ...offer })
    told.done('ann', 'accept', { channel: 'eth', attester: 'ben', ...offer })
    return told
  }

  it('default: is paid window by window out of what the producer has set aside', () => {
    const { done, has, seen } = agreed()
    expect(has('ann', 'USD')).toBe(9_972n)
    expect(done('ben', 'collect', two, at(1))).toEqual([{ paid: 0n }])
    expect(done('ben', 'collect', two, at(3))).toEqual([{ paid: 14n }])
    expect(done('ann', 'collect', two)).toEqual([{ paid: 0n }])
    expect(done('ben', 'collect', two, at(99))).toEqual([{ paid: 14n }])
    expect(has('ben', 'USD')).toBe(10_028n)
    expect(seen().tables.agreements.size).toBe(0)
  })

  it('behavior: what it has promised it can’t ask back while the agreement runs', () => {
    const { done, run } = agreed()
    const leave = (amount: bigint) => ({ channel: 'eth', producer: 'ann', amount })
    expect(run('ben', 'leave', leave(101n))).toBe('SPAM_DEPOSIT_PROMISED')
    done('ben', 'leave', leave(100n))
    expect(run('ben', 'leave', leave(1n), at(5) - 1)).toBe('SPAM_DEPOSIT_PROMISED')
    done('ben', 'leave', leave(500n), at(5))
  })

  it.each([
    ['producer', 'ann', 14n, 14n],
    ['attester', 'ben', 7n, 21n],
  ] as const)('behavior: the %s may end it, and bears the window in which it does', (_, by, paid, refunded) => {
    const { done, has, seen } = agreed()
    done(by, 'end', two, at(2))
    done('ben', 'leave', { channel: 'eth', producer: 'ann', amount: 600n }, at(3))
    for (const party of ['ann', 'ben']) {
      if (seen().tables.agreements.size > 0) done(party, 'collect', two)
    }
    expect([has('ben', 'USD') - 10_000n, has('ann', 'USD') - 9_972n]).toEqual([paid, refunded])
    expect(seen().tables.agreements.size).toBe(0)
  })

  it('behavior: before it has begun it costs nobody anything', () => {
    const { done, has, seen } = agreed()
    done('ben', 'end', two)
    expect(done('ann', 'collect', two)).toEqual([{ paid: 28n }])
    expect(has('ann', 'USD')).toBe(10_000n)
    expect(seen().tables.agreements.size).toBe(0)
  })

  it('behavior: answers for what it attests, and its agreement ends if it no longer has what it promised', () => {
    const { done, has, run, stake } = agreed()
    const who = { channel: 'eth', signer: 'ben', producer: 'ann' }
    const said = attestation(1, 'buy now', 0n, 9n)
    const other = attestation(1, 'news', 5n, 9n)
    expect(run('x', 'report', report(said, other), at(1)), 'the producer has nothing at stake').toBe(
      'SPAM_DEPOSIT_UNKNOWN',
    )
    expect(done('x', 'report', report(said, other, 'ben')).at(-1)).toMatchObject({ lost: 60n, ended: false })
    expect(done('x', 'prove', spam(said, ['dan', 'eve'], 'ben')).at(-1)).toMatchObject({ lost: 270n, ended: true })
    expect(stake(who)).toBe(270n)
    expect(done('ann', 'collect', two)).toEqual([{ paid: 28n }])
    expect(has('ann', 'USD')).toBe(10_000n)
  })

  it('behavior: a fee that its account can’t take keeps nobody from slashing it', () => {
    const assets = [{ asset: 'POND' }, { asset: 'USD', transferable: false, whitelist: ['@spam-deposit', 'ann'] }]
    const told = launch({}, { assets })
    told.done('ben', 'deposit', { channel: 'eth', producer: 'ann', amount: 600n, key: 'k' })
    told.done('ben', 'offer', { channel: 'eth', producer: 'ann', ...offer })
    told.done('ann', 'accept', { channel: 'eth', attester: 'ben', ...offer })
    const closed = { asset: 'USD', minters: [], cap: String((1n << 127n) - 1n), tracked: false, transferable: false }
    told.done('council', 'asset.declare', { ...closed, cap: (1n << 127n) - 1n, whitelist: [] })
    expect(told.run('ben', 'collect', two, at(3))).toBe('TRANSFER_RESTRICTED')
    const pair = report(same('a', 3), same('b', 3), 'ben')
    for (let nth = 0; nth < 2; nth += 1) {
      const next = nth === 0 ? pair : report(same('c', 3), same('d', 3), 'ben')
      told.done('x', 'report', next)
    }
    expect(told.seen().tables.agreements.get({ channel: 'eth', signer: 'ben', producer: 'ann' })).toMatchObject({
      until: 3,
    })
  })

  it('error: terms that were changed under the producer, a stake that isn’t there, an agreement that runs', () => {
    const { done, run, has } = agreed()
    const accept = { channel: 'eth', attester: 'ben', ...offer }
    expect(run('ann', 'accept', accept)).toBe('SPAM_DEPOSIT_OFFER_UNKNOWN')
    done('ben', 'offer', { channel: 'eth', producer: 'ann', ...offer, fee: 8n })
    expect(run('ann', 'accept', accept)).toBe('SPAM_DEPOSIT_OFFER_CHANGED')
    expect(run('ann', 'accept', { ...accept, fee: 8n }, at(5) - 1)).toBe('SPAM_DEPOSIT_AGREEMENT_RUNNING')
    done('ann', 'accept', { ...accept, fee: 8n }, at(5))
    expect(has('ben', 'USD'), 'what was left of the one before is paid').toBe(10_028n)
    done('ben', 'offer', { channel: 'eth', producer: 'cleo', ...offer })
    expect(run('cleo', 'accept', accept)).toBe('SPAM_DEPOSIT_STAKE_MISSING')
    done('cleo', 'decline', { ...two, producer: 'cleo' })
    expect(run('ben', 'decline', { ...two, producer: 'cleo' })).toBe('SPAM_DEPOSIT_OFFER_UNKNOWN')
    expect(run('eve', 'end', two)).toBe('SPAM_DEPOSIT_AGREEMENT_UNKNOWN')
  })
})

describe('an asset that isn’t transferable', () => {
  const assets = (...whitelist: readonly string[]) => [
    { asset: 'POND', transferable: false, whitelist: ['@spam-deposit', ...whitelist] },
    { asset: 'USD', transferable: false, whitelist: ['@spam-deposit'] },
  ]
  it('behavior: can be deposited and is burned whole: a slash is no way from one party to another', () => {
    for (const [whitelist, reward, beneficiary] of [
      [[], 0n, 0n],
      [['fay'], 25n, 0n],
      [['house'], 0n, 100n],
    ] as const) {
      const { done, has, supply } = launch({ beneficiary: 'house' }, { assets: assets(...whitelist) })
      const total = supply()
      done('ann', 'deposit', { channel: 'eth', producer: 'ann', amount: 1_000n, key: 'k' })
      done('fay', 'report', report(same('a'), same('b')), at(1))
      expect([has('fay') - 10_000n, has('house'), total - supply()]).toEqual([
        reward,
        beneficiary,
        100n - reward - beneficiary,
      ])
    }
  })

  it('error: a fee in it, where neither side may send or receive it', () => {
    const { done, run } = launch({}, { assets: assets() })
    const offer = { stake: 1n, asset: 'USD', fee: 7n, windows: 4 }
    done('ben', 'deposit', { channel: 'eth', producer: 'ann', amount: 600n, key: 'k' })
    done('ben', 'offer', { channel: 'eth', producer: 'ann', ...offer })
    expect(run('ann', 'accept', { channel: 'eth', attester: 'ben', ...offer })).toBe('SPAM_DEPOSIT_FEE_RESTRICTED')
  })
})
