/** Parity rounds: what is matched, in which order, and what is refused. Spec: stake-market.md#parity-rounds. */
import type { Scenario } from '../../../generator/scenario.js'
import { admitAll, begin, type MarketStory, OPERATOR, order, wants } from './agents.js'

const PAIR = { flow: [5n, 5n, 5n, 5n], potential: [[0n, 0n, 0n, 0n]] }
/** Opens a round and settles it as the solver proposes. */
function round(told: MarketStory, at: number, note?: string): void {
  told.accept(OPERATOR, at, 'open-round', {})
  told.accept(OPERATOR, at, 'settle-round', told.proposed(), note)
}

function refusals(): Scenario {
  const told = begin('rounds-and-refusals')
  admitAll(told, 'alice', 'bob')
  told.accept('alice', 0, 'order', order(5n, wants({ 'bob/p': 1n })))
  told.accept('bob', 0, 'order', order(5n, wants({ 'alice/p': 1n })))
  told.refuse('NOT_AUTHORISED', 'alice', 1, 'open-round', {})
  told.refuse('STAKE_ROUND_NONE', OPERATOR, 1, 'settle-round', PAIR)
  told.refuse('STAKE_ROUND_NONE', OPERATOR, 1, 'lapse-round', {})
  told.accept(OPERATOR, 1, 'open-round', {})
  told.refuse('STAKE_ROUND_OPEN', OPERATOR, 2, 'open-round', {})
  told.refuse('NOT_AUTHORISED', 'alice', 2, 'settle-round', PAIR, 'a maximum isn’t unique: the authority chooses')
  told.refuse('STAKE_ROUND_NOT_OVER', 'alice', 2, 'lapse-round', {})
  told.refuse(
    'PRICES_LENGTH_WRONG',
    OPERATOR,
    2,
    'settle-round',
    { ...PAIR, flow: [], prices: [1n] },
    'there are no prices',
  )
  told.refuse('CLEARING_LENGTH_WRONG', OPERATOR, 2, 'settle-round', { ...PAIR, flow: [9n, 5n, 5n] })
  told.refuse('CLEARING_LENGTH_WRONG', OPERATOR, 2, 'settle-round', { ...PAIR, potential: [[0n, 0n, 0n]] })
  told.refuse('CLEARING_LENGTH_WRONG', OPERATOR, 2, 'settle-round', {
    ...PAIR,
    potential: [
      [0n, 0n, 0n, 0n],
      [0n, 0n, 0n, 0n],
    ],
  })
  told.refuse('CLEARING_LENGTH_WRONG', OPERATOR, 2, 'settle-round', { ...PAIR, potential: [] })
  told.refuse('CLEARING_FLOW_EXCEEDS_AMOUNT', OPERATOR, 2, 'settle-round', { ...PAIR, flow: [6n, 5n, 6n, 5n] })
  told.refuse('CLEARING_UNBALANCED', OPERATOR, 2, 'settle-round', { ...PAIR, flow: [5n, 5n, 5n, 4n] })
  told.refuse('CLEARING_NOT_MAXIMUM', OPERATOR, 2, 'settle-round', { ...PAIR, flow: [4n, 4n, 4n, 4n] })
  told.refuse(
    'CLEARING_NOT_MAXIMUM',
    OPERATOR,
    2,
    'settle-round',
    { ...PAIR, flow: [0n, 0n, 0n, 0n] },
    'nothing is no maximum',
  )
  told.refuse('STAKE_ROUND_OVER', OPERATOR, 101, 'settle-round', PAIR, 'at its end a round is over')
  told.accept(
    'alice',
    101,
    'order',
    order(5n, wants({ 'bob/p': 1n })),
    'and orders are free, before anybody has said so',
  )
  told.accept('alice', 101, 'lapse-round', {}, 'which anybody may')
  told.refuse('STAKE_ROUND_NONE', OPERATOR, 102, 'settle-round', PAIR)
  told.accept(OPERATOR, 102, 'open-round', {})
  told.accept(OPERATOR, 300, 'open-round', {}, 'the next one may be opened without it')
  told.accept(OPERATOR, 301, 'settle-round', PAIR)
  told.refuse('STAKE_ROUND_NONE', OPERATOR, 301, 'settle-round', PAIR, 'once only')
  told.accept(OPERATOR, 302, 'open-round', {})
  told.accept(OPERATOR, 302, 'settle-round', { flow: [], potential: [[]] }, 'a round about nothing')
  return told.tell(
    'rounds-and-refusals',
    'The life of rounds, and every refusal of a settlement in order of precedence.',
  )
}

function matches(): Scenario {
  const told = begin('matches')
  admitAll(told, 'alice', 'bob', 'carol', 'dave')
  told.accept('alice', 0, 'order', order(10n, wants({ 'bob/p': 10n }, 'limit')))
  told.accept('bob', 0, 'order', order(10n, wants({ 'carol/p': 10n }, 'limit')))
  round(told, 1, 'nobody wants alice: nothing is matched')
  told.accept('carol', 2, 'order', order(10n, wants({ 'alice/p': 7n }, 'limit')))
  round(told, 3, 'a circle of three, in part; the rest stays')
  told.accept('dave', 4, 'order', order(50n, wants({ 'alice/p': 1n, 'bob/p': 1n, 'carol/p': 1n }), { keep: 97n }))
  told.accept('alice', 4, 'order', order(4n, wants({ 'dave/p': 4n }, 'limit')))
  round(told, 5, 'dave keeps 97: it gives 3, whatever it offers')
  told.accept(
    'bob',
    6,
    'order',
    order(0n, [], { unwinds: [{ issuer: 'carol', proposition: 'p', round: 2, units: 7n }] }),
  )
  told.accept(
    'carol',
    6,
    'order',
    order(0n, [], { unwinds: [{ issuer: 'alice', proposition: 'p', round: 2, units: 5n }] }),
  )
  round(told, 7, 'unwinding needs a circle too: alice has no order')
  told.accept(
    'alice',
    8,
    'order',
    order(0n, [], { unwinds: [{ issuer: 'bob', proposition: 'p', round: 2, units: 6n }], until: 12 }),
  )
  round(told, 9, 'five go round; one more of alice’s, and two of bob’s, wait')
  told.accept(
    'carol',
    12,
    'order',
    order(0n, [], { unwinds: [{ issuer: 'alice', proposition: 'p', round: 2, units: 2n }] }),
  )
  round(told, 12, 'alice’s order is over')
  return told.tell('matches', 'Matches in circles and in part, what an agent keeps, unwinding.')
}

function standing(): Scenario {
  const told = begin('standing-rights')
  admitAll(told, 'alice', 'bob', 'carol', 'dave', 'erin')
  told.accept('alice', 0, 'order', order(4n, wants({ 'bob/p': 1n })))
  told.accept('bob', 0, 'order', order(4n, wants({ 'carol/p': 1n })))
  told.accept('carol', 0, 'order', order(4n, wants({ 'alice/p': 1n })))
  round(told, 1)
  const lot = (issuer: string, units: bigint) => ({ unwinds: [{ issuer, proposition: 'p', round: 1, units }] })
  told.accept('alice', 2, 'order', order(0n, [], { ...lot('bob', 4n), until: 5 }))
  told.accept('vera', 3, 'attest', { issuer: 'bob', proposition: 'p', met: false })
  told.accept('viktor', 3, 'attest', { issuer: 'bob', proposition: 'p', met: false }, 'bob’s claim has failed')
  told.refuse('PROPOSITION_OVER', 'erin', 6, 'order', order(4n, wants({ 'bob/p': 4n })), 'nobody stakes on it any more')
  told.accept('bob', 6, 'order', order(2n, wants({ 'dave/p': 2n }, 'limit'), lot('carol', 2n)))
  told.accept('carol', 6, 'order', order(2n, [], lot('alice', 4n)))
  told.accept('dave', 6, 'order', order(2n, wants({ 'erin/p': 1n })))
  told.accept('erin', 6, 'order', order(2n, wants({ 'carol/p': 1n })))
  round(told, 7, 'alice’s right outlives its order, and comes before four matches that would need the same two units')
  told.accept('bob', 8, 'order', order(2n, wants({ 'dave/p': 2n }, 'limit'), lot('carol', 1n)))
  told.accept(OPERATOR, 9, 'open-round', {})
  told.accept('vera', 9, 'attest', { issuer: 'dave', proposition: 'p', met: true })
  told.accept(
    'viktor',
    9,
    'attest',
    { issuer: 'dave', proposition: 'p', met: true },
    'a round sees claims as they were',
  )
  told.accept(OPERATOR, 9, 'settle-round', told.proposed())
  return told.tell('standing-rights', 'Lots of failed claims are unwound first, and their right outlives the order.')
}

function mediated(): Scenario {
  const told = begin('mediated-matches', { credit: 'MATCH', mediation: 6n, decay: { rate: 2500, every: 50 } })
  admitAll(told, 'alice', 'bob', 'carol', 'dave')
  told.accept('alice', 0, 'order', order(6n, wants({ 'bob/p': 1n })))
  told.accept('bob', 0, 'order', order(10n, wants({ 'carol/p': 1n })))
  round(told, 1, 'without credit nothing is matched')
  told.accept('bob', 2, 'order', order(10n, wants({ 'carol/p': 1n }), { credit: 8n }))
  round(told, 3, 'bob takes credit for the six units of alice’s that the market may hold')
  told.accept('carol', 4, 'order', order(4n, wants({ 'alice/p': 1n })))
  round(told, 5, 'carol takes alice’s stake from the market, and bob gets carol’s for its credit')
  told.refuse('DECAY_LENGTH_WRONG', OPERATOR, 6, 'decay', { amounts: [] })
  told.refuse('DECAY_AMOUNT_WRONG', OPERATOR, 6, 'decay', { amounts: [3n, 1n, 1n, 1n, 0n] })
  told.accept(OPERATOR, 6, 'decay', told.proposed(), 'lots, what the market holds, and credit')
  told.accept('dave', 7, 'order', order(3n, wants({ 'alice/p': 1n })))
  told.accept('carol', 7, 'order', order(5n, wants({ 'dave/p': 1n })))
  told.accept(OPERATOR, 7, 'configure', { mediation: 0n }, 'no more credit')
  round(told, 8, 'what there is goes back as it can')
  return told.tell('mediated-matches', 'Credit bridges what has no match, and is retracted once there is one.')
}

function decays(): Scenario {
  const told = begin('decay')
  admitAll(told, 'alice', 'bob', 'carol')
  told.refuse('DECAY_NONE', OPERATOR, 0, 'decay', { amounts: [1n] })
  told.refuse('NOT_AUTHORISED', 'alice', 0, 'decay', { amounts: [] })
  told.accept(OPERATOR, 0, 'configure', { decay: { rate: 1500, every: 10 } })
  told.accept('alice', 0, 'order', order(15n, wants({ 'bob/p': 11n, 'carol/p': 4n }, 'limit')))
  told.accept('bob', 0, 'order', order(15n, wants({ 'alice/p': 8n, 'carol/p': 7n }, 'limit')))
  told.accept('carol', 0, 'order', order(11n, wants({ 'alice/p': 7n, 'bob/p': 4n }, 'limit')))
  told.accept(OPERATOR, 1, 'open-round', {})
  told.refuse('STAKE_ROUND_OPEN', OPERATOR, 1, 'decay', { amounts: [] })
  told.accept(OPERATOR, 1, 'settle-round', told.proposed())
  told.refuse('DECAY_LENGTH_WRONG', OPERATOR, 2, 'decay', { amounts: [9n] })
  told.refuse('DECAY_AMOUNT_WRONG', OPERATOR, 2, 'decay', { amounts: [3n, 0n, 1n, 1n, 1n, 0n] }, 'neither down nor up')
  told.refuse(
    'DECAY_UNBALANCED',
    OPERATOR,
    2,
    'decay',
    { amounts: [1n, 0n, 1n, 1n, 1n, 0n] },
    'all down: bob would lose two and get one',
  )
  told.accept(OPERATOR, 2, 'decay', told.proposed(), 'alike for all')
  told.refuse('DECAY_NOT_YET', OPERATOR, 11, 'decay', { amounts: [] })
  told.accept(OPERATOR, 12, 'decay', told.proposed())
  return told.tell(
    'decay',
    'Stake goes back to its issuers at one rate, each holding’s part rounded so that all stays reciprocal.',
  )
}

function pages(): Scenario {
  const told = begin('pages', { orders: 2 })
  admitAll(told, 'alice', 'bob', 'carol', 'dave', 'erin')
  told.accept('alice', 0, 'order', order(2n, wants({ 'dave/p': 1n })))
  told.accept('bob', 0, 'order', order(2n, wants({ 'carol/p': 1n })))
  told.accept('carol', 0, 'order', order(2n, wants({ 'bob/p': 1n })))
  told.accept('dave', 0, 'order', order(2n, wants({ 'alice/p': 1n }), { until: 5 }))
  told.accept('erin', 0, 'order', order(2n, wants({ 'alice/p': 1n })))
  round(told, 1, 'alice and bob: no match; carol is next')
  round(told, 2, 'carol and dave; erin is next')
  round(told, 3, 'erin, and on from the first: alice; bob is next')
  round(told, 4, 'bob and carol: a match')
  round(told, 5, 'dave’s order is over: erin and alice')
  return told.tell(
    'pages',
    'Where there are more orders than a round may have, the next one goes on where the last has ended.',
  )
}

export const scenarios: readonly Scenario[] = [refusals(), matches(), standing(), mediated(), decays(), pages()]
