/** Value rounds. Spec: stake-market.md#value-rounds. */
import type { Scenario } from '../../../generator/scenario.js'
import { admitAll, begin, OPERATOR, order, wants } from './agents.js'

interface Settlement {
  readonly prices: readonly bigint[]
  readonly flow: readonly bigint[]
  readonly potential: readonly (readonly bigint[])[]
}
const value = { whole: 1000, damping: { part: 3, whole: 20 } }
function values(): Scenario {
  const told = begin('value-rounds', { value, commons: 1000 })
  admitAll(told, 'alice', 'bob', 'carol', 'dave')
  const lot = { issuer: 'bob', proposition: 'p', round: 1, units: 1n }
  told.refuse('ORDER_UNWINDS_AT_VALUE', 'alice', 0, 'order', order(0n, [], { unwinds: [lot, lot], credit: 1n }))
  told.refuse('ORDER_CREDIT_NONE', 'alice', 0, 'order', order(1n, wants({ 'bob/p': 1n }, 'limit'), { credit: 1n }))
  told.refuse('ORDER_WANT_UNCLEAR', 'alice', 0, 'order', order(1n, wants({ 'bob/p': 1n }, 'limit')), 'weights alone')
  told.refuse('PARAMS_REFUSED', OPERATOR, 0, 'configure', { decay: { rate: 1, every: 1 } }, 'no decay at value')
  told.accept(OPERATOR, 0, 'open-round', {})
  told.accept(OPERATOR, 0, 'settle-round', told.proposed(), 'nobody wants anything')
  /** What the solver proposes, changed. */
  const changed = (change: (proposed: Settlement) => object): object => {
    const proposed = told.coming() as Settlement
    return { ...proposed, ...change(proposed) }
  }
  told.accept('alice', 1, 'order', order(50n, wants({ 'bob/p': 3n, 'carol/p': 1n })))
  told.accept('bob', 1, 'order', order(50n, wants({ 'alice/p': 1n })))
  told.accept('carol', 1, 'order', order(50n, wants({ 'alice/p': 2n, 'dave/p': 1n }), { keep: 60n }))
  told.accept(OPERATOR, 2, 'open-round', {})
  told.refuse(
    'PRICES_LENGTH_WRONG',
    OPERATOR,
    2,
    'settle-round',
    changed(() => ({ prices: [0n, 1n] })),
  )
  told.refuse('PRICES_LENGTH_WRONG', OPERATOR, 2, 'settle-round', { flow: [], potential: [[]] })
  told.refuse(
    'PRICES_NOT_POSITIVE',
    OPERATOR,
    2,
    'settle-round',
    changed(({ prices }) => ({ prices: [0n, ...prices.slice(1)] })),
  )
  told.refuse(
    'PRICES_TOTAL_WRONG',
    OPERATOR,
    2,
    'settle-round',
    changed(({ prices }) => ({ prices: prices.map((m) => 2n * m) })),
  )
  told.refuse(
    'PRICES_NOT_CENTRALITY',
    OPERATOR,
    2,
    'settle-round',
    changed(({ prices }) => ({ prices: prices.map(() => 1n << 32n), flow: [] })),
  )
  told.refuse(
    'CLEARING_LENGTH_WRONG',
    OPERATOR,
    2,
    'settle-round',
    changed(() => ({ flow: [] })),
  )
  told.refuse(
    'CLEARING_NOT_MAXIMUM',
    OPERATOR,
    2,
    'settle-round',
    changed(({ flow }) => ({ flow: flow.map(() => 0n) })),
  )
  told.accept(
    OPERATOR,
    2,
    'settle-round',
    told.proposed(),
    'alice is wanted most: a unit of it buys more than one of bob’s',
  )
  told.accept('alice', 3, 'distribute', { asset: 'USD', amount: 1000n })
  told.accept(
    'x',
    4,
    'collect',
    { asset: 'USD', issuers: ['alice', 'bob'], commons: true },
    'what rounding has left with the market is the commons’',
  )
  told.accept('dave', 5, 'order', order(10n, wants({ 'carol/p': 1n, 'bob/p': 1n })), 'now carol’s want of dave counts')
  told.accept(OPERATOR, 6, 'open-round', {})
  told.accept(OPERATOR, 6, 'settle-round', told.proposed())
  return told.tell('value-rounds', 'Prices are the network’s view of value; nobody receives more than it gives.')
}

export const scenarios: readonly Scenario[] = [values()]
