/** What holds in every state of mutual credit. Spec: mutual-credit.md#invariants. */
import { issuerOf } from './holdings.js'
import { feesAccount, potAccount, reserveAccount, stakeAccount } from './queries.js'
import type { PotKey, ReserveKey } from './reserve-tables.js'
import type { WholeMutualCredit } from './tables.js'

const sum = (amounts: readonly bigint[]): bigint => amounts.reduce((total, amount) => total + amount, 0n)

/** Every reserve that anything is in, or ever was. */
function* reserves(view: WholeMutualCredit): Generator<ReserveKey> {
  for (const { key, row } of view.tables.agreements.entries()) {
    for (const [network, partner] of [
      [row.first, row.second],
      [row.second, row.first],
    ] as const) {
      const issuer = view.tables.networks.get({ network: partner })
      for (const asset of new Set([issuer?.asset, issuer?.fees])) {
        if (asset !== undefined) yield { agreement: key.agreement, network, asset }
      }
    }
  }
}
const isSame = (a: ReserveKey, b: ReserveKey): boolean =>
  a.agreement === b.agreement && a.network === b.network && a.asset === b.asset
const isPot = (a: PotKey, b: PotKey): boolean => a.network === b.network && a.pot === b.pot && a.asset === b.asset

export const audits: Readonly<Record<string, (view: WholeMutualCredit) => boolean>> = {
  'what is locked in a reserve is there, but for what was pledged': (view) =>
    [...reserves(view)].every((key) => {
      const { locked, advanced } = view.tables.reserves.get(key) ?? { locked: 0n, advanced: 0n }
      const locks = view.tables.locks.entries().filter((lock) => isSame(lock.key, key))
      const held = view.balance(reserveAccount(view, key))
      return sum(locks.map(({ row }) => row.amount)) === locked && advanced <= locked && held >= locked - advanced
    }),

  'what a reserve holds of the partner’s asset counts in the partner’s dividends': (view) =>
    [...reserves(view)].every((key) => {
      const { minimum, current } = view.tables.holdings.get(key) ?? { minimum: 0n, current: 0n }
      if (issuerOf(view, key) === undefined) return current === 0n
      return current === view.balance(reserveAccount(view, key)) && minimum <= current
    }),

  'what is distributed covers what isn’t released, what nobody could earn yet, and what can be claimed': (view) =>
    view.tables.distributions.entries().every(({ key, row }) => {
      const tranches = view.tables.tranches.entries().filter((tranche) => isPot(tranche.key, key))
      const pot = view.balance(potAccount(view, key.network, key.pot, key.asset))
      const kept = row.kind === 'linear' ? sum(tranches.map((tranche) => tranche.row.amount)) >= row.left : true
      return pot >= row.left + row.held && kept
    }),

  'stakes and reserves add up': (view) =>
    view.tables.networks.entries().every(({ key: { network }, row: { asset } }) => {
      const last = (register: string) => view.tables.totals.before({ network, register }, Number.MAX_SAFE_INTEGER)?.row
      const holders = new Set(
        view.tables.stakes
          .entries()
          .filter(({ key }) => key.network === network)
          .map(({ key }) => key.holder),
      )
      const staked = [...holders].map((holder) => view.balance(stakeAccount(view, holder, asset)))
      const reserved = view.tables.holdings.entries().filter(({ key }) => key.asset === asset)
      return (
        sum(staked) === (last('stakes')?.current ?? 0n) &&
        sum(reserved.map(({ row }) => row.current)) === (last('reserves')?.current ?? 0n)
      )
    }),

  'fees that are collected and not shared out are there': (view) =>
    view.tables.networks.entries().every(({ key: { network }, row: { fees } }) => {
      const rows = view.tables.fees.entries().filter(({ key }) => key.network === network)
      const dividend = view.tables.dividends.get({ network })
      const rest = dividend === undefined ? 0n : dividend.amount - dividend.paid
      return view.balance(feesAccount(view, network, fees)) === sum(rows.map(({ row }) => row.left)) + rest
    }),

  'no network promises more than all its fees': (view) =>
    view.tables.networks.entries().every(({ key: { network }, row: { promised } }) => {
      const promises = view.tables.promises.entries().filter(({ key }) => key.network === network)
      return promised <= 10_000 && promised === promises.reduce((total, { row }) => total + row.share, 0)
    }),

  'terms are kept of offers and of spans, and of nothing else': (view) =>
    view.tables.revisions.entries().every(({ key: { agreement, revision } }) => {
      const spans = [...view.tables.spans.under({ agreement })]
      return (
        view.tables.offers.get({ agreement })?.revision === revision ||
        spans.some(({ row }) => row.revision === revision)
      )
    }),
}
