/** What holds in every state of trade credit. Spec: trade-credit.md#invariants. */
import type { Account, Listing } from '../../kernel/index.js'
import type { TradeCreditConfig, TradeCreditParams } from './config.js'
import { claimsAccount, insuranceAccount, premiumAccount, stakeAccount, underwriterOf } from './pools.js'
import {
  asideAccount,
  deficit,
  dueTo,
  externalAccount,
  heldAccount,
  lostAccount,
  memberAccount,
  netPosition,
  offeredBy,
  openRound,
  pairAccount,
  reserveAccount,
  tradeLimit,
} from './queries.js'
import { sum } from './sums.js'
import type { TradeCreditTables } from './tables.js'

type Whole = Listing<TradeCreditConfig, TradeCreditParams, TradeCreditTables>

/** Both sides of every account, which are all the accounts of the instance. */
function* sides(view: Whole): Generator<readonly [network: string, partner: string]> {
  for (const { key } of view.tables.accounts.entries()) {
    yield [key.first, key.second]
    yield [key.second, key.first]
  }
}
/** What prepared trades say that they hold of a side. */
const held = (view: Whole, network: string, partner: string): bigint =>
  sum(
    view.tables.prepared
      .entries()
      .flatMap(({ row }) => row.legs)
      .filter(({ debtor, creditor }) => debtor === network && creditor === partner)
      .map(({ amount }) => amount),
  )
const aside = (view: Whole, network: string, partner: string): bigint =>
  view.balance(asideAccount(view, network, partner))
const side = (view: Whole, network: string, partner: string): bigint =>
  view.balance(pairAccount(view, network, partner))

/** All that anybody can have or owe of a network's currency. */
function currencyAccounts(view: Whole, network: string, currency: string): readonly Account[] {
  const { members, underwriters, networks, prepared } = view.tables
  const holders = new Set([
    ...members.entries().map(({ key }) => key.member),
    ...underwriters.entries().map(({ key }) => key.underwriter),
    ...networks.entries().map(({ row }) => row.operator),
    ...prepared.entries().map(({ row }) => row.buyer),
  ])
  const held = prepared
    .entries()
    .flatMap(({ key: { trade }, row: { buyer, partner, premiums } }) =>
      [...new Set([buyer, partner, ...premiums.map((between) => between.network)])].map((party) =>
        heldAccount(view, trade, party, currency),
      ),
    )
  return [
    ...[...holders].map((holder) => memberAccount(view, holder, currency)),
    ...held,
    externalAccount(view, network, currency),
    reserveAccount(view, network, currency),
    lostAccount(view, network, currency),
    premiumAccount(view, currency),
    claimsAccount(view, currency),
    insuranceAccount(view, currency),
  ]
}

export const audits: Readonly<Record<string, (view: Whole) => boolean>> = {
  'balances in a currency sum to zero': (view) =>
    view.tables.currencies.entries().every(({ key: { currency }, row: { network } }) => {
      return sum(currencyAccounts(view, network, currency).map(view.balance)) === 0n
    }),

  'the ledger holds the limits of lines until they expire': (view) =>
    view.tables.members.entries().every(({ key: { network, member }, row }) => {
      const currency = view.tables.books.get({ network })?.currency as string
      const { limit, until } = view.bounds(memberAccount(view, member, currency))
      return limit === row.limit && (limit === 0n || until === row.expires)
    }),

  'collateral is that of all pools': (view) => {
    if (view.config.collateral === undefined) return view.tables.pools.size === 0
    return sum(view.tables.pools.entries().map(({ row }) => row.stake)) === view.balance(stakeAccount(view))
  },

  'shares of a pool are those of its underwriters': (view) =>
    view.tables.pools.entries().every(({ key, row }) => {
      const parts = [...view.tables.underwriters.under(key)]
      const counted = parts.map((part) => underwriterOf(view, part.key))
      const lost = row.shares - sum(counted.map(({ shares }) => shares))
      if (sum(counted.map(({ out }) => out)) !== row.out) return false
      // an exchange rounds each part down, and so leaves less than a share of each to nobody
      return lost >= 0n && lost <= BigInt(parts.length * row.generation)
    }),

  'shares that agree to a wish are those of who has agreed': (view) =>
    view.tables.grants.entries().every(({ key, row: { wish } }) => {
      if (wish === null) return true
      const agreed = [...view.tables.underwriters.under(key)].filter(({ row }) => row.agreed === wish.since)
      const shares = agreed.map((part) => underwriterOf(view, part.key)).map((own) => own.shares - own.out)
      return sum(shares) === wish.shares
    }),

  'claims on insurance pools are set aside': (view) =>
    view.tables.currencies.entries().every(({ key: { currency }, row: { network } }) => {
      const claims = view.tables.claims.entries().filter(({ key }) => key.network === network)
      return sum(claims.map(({ row }) => row.amount)) === view.balance(claimsAccount(view, currency))
    }),

  'what a network offers a round is the sum over its lines': (view) => {
    const round = openRound(view)?.key.round
    const offered = new Map<string, bigint>()
    const add = (network: string, growth: bigint): void => {
      offered.set(network, (offered.get(network) ?? 0n) + growth)
    }
    for (const { key, row } of view.tables.accounts.entries()) {
      if (row.offer === undefined || row.offer.round !== round) continue
      add(key.first, row.offer.first)
      add(key.second, row.offer.second)
    }
    return view.tables.networks
      .entries()
      .every(({ key }) => offeredBy(view, key.network) === (offered.get(key.network) ?? 0n))
  },

  'premiums that are due are there': (view) =>
    view.tables.currencies.entries().every(({ key: { currency }, row: { network } }) => {
      const parts = view.tables.underwriters.entries().filter(({ key }) => key.network === network)
      return sum(parts.map(({ key }) => underwriterOf(view, key).due)) <= view.balance(premiumAccount(view, currency))
    }),

  'a network’s net position is the sum of its balances': (view) =>
    view.tables.books.entries().every(({ key: { network }, row }) => row.net === netPosition(view, network)),

  'what a network allocates is the sum over accounts it hasn’t closed': (view) => {
    const allocated = new Map<string, bigint>()
    for (const { key, row } of view.tables.halves.entries()) {
      allocated.set(key.network, (allocated.get(key.network) ?? 0n) + (row.open ? row.allocated : 0n))
    }
    return view.tables.networks.entries().every(({ key, row }) => row.allocated === (allocated.get(key.network) ?? 0n))
  },

  'the two sides of an account are one number with two signs': (view) =>
    [...sides(view)].every(([network, partner]) => {
      const both = side(view, network, partner) + side(view, partner, network)
      return both === -aside(view, network, partner) - aside(view, partner, network)
    }),

  'what is held of a side is that of prepared trades': (view) =>
    [...sides(view)].every(([network, partner]) => aside(view, network, partner) === held(view, network, partner)),

  'what prepared trades may bring to an external account is counted': (view) => {
    const coming = new Map<string, bigint>()
    const add = (network: string, amount: bigint): void => {
      coming.set(network, (coming.get(network) ?? 0n) + amount)
    }
    for (const { row } of view.tables.prepared.entries()) {
      add(row.network, row.paid)
      add(row.partner, row.received)
      for (const { network, premium } of row.premiums) add(network, premium)
    }
    return view.tables.books.entries().every(({ key, row }) => row.coming === (coming.get(key.network) ?? 0n))
  },

  'accounts sum to zero in the unit of account': (view) =>
    sum([...sides(view)].map(([network, partner]) => side(view, network, partner) + held(view, network, partner))) ===
    0n,

  'what a network has drawn and owes are the sums over its accounts': (view) => {
    const sums = new Map<string, { drawn: bigint; owes: bigint }>()
    for (const [network, partner] of sides(view)) {
      const { drawn, owes } = sums.get(network) ?? { drawn: 0n, owes: 0n }
      sums.set(network, {
        drawn: drawn + deficit(view, network, partner),
        owes: owes + dueTo(view, network, partner),
      })
    }
    return view.tables.networks.entries().every(({ key: { network }, row }) => {
      const { drawn, owes } = sums.get(network) ?? { drawn: 0n, owes: 0n }
      return row.drawn === drawn && row.owes === owes
    })
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
