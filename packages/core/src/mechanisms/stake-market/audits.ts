/** What must hold of any state of the stake market. Spec: stake-market.md#invariants. */
import { issuance, type Listing } from '../../kernel/index.js'
import type { StakeMarketConfig, StakeMarketParams } from './config.js'
import { commonsAccount, creditOf, proceedsAccount, relinquished, stakeAsset, stakeOf } from './queries.js'
import type { StakeMarketTables, StakeMarketView } from './tables.js'

type MarketListing = Listing<StakeMarketConfig, StakeMarketParams, StakeMarketTables>

const agentsOf = ({ tables }: MarketListing): readonly string[] => tables.agents.entries().map(({ key }) => key.agent)

/** Units by holder and issuer, as lots say. */
function lotSums({ tables }: MarketListing): ReadonlyMap<string, bigint> {
  const sums = new Map<string, bigint>()
  for (const { key, row } of tables.lots.entries()) {
    const id = `${key.holder} ${key.issuer}`
    sums.set(id, (sums.get(id) ?? 0n) + row.units)
  }
  return sums
}

export const audits: Readonly<Record<string, (view: MarketListing) => boolean>> = {
  'every agent has N units of stake in itself, minted once': (view) =>
    view.tables.agents
      .entries()
      .every(
        ({ key, row }) =>
          row.asset === stakeAsset(view.self, key.agent) && view.supply(row.asset) === view.config.units,
      ),
  'all of an agent’s stake is with the agent, in lots, or with the market': (view) => {
    const held = new Map<string, bigint>()
    for (const { key, row } of view.tables.lots.entries()) {
      held.set(key.issuer, (held.get(key.issuer) ?? 0n) + row.units)
    }
    return agentsOf(view).every((agent) => {
      const kept = stakeOf(view as StakeMarketView, agent, agent) + stakeOf(view as StakeMarketView, view.self, agent)
      return kept + (held.get(agent) ?? 0n) === view.config.units
    })
  },
  'what an agent holds of another is the sum of its lots': (view) =>
    [...lotSums(view)].every(([id, units]) => {
      const [holder, issuer] = id.split(' ') as [string, string]
      return stakeOf(view as StakeMarketView, holder, issuer) === units
    }),
  'after parity rounds, what an agent holds of others is what it has relinquished of itself': (view) => {
    if (view.config.value !== undefined) return true
    const held = new Map<string, bigint>()
    for (const { key, row } of view.tables.lots.entries()) {
      held.set(key.holder, (held.get(key.holder) ?? 0n) + row.units)
    }
    return agentsOf(view).every((agent) => {
      const reads = view as StakeMarketView
      return (held.get(agent) ?? 0n) + creditOf(reads, agent) === relinquished(reads, agent)
    })
  },
  'credit is what the market holds of agents’ stake': (view) => {
    const { credit, value } = view.config
    if (value !== undefined) return true
    const stock = agentsOf(view).reduce((sum, agent) => sum + stakeOf(view as StakeMarketView, view.self, agent), 0n)
    return stock === (credit === undefined ? 0n : -view.balance(issuance(credit)))
  },
  'what is staked on a claim is the sum of its lots': (view) => {
    const left = new Map(
      view.tables.staked.entries().map(({ key, row }) => [`${key.issuer} ${key.proposition}`, row.units]),
    )
    for (const { key, row } of view.tables.lots.entries()) {
      const id = `${key.issuer} ${key.proposition}`
      left.set(id, (left.get(id) ?? 0n) - row.units)
    }
    return [...left.values()].every((units) => units === 0n)
  },
  'proceeds that lie there are what holders are owed': (view) => {
    const assets = new Set(view.tables.proceeds.entries().map(({ key }) => key.asset))
    const owed = new Map<string, bigint>([...assets].map((asset) => [asset, 0n]))
    const add = (asset: string, part: bigint): void => {
      owed.set(asset, (owed.get(asset) as bigint) + part)
    }
    for (const { key, row } of view.tables.accruals.entries()) add(key.asset, row.owed)
    for (const { key, row } of view.tables.proceeds.entries()) {
      for (const holder of [...agentsOf(view), view.self]) {
        const seen = view.tables.accruals.get({ holder, ...key })?.seen ?? 0n
        add(key.asset, stakeOf(view as StakeMarketView, holder, key.issuer) * (row.total - seen))
      }
    }
    return [...owed].every(
      ([asset, sum]) => view.balance(proceedsAccount(view as StakeMarketView, asset)) * view.config.units === sum,
    )
  },
  'money that waits for budgets is there, and no commons is overdrawn': (view) => {
    const waiting = new Map<string, bigint>()
    for (const { row } of view.tables.budgets.entries()) {
      waiting.set(row.asset, (waiting.get(row.asset) ?? 0n) + row.waiting)
    }
    return [...waiting].every(
      ([asset, amount]) =>
        view.balance(view.purse(view.self, asset, 'budget')) === amount &&
        view.balance(commonsAccount(view as StakeMarketView, asset)) >= 0n,
    )
  },
  'no agent is funded for more units than it has': (view) =>
    view.tables.agents.entries().every(({ row }) => row.funded <= view.config.units),
}
