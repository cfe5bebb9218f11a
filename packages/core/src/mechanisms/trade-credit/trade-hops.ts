/** What there is for trades to pass over, read from what stands. Spec: trade-credit.md#paths. */
import { RefusedError } from '../../kernel/index.js'
import type { FindPath } from './find-path.js'
import type { PathDebtor, PathHop, PathPremium } from './path-graph.js'
import { externalLimit } from './pools.js'
import { highSide, lowSide, underwritingOf } from './prices.js'
import { externalAccount, freeSurplus, offeredBy, pairAccount, takesPart } from './queries.js'
import type { TradeCreditView } from './tables.js'

/**
 * What there is for {@link findPath}: how much more every network may come to owe every other, what bounds and costs the
 * growth of what each owes, and what passes on.
 * Spec: trade-credit.md#paths.
 * @param view - Of the instance.
 * @returns Hops with anything left, routes, and debtors.
 * @throws {RefusedError} with the code of the collateral's price, where limits rest on it and it is missing or stale.
 * @example tradeHops(view(system, state).mechanisms['trade-credit']).hops[0] // { debtor: 'athens', creditor: 'berlin', capacity: 30n, free: 0n }
 */
export function tradeHops(view: TradeCreditView): Required<Pick<FindPath, 'hops' | 'routes' | 'debtors'>> {
  const hops: PathHop[] = []
  const names = new Set<string>()
  for (const { key, row } of view.tables.accounts.under({})) {
    if (row.clearing && takesPart(view, key.first, key.second)) continue
    names.add(key.first).add(key.second)
    hops.push(hopOf(view, key.first, key.second, row.open), hopOf(view, key.second, key.first, row.open))
  }
  const debtors = [...names].map((network) => debtorOf(view, network))
  const paying = new Set(debtors.filter(({ premium }) => premium !== undefined).map(({ network }) => network))
  const costs = premiumRate(view) > 0
  // where premiums are due nothing passes over a network without a currency
  const routes = [...view.tables.routes.under({})]
    .filter(({ key }) => !costs || paying.has(key.network))
    .map(({ key, row }) => ({ ...key, ...row }))
  return { hops: hops.filter(({ capacity }) => capacity > 0n), routes, debtors }
}

function hopOf(view: TradeCreditView, debtor: string, creditor: string, open: boolean): PathHop {
  const account = pairAccount(view, debtor, creditor)
  const free = freeSurplus(view, debtor, creditor)
  const borders = [debtor, creditor].every((network) => view.tables.networks.get({ network })?.open)
  const agreed = view.balance(account) + view.bounds(account).limit
  const capacity = open && borders && agreed > free ? agreed : free
  return { debtor, creditor, capacity, free }
}

const premiumRate = (view: TradeCreditView): number =>
  view.config.backing === 'none' ? 0 : underwritingOf(view).premium

function debtorOf(view: TradeCreditView, network: string): PathDebtor {
  const limit = externalLimit(view, network)
  const drawn = (view.tables.networks.get({ network })?.drawn ?? 0n) + offeredBy(view, network)
  const growth = limit === null ? null : limit > drawn ? limit - drawn : 0n
  const rate = premiumRate(view)
  if (rate === 0) return { network, growth }
  const currency = view.tables.books.get({ network })?.currency
  if (currency === undefined) return { network, growth: 0n }
  return { network, growth, premium: { rate, ...sides(view, currency), most: issuable(view, network, currency) } }
}
/** How much of its currency a network can still issue abroad. */
function issuable(view: TradeCreditView, network: string, currency: string): bigint {
  const account = externalAccount(view, network, currency)
  const left = view.balance(account) + view.bounds(account).limit
  return left > 0n ? left : 0n
}
/** A currency without a present price is one that nothing can be paid in. */
function sides(view: TradeCreditView, currency: string): Pick<PathPremium, 'low' | 'high'> {
  try {
    return { low: lowSide(view, currency), high: highSide(view, currency) }
  } catch (error) {
    if (!(error instanceof RefusedError)) throw error
    const none = { base: 1n, quote: 0n }
    return { low: none, high: none }
  }
}
