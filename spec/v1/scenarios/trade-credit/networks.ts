/** Trade credit: accounts, trades, rounds, their numbering, hostile input. Spec: trade-credit.md. */
import { createSystem, type System } from '@symbolon/core'
import { tradeCredit } from '@symbolon/core/trade-credit'
import type { Expectation, JsonStep, Scenario, Step } from '../../../generator/scenario.js'

const HOUSE = 'house'
const HOUR = 3600
const MOST = 2n ** 127n - 1n

const system = createSystem({
  spec: '1.0',
  mechanisms: [tradeCredit.with({ unit: 'USD', backing: 'none', roundLength: HOUR, authority: HOUSE })],
})

const operator = (network: string): string => `op-${network}`

function step(by: string, name: string, input: unknown, expect: Expectation = 'accepted', note?: string, at = 0): Step {
  const command = { by, at, type: `trade-credit.${name}`, input }
  return note === undefined ? { command, expect } : { command, expect, note: `${note}: ${expect}` }
}
const found = (network: string): Step => step(operator(network), 'found', { network })

interface Terms {
  readonly allocated?: bigint
  readonly accepted?: bigint
  readonly clearing?: boolean
  readonly at?: number
}
/** One side's half: by default 100 both ways and clearing. */
function agree(network: string, partner: string, terms: Terms = {}, expect?: Expectation, note?: string): Step {
  const { at = 0, allocated = 100n, accepted = 100n, clearing = true } = terms
  return step(operator(network), 'agree', { network, partner, allocated, accepted, clearing }, expect, note, at)
}
const join = (a: string, b: string, terms?: Terms): readonly Step[] => [agree(a, b, terms), agree(b, a, terms)]
const close = (network: string, partner: string, expect?: Expectation, note?: string, at?: number): Step =>
  step(operator(network), 'close', { network, partner }, expect, note, at)
const trade = (buyer: string, seller: string, amount: bigint, expect?: Expectation, note?: string, at?: number): Step =>
  step(operator(buyer), 'trade', { buyer, seller, amount }, expect, note, at)
const border = (network: string, open: boolean): Step => step(operator(network), 'border', { network, open })
const open = (expect?: Expectation, note?: string, at?: number): Step => step(HOUSE, 'open-round', {}, expect, note, at)
const lapse = (by: string, expect?: Expectation, note?: string, at?: number): Step =>
  step(by, 'lapse-round', {}, expect, note, at)
const settle = (
  flow: readonly bigint[],
  potential: readonly bigint[],
  expect?: Expectation,
  note?: string,
  at?: number,
): Step => step(HOUSE, 'settle-round', { flow, potential }, expect, note, at)
const json = (name: string, input: unknown, note: string, by = 'op-a'): JsonStep => ({
  json: { id: 'hostile', by, at: '0', type: `trade-credit.${name}`, input },
  expect: 'INPUT_INVALID',
  note,
})

const accounts: Scenario = {
  name: 'accounts',
  about: 'Networks are founded, agree from both sides on an account, close it and open it again.',
  system,
  at: 0,
  steps: [
    step('x', 'border', { network: 'a', open: false }, 'NETWORK_UNKNOWN', 'the border of a network that isn’t there'),
    found('a'),
    step('x', 'found', { network: 'a' }, 'NETWORK_TAKEN', 'a name that is taken'),
    step('x', 'border', { network: 'a', open: false }, 'NETWORK_NOT_OPERATOR', 'somebody else’s border'),
    border('a', false),
    border('a', true),
    step(
      'x',
      'agree',
      { network: 'z', partner: 'z', allocated: 1n, accepted: 1n, clearing: true },
      'TRADE_WITH_SELF',
      'an unknown network with itself',
    ),
    agree('z', 'a', {}, 'NETWORK_UNKNOWN', 'for an unknown network'),
    step(
      'x',
      'agree',
      { network: 'a', partner: 'z', allocated: 1n, accepted: 1n, clearing: true },
      'NETWORK_UNKNOWN',
      'with an unknown partner, by somebody else',
    ),
    found('b'),
    step(
      'x',
      'agree',
      { network: 'a', partner: 'b', allocated: 1n, accepted: 1n, clearing: true },
      'NETWORK_NOT_OPERATOR',
      'by somebody else',
    ),
    agree('a', 'b', { allocated: 70n, accepted: 20n }),
    trade('a', 'b', 1n, 'TRADE_NOT_AGREED', 'opted in by the buyer alone'),
    trade('b', 'a', 1n, 'TRADE_NOT_AGREED', 'opted in by the seller alone'),
    step('x', 'close', { network: 'b', partner: 'b' }, 'TRADE_WITH_SELF', 'close with oneself'),
    step('x', 'close', { network: 'b', partner: 'z' }, 'NETWORK_UNKNOWN', 'close with an unknown partner'),
    step('x', 'close', { network: 'b', partner: 'a' }, 'NETWORK_NOT_OPERATOR', 'close by somebody else'),
    close('b', 'a', 'TRADE_NOT_AGREED', 'close without a half of one’s own'),
    close('a', 'b'),
    agree('b', 'a', { allocated: 50n, accepted: 60n }, 'accepted', 'the other half; the account is closed'),
    trade('a', 'b', 1n, 'TRADE_ACCOUNT_CLOSED', 'closed before it was open'),
    agree('a', 'b', { allocated: 70n, accepted: 20n }, 'accepted', 'opened again; limits are 60 and 20'),
    agree('a', 'b', { allocated: 70n, accepted: 20n }, 'accepted', 'the same again: no limit changes'),
    agree('a', 'b', { allocated: 30n, accepted: 20n, clearing: false }, 'accepted', 'less, and no clearing'),
    agree('a', 'b', { allocated: MOST, accepted: MOST }, 'accepted', 'as much as an amount can be'),
    step(HOUSE, 'configure', { roundLength: 60 }),
    step('x', 'configure', { roundLength: 60 }, 'NOT_AUTHORISED', 'configured by somebody else'),
  ],
}

const trades: Scenario = {
  name: 'trades',
  about: 'One signed number seen from two sides, within limits; what reduces a deficit passes always.',
  system,
  at: 0,
  steps: [
    step('x', 'trade', { buyer: 'z', seller: 'z', amount: 1n }, 'TRADE_WITH_SELF', 'an unknown network with itself'),
    step('x', 'trade', { buyer: 'a', seller: 'b', amount: 1n }, 'NETWORK_UNKNOWN', 'an unknown buyer'),
    found('a'),
    step('x', 'trade', { buyer: 'a', seller: 'b', amount: 1n }, 'NETWORK_UNKNOWN', 'an unknown seller'),
    found('b'),
    found('c'),
    step('x', 'trade', { buyer: 'a', seller: 'b', amount: 1n }, 'NETWORK_NOT_OPERATOR', 'by somebody else'),
    trade('a', 'b', 1n, 'TRADE_NOT_AGREED', 'without an account'),
    agree('a', 'b', { allocated: 70n, accepted: 20n }),
    agree('b', 'a', { allocated: 50n, accepted: 60n }),
    step('op-b', 'trade', { buyer: 'a', seller: 'b', amount: 1n }, 'NETWORK_NOT_OPERATOR', 'by the seller'),
    trade('a', 'b', 61n, 'TRADE_LIMIT_EXCEEDED', 'one more than the seller accepts'),
    step(
      'op-a',
      'trade',
      { buyer: 'a', seller: 'b', amount: 60n, reference: 'invoice № 7' },
      'accepted',
      'up to the limit, with a reference',
    ),
    trade('a', 'b', 1n, 'TRADE_LIMIT_EXCEEDED', 'nothing is left'),
    trade('b', 'a', 25n, 'accepted', 'the other way: the deficit falls'),
    trade('b', 'a', 56n, 'TRADE_LIMIT_EXCEEDED', 'one more than back through zero to the other limit'),
    trade('b', 'a', 55n, 'accepted', 'through zero: a’s deficit becomes b’s'),
    close('a', 'b'),
    border('b', false),
    trade('b', 'a', 1n, 'TRADE_BORDER_CLOSED', 'closed, across a closed border, beyond the limit'),
    trade('a', 'b', 21n, 'TRADE_BORDER_CLOSED', 'a reduction that goes beyond zero'),
    trade('a', 'b', 5n, 'accepted', 'a reduction on a closed account across a closed border'),
    agree('a', 'b', { allocated: 70n, accepted: 20n }),
    trade('b', 'a', 6n, 'TRADE_BORDER_CLOSED', 'the buyer’s border is closed, beyond the limit'),
    trade('a', 'b', 16n, 'TRADE_BORDER_CLOSED', 'the seller’s border is closed'),
    border('b', true),
    trade('b', 'a', 6n, 'TRADE_LIMIT_EXCEEDED', 'open again, beyond the limit'),
    agree('a', 'b', { allocated: 70n, accepted: 4n }, 'accepted', 'a limit cut below the deficit of 15'),
    trade('b', 'a', 1n, 'TRADE_LIMIT_EXCEEDED', 'a deficit that is too large can’t grow'),
    trade('a', 'b', 10n, 'accepted', 'but fall, even to where it is still too large'),
    trade('a', 'b', 5n, 'accepted', 'settled'),
    ...join('a', 'c', { allocated: MOST, accepted: MOST }),
    ...join('b', 'c', { allocated: MOST, accepted: MOST }),
    trade('c', 'a', MOST, 'accepted', 'the largest amount there is'),
    trade('c', 'a', 1n, 'TRADE_LIMIT_EXCEEDED', 'beyond any limit'),
    trade('c', 'b', 1n, 'AMOUNT_OVERFLOW', 'all deficits of a network together stay below 2^127'),
    trade('a', 'c', MOST, 'accepted', 'all of it back'),
    trade('c', 'b', 1n),
    trade('a', 'c', 1n, 'accepted', 'a deficit here and a surplus there don’t offset: drawn are 1 and 1'),
  ],
}

const rounds: Scenario = {
  name: 'rounds',
  about: 'A round is opened, refuses changes, refuses clearings that aren’t a maximum, is settled or lapses.',
  system,
  at: 0,
  steps: [
    ...['a', 'b', 'c', 'd'].map(found),
    ...join('a', 'b'),
    ...join('b', 'c'),
    ...join('c', 'a'),
    ...join('b', 'd', { clearing: false }),
    trade('a', 'b', 50n),
    trade('b', 'c', 30n),
    trade('c', 'a', 40n),
    trade('d', 'b', 5n),
    agree('d', 'a'),
    settle([], [], 'ROUND_NONE', 'there is no round to settle'),
    lapse(HOUSE, 'ROUND_NONE', 'there is no round to end'),
    step('op-a', 'open-round', {}, 'NOT_AUTHORISED', 'opened by somebody else'),
    open('accepted', 'round 1', 10),
    open('ROUND_OPEN', 'one round at a time', 10),
    trade('a', 'b', 1n, 'ROUND_OPEN', 'a trade that takes part', 10),
    trade('b', 'a', 1n, 'ROUND_OPEN', 'also one that would reduce a deficit', 10),
    agree('a', 'b', { at: 10 }, 'ROUND_OPEN', 'other limits of an account that takes part'),
    agree('a', 'b', { clearing: false, at: 10 }, 'ROUND_OPEN', 'taking an account out'),
    agree('a', 'd', { at: 10 }, 'ROUND_OPEN', 'bringing an account in'),
    close('a', 'b', 'ROUND_OPEN', 'closing an account that takes part', 10),
    agree('a', 'd', { clearing: false, at: 10 }, 'accepted', 'an account that takes no part'),
    trade('d', 'b', 5n, 'accepted', 'a trade that takes no part', 10),
    close('b', 'd', 'accepted', 'closing an account that takes no part', 10),
    lapse('op-a', 'ROUND_NOT_OVER', 'ended early by somebody else', 10),
    step(
      'op-a',
      'settle-round',
      { flow: [30n, 30n, 30n], potential: [0n, 1n, -1n] },
      'NOT_AUTHORISED',
      'settled by somebody else',
      10,
    ),
    settle([51n, 0n], [0n, 1n, -1n], 'CLEARING_LENGTH_WRONG', 'a flow too few', 10),
    settle([51n, 0n, 0n], [0n, 1n], 'CLEARING_LENGTH_WRONG', 'a potential too few', 10),
    settle([51n, 0n, 0n, 0n], [0n, 1n, -1n], 'CLEARING_LENGTH_WRONG', 'a flow too many', 10),
    settle([51n, 0n, 0n], [0n, 0n, 0n], 'CLEARING_FLOW_EXCEEDS_AMOUNT', 'more than is owed', 10),
    settle([30n, 30n, 29n], [0n, 0n, 0n], 'CLEARING_UNBALANCED', 'somebody’s net position moves', 10),
    settle([29n, 29n, 29n], [0n, 1n, -1n], 'CLEARING_NOT_MAXIMUM', 'one less than could be cleared', 10),
    settle([30n, 30n, 30n], [0n, 1n, 0n], 'CLEARING_NOT_MAXIMUM', 'a maximum that isn’t proved', 10),
    settle([30n, 30n, 30n], [0n, 1n, -1n], 'accepted', 'the maximum: 90 of 120', 10),
    settle([0n, 0n], [0n, 1n, 0n], 'ROUND_NONE', 'settled already', 10),
    trade('b', 'c', 1n, 'accepted', 'after the round', 10),
    open('accepted', 'round 2', 20),
    settle([0n, 0n, 0n], [0n, 0n, 0n], 'CLEARING_NOT_MAXIMUM', 'nothing of what b → c brings in', 20),
    lapse(HOUSE, 'accepted', 'ended early by its authority', 20),
    lapse(HOUSE, 'ROUND_NONE', 'ended already', 20),
    open('accepted', 'round 3', 30),
    trade('a', 'b', 1n, 'ROUND_OPEN', 'the last second of the round', 30 + HOUR - 1),
    lapse('op-a', 'ROUND_NOT_OVER', 'the last second of the round', 30 + HOUR - 1),
    settle([1n, 1n, 1n], [0n, 1n, -1n], 'ROUND_OVER', 'too late', 30 + HOUR),
    trade('a', 'b', 1n, 'accepted', 'a round is over by itself', 30 + HOUR),
    lapse('op-a', 'accepted', 'anybody may say so', 30 + HOUR),
    open('accepted', 'round 4', 30 + HOUR),
    open('accepted', 'round 5; round 4 lapses', 30 + 2 * HOUR),
    settle([1n, 1n, 1n], [0n, 1n, -1n], 'accepted', 'the maximum: 3 of 32', 30 + 2 * HOUR),
    open('accepted', 'round 6', 30 + 2 * HOUR),
    settle([0n, 0n], [0n, 1n, -1n], 'accepted', 'nothing can be cleared', 30 + 2 * HOUR),
  ],
}

const RING = ['a', 'a-1', 'B', 'a.', 'a1'] as const
const numbering: Scenario = {
  name: 'numbering',
  about:
    'Obligations are numbered by debtor and creditor, parties by code units: B, a, a-1, a., a1. Totals pass 2^127.',
  system,
  at: 0,
  steps: [
    ...RING.map(found),
    open('accepted', 'a round in which nobody owes anything'),
    settle([], []),
    ...RING.flatMap((network, i) => {
      const next = RING[(i + 1) % RING.length] as string
      const terms = { allocated: MOST, accepted: MOST }
      return [...join(network, next, terms), trade(network, next, i === 0 ? 7n : MOST)]
    }),
    ...join('a', 'B'),
    trade('a', 'B', 4n),
    agree('a', 'B', { allocated: 0n, accepted: 0n }, 'accepted', 'limits don’t matter in a round'),
    close('B', 'a', 'accepted', 'closed accounts take part'),
    open(),
    settle(
      // B → a., a → B, a → a-1, a-1 → B, a. → a1, a1 → a
      [11n, 4n, 7n, 7n, 11n, 11n],
      [2n, 0n, 1n, 3n, 4n],
      'CLEARING_NOT_MAXIMUM',
      'a flow that is right, potentials that aren’t',
    ),
    settle([11n, 4n, 7n, 7n, 11n, 11n], [-3n, 0n, -4n, -2n, -1n], 'accepted', 'the maximum in this order'),
  ],
}

const hostile: Scenario = {
  name: 'hostile-input',
  about: 'What isn’t of the shape is refused before anything else is asked.',
  system,
  at: 0,
  steps: [
    ...['a', 'b', 'constructor'].map(found),
    ...join('a', 'b'),
    json('found', { network: '__proto__' }, 'a network that begins with an underscore'),
    json('found', { network: '@trade-credit' }, 'a network named like an instance’s party'),
    json('found', { network: 'n'.repeat(65) }, 'a name that is too long'),
    json('trade', { buyer: 'a', seller: 'b', amount: '0' }, 'zero'),
    json('trade', { buyer: 'a', seller: 'b', amount: '-1' }, 'a negative amount'),
    json('trade', { buyer: 'a', seller: 'b', amount: String(2n ** 127n) }, '2^127'),
    json('trade', { buyer: 'a', seller: 'b', amount: '1e3' }, 'an exponent'),
    json('trade', { buyer: 'a', seller: 'b', amount: '01' }, 'a leading zero'),
    json('trade', { buyer: 'a', seller: 'b', amount: true }, 'a flag for an amount'),
    json('trade', { buyer: 'a', seller: 'b' }, 'a missing member'),
    json('trade', { buyer: 'a', seller: 'b', amount: '1', price: '1' }, 'a member too many'),
    json(
      'trade',
      { buyer: 'a', seller: 'b', amount: '1', reference: 'x'.repeat(1025) },
      'a reference that is too long',
    ),
    json('agree', { network: 'a', partner: 'b', allocated: '1', accepted: '1', clearing: 'true' }, 'a word for a flag'),
    json('settle-round', { flow: ['-1'], potential: [] }, 'a negative flow', HOUSE),
    json('settle-round', { flow: [['1']], potential: [] }, 'a list in a list', HOUSE),
    json('settle-round', { flow: {}, potential: [] }, 'no list', HOUSE),
    json('settle-round', { flow: [], potential: ['-0'] }, 'minus zero', HOUSE),
    json('settle-round', { flow: [], potential: [String(-(2n ** 127n))] }, '−2^127', HOUSE),
    json('open-round', null, 'no input'),
    agree('a', 'constructor', {}, 'accepted', 'a name that means something elsewhere'),
  ],
}

const governed = (authority: string): System =>
  createSystem({
    spec: '1.0',
    mechanisms: [tradeCredit.with({ unit: 'USD', backing: 'none', roundLength: Number.MAX_SAFE_INTEGER, authority })],
    authority: 'founder',
  }) as System
const edges: Scenario = {
  name: 'rounds-at-their-edges',
  about: 'A round without end, halves that bring nothing in, another authority, sums beyond 2^127.',
  system: governed(HOUSE),
  at: 1,
  steps: [
    ...['a', 'b', 'c', 'd'].map((network) => step(operator(network), 'found', { network }, 'accepted', undefined, 1)),
    ...(['a b', 'b c', 'c a'] as const).flatMap((pair) => {
      const [debtor = '', creditor = ''] = pair.split(' ')
      const terms = { allocated: MOST, accepted: MOST, at: 1 }
      return [...join(debtor, creditor, terms), trade(debtor, creditor, MOST, 'accepted', undefined, 1)]
    }),
    open('accepted', 'until 2^53 − 1, no later', 1),
    agree('a', 'd', { at: 2 }, 'accepted', 'with clearing, towards a partner without a half'),
    agree('d', 'a', { at: 2 }, 'ROUND_OPEN', 'the other half, with clearing too'),
    agree('d', 'a', { clearing: false, at: 2 }, 'accepted', 'the other half, without clearing'),
    agree('a', 'd', { allocated: 5n, at: 2 }, 'accepted', 'with clearing, towards a partner without'),
    trade('d', 'a', 5n, 'accepted', 'the account takes no part', 2),
    { upgrade: { to: governed('council'), by: 'founder', at: 3 }, expect: 'accepted', note: 'another authority' },
    lapse('council', 'ROUND_NOT_OVER', 'who hasn’t opened it can’t end it early', 3),
    settle([], [], 'NOT_AUTHORISED', 'who has opened it can’t settle it any more', 3),
    lapse(HOUSE, 'accepted', 'but end it', 3),
    step('council', 'open-round', {}, 'accepted', 'round 2', 4),
    step(
      'council',
      'settle-round',
      { flow: [MOST, MOST, MOST], potential: [0n, 0n, 0n] },
      'accepted',
      'owed and cleared are both beyond 2^127',
      4,
    ),
    trade('a', 'b', 1n, 'accepted', 'nothing is left of it', 4),
  ],
}

export const scenarios: readonly Scenario[] = [accounts, trades, rounds, numbering, edges, hostile]
