/** What holds in every state of trade credit. Spec: trade-credit.md#invariants. */
import type { Listing } from '../../kernel/index.js'
import { deficit, pairAccount, tradeLimit } from './queries.js'
import type { TradeCreditConfig, TradeCreditParams, TradeCreditTables } from './tables.js'

type Whole = Listing<TradeCreditConfig, TradeCreditParams, TradeCreditTables>

/** Both sides of every account, which are all the accounts of the instance. */
function* sides(view: Whole): Generator<readonly [network: string, partner: string]> {
  for (const { key } of view.tables.accounts.entries()) {
    yield [key.first, key.second]
    yield [key.second, key.first]
  }
}
const side = (view: Whole, network: string, partner: string): bigint =>
  view.balance(pairAccount(view, network, partner))

export const audits: Readonly<Record<string, (view: Whole) => boolean>> = {
  'the two sides of an account are one number with two signs': (view) =>
    [...sides(view)].every(([network, partner]) => side(view, network, partner) === -side(view, partner, network)),

  'accounts sum to zero in the unit of account': (view) =>
    [...sides(view)].reduce((sum, [network, partner]) => sum + side(view, network, partner), 0n) === 0n,

  'what a network has drawn is the sum of its deficits': (view) => {
    const drawn = new Map<string, bigint>()
    for (const [network, partner] of sides(view)) {
      drawn.set(network, (drawn.get(network) ?? 0n) + deficit(view, network, partner))
    }
    return view.tables.networks.entries().every(({ key, row }) => row.drawn === (drawn.get(key.network) ?? 0n))
  },

  'an account is there when both sides have agreed, and is what both say': (view) => {
    const { accounts, halves } = view.tables
    let joined = 0
    const same = halves.entries().every(({ key: { network, partner }, row }) => {
      const other = halves.get({ network: partner, partner: network })
      if (other === undefined) return true
      joined += 1
      const [first, second] = network < partner ? [network, partner] : [partner, network]
      const account = accounts.get({ first, second })
      return account?.open === (row.open && other.open) && account.clearing === (row.clearing && other.clearing)
    })
    return same && joined === 2 * accounts.size
  },

  'the ledger holds the limits that both sides agreed': (view) =>
    [...sides(view)].every(([network, partner]) => {
      const { limit, until } = view.bounds(pairAccount(view, network, partner))
      return limit === tradeLimit(view, network, partner) && until === null
    }),

  'only the latest round can be open': (view) =>
    view.tables.rounds
      .entries()
      .every(({ key, row }) => row.status !== 'open' || key.round === view.tables.rounds.size),
}
