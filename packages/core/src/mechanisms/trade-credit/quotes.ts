/** What a trade in two currencies comes to at the present prices. Spec: trade-credit.md#quotes. */
import { Amount, Id, oneOf, optional, type Schema, struct, Text } from '../../codec/index.js'
import { knownBook, knownMember, knownNetwork } from './networks.js'
import type { Leg, NetworkPremium } from './pair-tables.js'
import { premiumOf, premiumsApply } from './premiums.js'
import { amountReceived, costOf, valuePaid, valueReceived } from './prices.js'
import { feesOf, legsBackward, legsForward, PathFields, type TradePath } from './routes.js'
import { sum } from './sums.js'
import type { TradeCreditScope } from './tables.js'
import { aheadOf, type Debt, foresee } from './taking-on.js'

/** What `trade-credit.buy` takes. Whoever runs it pays, in the currency of its network. */
export interface Buy {
  /** The buyer's network. */
  readonly network: string
  /** The seller's network. */
  readonly partner: string
  /** A member of `partner`. */
  readonly seller: string
  /** Which figure the paths say: what is paid, without the premium, or what is received. */
  readonly fixed: 'paid' | 'received'
  /** Several share the trade; each is priced by itself. */
  readonly paths: readonly TradePath[]
  /** The least to be received when what is paid is fixed; the most to be paid, premium included, otherwise. */
  readonly bound: bigint
  /** What the trade is known by elsewhere: an invoice, an order. */
  readonly reference?: string
}
export const buyFields: { readonly [K in keyof Required<Buy>]: Schema<Buy[K]> } = {
  network: Id,
  partner: Id,
  seller: Id,
  fixed: oneOf('paid', 'received'),
  paths: PathFields,
  bound: Amount,
  reference: optional(Text),
}
export const BuyFields: Schema<Buy> = struct<Buy>(buyFields)

/** One path with the debts it makes. */
export interface QuotedPath {
  readonly networks: readonly string[]
  readonly legs: readonly Leg[]
}
/** A trade at the present prices. */
export interface Quote {
  /** Currencies of the buyer's network and of the seller's. */
  readonly pays: string
  readonly gets: string
  /** Base units of the buyer's currency, without a premium. */
  readonly paid: bigint
  /** Base units of the seller's currency. */
  readonly received: bigint
  readonly paths: readonly QuotedPath[]
  /** Debts of all paths, as they would be taken on one after the other. */
  readonly debts: readonly Debt[]
  /** Of the buyer's network, base units of the buyer's currency. */
  readonly premium: bigint
  /** Of networks between the two ends, each in its own currency. */
  readonly premiums: readonly NetworkPremium[]
}

/** What is paid counts at the low price of its currency, what is received at the high one: both round against the buyer. */
export function quote(
  scope: TradeCreditScope,
  { network, partner, seller, fixed, paths }: Buy,
  how: 'moved' | 'held',
): Quote {
  const { reject } = scope
  for (const { via } of paths.length === 0 ? [{ via: [] }] : paths) {
    const networks = [network, ...via, partner]
    if (new Set(networks).size !== networks.length) reject('TRADE_WITH_SELF', { networks })
  }
  knownNetwork(scope, network)
  knownNetwork(scope, partner)
  const pays = knownBook(scope, network).currency
  const gets = knownBook(scope, partner).currency
  if (premiumsApply(scope)) for (const { via } of paths) for (const between of via) knownBook(scope, between)
  knownMember(scope, partner, seller)
  const ways = paths.map(({ via, amount }) => ({ networks: [network, ...via, partner], amount }))
  for (const { networks } of ways) feesOf(scope, networks)
  let [paid, received] = [0n, 0n]
  const ahead = aheadOf(how)
  const quoted: QuotedPath[] = []
  const debts: Debt[] = []
  for (const { networks, amount } of ways) {
    const legs =
      fixed === 'paid'
        ? legsForward(scope, ahead, networks, valuePaid(scope, pays, amount))
        : legsBackward(scope, ahead, networks, valueReceived(scope, gets, amount))
    const [first, last] = [legs[0] as Leg, legs.at(-1) as Leg]
    const cost = fixed === 'paid' ? amount : costOf(scope, pays, first.amount)
    const gain = fixed === 'paid' ? amountReceived(scope, gets, last.amount) : amount
    if (cost === 0n || gain === 0n || legs.some((leg) => leg.amount === 0n)) reject('TRADE_TOO_SMALL', { networks })
    paid += cost
    received += gain
    quoted.push({ networks, legs })
    for (const leg of legs) debts.push(foresee(scope, ahead, leg))
  }
  if (paid === 0n) reject('TRADE_TOO_SMALL')
  const own = sum(debts.filter(({ debtor }) => debtor === network).map(({ growth }) => growth))
  const { premium } = premiumOf(scope, network, own)
  return { pays, gets, paid, received, paths: quoted, debts, premium, premiums: premiumsOf(scope, network, debts) }
}

/** Premiums of networks between the ends, those of one network put together. */
function premiumsOf(scope: TradeCreditScope, buyer: string, debts: readonly Debt[]): readonly NetworkPremium[] {
  const amounts = new Map<string, bigint>()
  for (const { debtor, growth } of debts) {
    const { premium } = debtor === buyer ? { premium: 0n } : premiumOf(scope, debtor, growth)
    if (premium > 0n) amounts.set(debtor, (amounts.get(debtor) ?? 0n) + premium)
  }
  return [...amounts].map(([network, premium]) => ({ network, premium }))
}
