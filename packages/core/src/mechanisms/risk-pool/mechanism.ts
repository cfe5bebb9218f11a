/** Networks that insure each other for a term. Spec: risk-pool.md. */
import { Asset, struct } from '../../codec/index.js'
import { defineMechanism } from '../../kernel/index.js'
import { assess, claim, collect, declare, settle } from './claims.js'
import { events } from './events.js'
import { rejections } from './rejections.js'
import { partOf } from './slices.js'
import { type RiskPoolConfig, tables } from './tables.js'
import { admit, close, contribute, open, refund, register } from './terms.js'

/**
 * Networks register what they want covered and pay for it by their risk weight. What happens is declared, claimed for
 * and assessed by attestors or a vote; payouts are capped by event and by the pool; what is left after the term returns.
 * Spec: risk-pool.md. Source: mutual insurance with assessable, capped payouts.
 * @example riskPool.with({ asset: 'USD', authority: '@governance' })
 */
export const riskPool = defineMechanism({
  name: 'risk-pool',
  config: struct<RiskPoolConfig>({ asset: Asset }),
  tables,
  events,
  rejections,
  commands: {
    open,
    admit,
    register,
    contribute,
    declare,
    claim,
    assess,
    settle,
    collect,
    close,
    refund,
  },
  audits: {
    'what lies in the pool is what terms have left, what events set aside, less what was paid': (view) => {
      const { tables: rows } = view
      let due = 0n
      for (const { row } of rows.terms.entries()) due += row.left
      for (const { row } of rows.events.entries()) due += row.pot ?? 0n
      for (const { key, row } of rows.claims.entries()) {
        const event = rows.events.get({ term: key.term, event: row.event })
        if (row.status === 'paid' && event !== undefined) due -= partOf(row, event.pot ?? 0n, event.approved)
      }
      for (const { key, row } of rows.contributions.entries()) {
        const term = rows.terms.get({ term: key.term })
        if (row.returned && term !== undefined) due -= partOf(row, term.left, term.paid)
      }
      return view.balance(view.purse(view.self, view.config.asset, 'pool')) === due
    },
    'what was paid in is the sum of contributions': ({ tables: rows }) => {
      const rest = new Map(rows.terms.entries().map(({ key, row }) => [key.term, row.paid]))
      for (const { key, row } of rows.contributions.entries())
        rest.set(key.term, (rest.get(key.term) ?? 0n) - row.amount)
      return [...rest.values()].every((amount) => amount === 0n)
    },
    'no event pays more than its term’s cap or what was approved': ({ tables: rows }) =>
      rows.events.entries().every(({ key, row }) => {
        const cap = rows.terms.get({ term: key.term })?.cap ?? 0n
        return (row.pot ?? 0n) <= cap && (row.pot ?? 0n) <= row.approved
      }),
  },
})
