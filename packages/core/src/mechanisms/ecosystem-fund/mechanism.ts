/** A treasury of two networks for work that integrates both. Spec: ecosystem-fund.md. */
import { defineMechanism } from '../../kernel/index.js'
import { events } from './events.js'
import { approve, attest, lapse, propose, stop, withdraw } from './grants.js'
import { rejections } from './rejections.js'
import { configFields, tables } from './tables.js'
import { fund, giveBack, leave } from './treasury.js'

/**
 * Two networks keep a treasury of both their tokens. Anyone proposes a grant, both approve it, and it is paid by
 * milestone, once an attestor of each has said that the work integrates both networks.
 * Spec: ecosystem-fund.md. Source: a mutual ecosystem fund, as proposed beside mutual network credit.
 * @example
 * ecosystemFund.with({
 *   first: { authority: '@governance-a', asset: 'AAA' }, second: { authority: '@governance-b', asset: 'BBB' },
 *   notice: 2_592_000,
 * })
 */
export const ecosystemFund = defineMechanism({
  name: 'ecosystem-fund',
  config: configFields,
  admits: ({ first, second }) => first.asset !== second.asset && first.authority !== second.authority,
  tables,
  events,
  rejections,
  commands: { fund, propose, approve, withdraw, attest, lapse, stop, leave, return: giveBack },
  audits: {
    'what lies in the treasury is free or promised': (view) => {
      const { first, second } = view.config
      return [first, second].every(({ asset }) => {
        const row = view.tables.treasury.get({ asset })
        return view.balance(view.purse(view.self, asset, 'treasury')) === (row?.free ?? 0n) + (row?.promised ?? 0n)
      })
    },
    'what is promised is what running grants have open': (view) => {
      const rest = new Map(view.tables.treasury.entries().map(({ key, row }) => [key.asset, row.promised]))
      const { first, second } = view.config
      for (const { key, row } of view.tables.milestones.entries()) {
        const running = view.tables.grants.get({ grant: key.grant })?.status === 'running'
        if (!running || row.status !== 'open') continue
        rest.set(first.asset, (rest.get(first.asset) ?? 0n) - row.pay.first)
        rest.set(second.asset, (rest.get(second.asset) ?? 0n) - row.pay.second)
      }
      return [...rest.values()].every((amount) => amount === 0n)
    },
  },
})
