/** Clearing rounds: what they refuse while open, which certificates they accept, and what a settlement changes. */
import { describe, expect, it } from 'vitest'
import { type Community, community, HOUSE, LENGTH, system } from '../../../test/community.js'
import { clear } from '../../clearing/index.js'
import { audit } from '../../kernel/index.js'
import { lastRound, roundObligations, settlement } from './index.js'

/** a owes b 50, b owes c 30, c owes a 40; d is beside it. */
function ring(): Community {
  const town = community(['a', 'b', 'c', 'd']).join('a', 'b').join('b', 'c').join('c', 'a').join('c', 'd')
  town.trade('a', 'b', 50n)
  town.trade('b', 'c', 30n)
  town.trade('c', 'a', 40n)
  return town
}
const best = (town: Community) => {
  const round = roundObligations(town.view())
  return settlement(round, clear(round.obligations))
}

describe('the obligations of a round', () => {
  it('are the deficits on accounts that both sides opted in, by debtor, then creditor', () => {
    const town = ring().join('d', 'b', 100n, false)
    town.agree('a', 'd', 9n, 9n, true)
    town.agree('d', 'a', 9n, 9n, false)
    town.trade('d', 'b', 5n)
    town.trade('d', 'a', 5n)
    expect(roundObligations(town.view())).toEqual({
      parties: ['a', 'b', 'c'],
      obligations: [
        { debtor: 'a', creditor: 'b', amount: 50n },
        { debtor: 'b', creditor: 'c', amount: 30n },
        { debtor: 'c', creditor: 'a', amount: 40n },
      ],
    })
  })

  it('are numbered by code units, capitals first, whatever order they came about in', () => {
    const town = community(['b', 'B', 'a1', 'a', 'a.'])
    for (const [x, y] of [
      ['b', 'B'],
      ['a1', 'b'],
      ['B', 'a'],
      ['a', 'a1'],
      ['a.', 'B'],
    ] as const) {
      town.join(x, y).trade(x, y, 1n)
    }
    const { parties, obligations } = roundObligations(town.view())
    expect(parties).toEqual(['B', 'a', 'a.', 'a1', 'b'])
    expect(obligations.map(({ debtor, creditor }) => debtor + creditor)).toEqual(['Ba', 'aa1', 'a.B', 'a1b', 'bB'])
  })

  it('include closed accounts: the balance still settles', () => {
    const town = ring()
    town.close('a', 'b')
    expect(roundObligations(town.view()).obligations).toHaveLength(3)
  })
})

describe('an open round', () => {
  it('refuses changes to accounts that take part, and nothing else', () => {
    const town = ring().join('d', 'b', 100n, false)
    expect(town.open()).toBe('accepted')
    expect(town.trade('a', 'b', 1n)).toBe('ROUND_OPEN')
    expect(town.trade('b', 'a', 1n)).toBe('ROUND_OPEN')
    expect(town.agree('a', 'b', 1n, 1n)).toBe('ROUND_OPEN')
    expect(town.agree('a', 'b', 1n, 1n, false)).toBe('ROUND_OPEN')
    expect(town.close('a', 'b')).toBe('ROUND_OPEN')
    expect(town.agree('d', 'b', 5n, 5n, false)).toBe('accepted')
    expect(town.trade('d', 'b', 5n)).toBe('accepted')
    expect(town.close('d', 'b')).toBe('accepted')
    expect(town.run('op-a', 'border', { network: 'a', open: false })).toBe('accepted')
    expect(town.run('op-e', 'found', { network: 'e' })).toBe('accepted')
    expect(best(town).flow).toHaveLength(3)
  })

  it('lets no account come in', () => {
    const town = ring().join('d', 'b', 100n, false)
    town.trade('d', 'b', 5n)
    town.agree('a', 'd', 9n, 9n, true)
    town.agree('d', 'b', 9n, 9n, true)
    town.open()
    expect(town.agree('d', 'a', 9n, 9n, true)).toBe('ROUND_OPEN')
    expect(town.agree('d', 'a', 9n, 9n, false)).toBe('accepted')
    expect(town.agree('b', 'd', 9n, 9n, true)).toBe('ROUND_OPEN')
  })

  it('is the only one', () => {
    const town = ring()
    town.open()
    expect(town.open()).toBe('ROUND_OPEN')
  })

  it('is opened and settled by the authority alone', () => {
    const town = ring()
    expect(town.run('op-a', 'open-round', {})).toBe('NOT_AUTHORISED')
    town.open()
    expect(town.run('op-a', 'settle-round', best(town))).toBe('NOT_AUTHORISED')
  })
})

describe('settling', () => {
  it('clears the maximum, leaves every net position, and grows no deficit', () => {
    const town = ring()
    const nets = ['a', 'b', 'c', 'd'].map(town.net)
    town.open()
    expect(town.run(HOUSE, 'settle-round', best(town))).toBe('accepted')
    expect(town.events).toEqual([{ round: 1, obligations: 3, owed: 120n, cleared: 90n }])
    expect([town.balance('a', 'b'), town.balance('b', 'c'), town.balance('c', 'a')]).toEqual([-20n, 0n, -10n])
    expect(['a', 'b', 'c'].map(town.drawn)).toEqual([20n, 0n, 10n])
    expect(['a', 'b', 'c', 'd'].map(town.net)).toEqual(nets)
    expect(audit(system, town.state)).toEqual([])
    expect(lastRound(town.view())?.row.status).toBe('settled')
    expect(town.trade('a', 'b', 1n)).toBe('accepted')
  })

  it('finds the maximum that setting off pairs first would miss', () => {
    const names = ['u', 'v', 'w', 'x', 'y', 'z']
    const town = community(names)
    for (const [i, from] of names.entries()) {
      const to = names[(i + 1) % names.length] as string
      town.join(from, to).trade(from, to, 1n)
    }
    town.open()
    town.run(HOUSE, 'settle-round', best(town))
    expect(town.events).toMatchObject([{ cleared: 6n }])
  })

  it.each<readonly [string, readonly bigint[], readonly bigint[]]>([
    ['CLEARING_LENGTH_WRONG', [30n, 30n], [0n, 1n, -1n]],
    ['CLEARING_LENGTH_WRONG', [30n, 30n, 30n, 0n], [0n, 1n, -1n]],
    ['CLEARING_LENGTH_WRONG', [30n, 30n, 30n], [0n, 1n]],
    ['CLEARING_LENGTH_WRONG', [30n, 30n, 30n], [0n, 1n, -1n, 0n]],
    ['CLEARING_LENGTH_WRONG', [99n, 0n], []],
    ['CLEARING_FLOW_EXCEEDS_AMOUNT', [31n, 31n, 31n], [0n, 1n, -1n]],
    ['CLEARING_FLOW_EXCEEDS_AMOUNT', [51n, 0n, 0n], [0n, 0n, 0n]],
    ['CLEARING_UNBALANCED', [30n, 30n, 29n], [0n, 1n, -1n]],
    ['CLEARING_UNBALANCED', [30n, 29n, 30n], [0n, 0n, 0n]],
    ['CLEARING_NOT_MAXIMUM', [29n, 29n, 29n], [0n, 1n, -1n]],
    ['CLEARING_NOT_MAXIMUM', [0n, 0n, 0n], [0n, 1n, 2n]],
    ['CLEARING_NOT_MAXIMUM', [30n, 30n, 30n], [0n, 0n, 0n]],
    ['INPUT_INVALID', [-1n, -1n, -1n], [0n, 1n, -1n]],
    ['accepted', [30n, 30n, 30n], [0n, 1n, -1n]],
    ['accepted', [30n, 30n, 30n], [7n, 8n, 6n]],
  ])('answers %s to flow %s and potential %s', (code, flow, potential) => {
    const town = ring()
    town.open()
    expect(town.settle(flow, potential)).toBe(code)
  })

  it('of a round in which nobody owes anything changes no balance', () => {
    const town = community(['a', 'b'])
    town.open()
    expect(town.settle([], [])).toBe('accepted')
    expect(town.events).toEqual([{ round: 1, obligations: 0, owed: 0n, cleared: 0n }])
    expect(town.changes.balances).toEqual([])
  })

  it('reduces a deficit that a cut limit has left too large', () => {
    const town = ring()
    town.agree('a', 'b', 0n, 0n)
    town.close('c', 'a')
    town.open()
    expect(town.settle([30n, 30n, 30n], [0n, 1n, -1n])).toBe('accepted')
    expect(town.balance('a', 'b')).toBe(-20n)
  })

  it('sums what no single account could hold', () => {
    const most = 2n ** 127n - 1n
    const town = community(['a', 'b', 'c']).join('a', 'b', most).join('b', 'c', most).join('c', 'a', most)
    for (const [x, y] of [
      ['a', 'b'],
      ['b', 'c'],
      ['c', 'a'],
    ] as const)
      expect(town.trade(x, y, most)).toBe('accepted')
    town.open()
    expect(town.run(HOUSE, 'settle-round', best(town))).toBe('accepted')
    expect(town.events).toMatchObject([{ owed: 3n * most, cleared: 3n * most }])
  })
})

describe('a round’s end', () => {
  it('comes by time, whether or not somebody says so', () => {
    const town = ring()
    town.now = 10
    town.open()
    town.now = 10 + LENGTH - 1
    expect(town.trade('a', 'b', 1n)).toBe('ROUND_OPEN')
    town.now = 10 + LENGTH
    expect(town.settle([30n, 30n, 30n], [0n, 1n, -1n])).toBe('ROUND_OVER')
    expect(town.trade('a', 'b', 1n)).toBe('accepted')
    expect(town.run('op-d', 'lapse-round', {})).toBe('accepted')
    expect(lastRound(town.view())?.row.status).toBe('lapsed')
    expect(town.settle([30n, 30n, 30n], [0n, 1n, -1n])).toBe('ROUND_NONE')
  })

  it('comes early by its authority alone', () => {
    const town = ring()
    town.open()
    expect(town.run('op-a', 'lapse-round', {})).toBe('ROUND_NOT_OVER')
    expect(town.run(HOUSE, 'lapse-round', {})).toBe('accepted')
    expect(town.run(HOUSE, 'lapse-round', {})).toBe('ROUND_NONE')
    expect(town.trade('a', 'b', 1n)).toBe('accepted')
  })

  it('needs no word of anybody before the next is opened', () => {
    const town = ring()
    town.open()
    town.now = LENGTH
    expect(town.open()).toBe('accepted')
    expect(town.view().tables.rounds.get({ round: 1 })?.status).toBe('lapsed')
    expect(lastRound(town.view())).toMatchObject({ key: { round: 2 }, row: { opened: LENGTH, until: 2 * LENGTH } })
    expect(town.trade('a', 'b', 1n)).toBe('ROUND_OPEN')
  })

  it('stays as it was opened when the authority changes the length', () => {
    const town = ring()
    town.open()
    expect(town.run(HOUSE, 'configure', { roundLength: 5 })).toBe('accepted')
    town.now = 5
    expect(town.trade('a', 'b', 1n)).toBe('ROUND_OPEN')
    town.run(HOUSE, 'lapse-round', {})
    town.open()
    expect(lastRound(town.view())?.row.until).toBe(10)
  })

  it('is never later than time itself', () => {
    const town = ring()
    town.now = Number.MAX_SAFE_INTEGER
    expect(town.open()).toBe('accepted')
    expect(lastRound(town.view())?.row.until).toBe(Number.MAX_SAFE_INTEGER)
    expect(town.trade('a', 'b', 1n)).toBe('accepted')
  })
})
