/** Budgets that agents attach to claims, paid from the commons as stake is placed. Spec: stake-market.md#funding. */
import { apportion } from '../../arithmetic/index.js'
import { byCodeUnits } from '../../codec/canonical.js'
import { Amount, Asset, Id, Party, struct } from '../../codec/index.js'
import { available, type Command } from '../../kernel/index.js'
import { openClaim } from './propositions.js'
import { commonsAccount, relinquished } from './queries.js'
import type { PropositionKey, StakeAgent, StakeBudget, StakeMarketScope } from './tables.js'

/** What `stake-market.fund` takes: an agent attaches a budget to an open claim of its own, once. */
export interface AttachBudget {
  readonly proposition: string
  readonly asset: string
  /** Most that may be released, base units. */
  readonly budget: bigint
}

export const fund: Command<AttachBudget, StakeMarketScope> = {
  input: struct<AttachBudget>({ proposition: Id, asset: Asset, budget: Amount }),
  apply(scope, { proposition, asset, budget }) {
    const { by, params, tables, reject } = scope
    const key = { issuer: by, proposition }
    openClaim(scope, key)
    if (tables.budgets.has(key)) reject('BUDGET_TAKEN', key)
    if (!params.funding?.some((rate) => rate.asset === asset)) reject('BUDGET_RATE_NONE', { asset })
    tables.budgets.put(key, { asset, budget, earned: 0n, released: 0n, waiting: 0n })
  },
}

/** By anybody: pays an agent what was released to it, and of what the commons lacked before as much as it has now. */
export const draw: Command<PropositionKey, StakeMarketScope> = {
  input: struct<PropositionKey>({ issuer: Party, proposition: Id }),
  apply(scope, key) {
    const { tables, balance, transfer, reject, emit } = scope
    const row = tables.budgets.get(key) ?? reject('BUDGET_UNKNOWN', key)
    const released = leastOf([row.earned - row.released, balance(commonsAccount(scope, row.asset))])
    release(scope, key, row, released)
    const amount = row.waiting + released
    if (amount === 0n) reject('BUDGET_NOTHING_DUE', key)
    transfer({ from: budgetAccount(scope, row.asset), to: available(key.issuer, row.asset), amount })
    tables.budgets.put(key, { ...row, released: row.released + released, waiting: 0n })
    emit('released', { agent: key.issuer, amount })
  },
}

/** Where released money waits until it is drawn: nobody's refusal to be paid holds up a round. */
const budgetAccount = ({ self, purse }: StakeMarketScope, asset: string) => purse(self, asset, 'budget')

function leastOf(amounts: readonly bigint[]): bigint {
  let least = amounts[0] as bigint
  for (const amount of amounts) if (amount < least) least = amount
  return least
}

/** Sets money aside for a budget. */
function release(scope: StakeMarketScope, key: PropositionKey, row: StakeBudget, amount: bigint): void {
  if (amount === 0n) return
  scope.transfer({ from: commonsAccount(scope, row.asset), to: budgetAccount(scope, row.asset), amount })
  const { released, waiting } = row
  scope.tables.budgets.put(key, { ...row, released: released + amount, waiting: waiting + amount })
}

/** Units that a round has placed for a claim. */
export interface Placement extends PropositionKey {
  readonly units: bigint
}

/**
 * What the placements of a round earn of their budgets. No more units of an agent are ever funded than it had
 * relinquished at once, so that a unit that comes back and is placed again earns nothing.
 */
export function earn(scope: StakeMarketScope, placements: readonly Placement[]): void {
  const { funding = [] } = scope.params
  const rates = new Map(funding.map(({ asset, perUnit }) => [asset, perUnit]))
  const earned: { readonly key: PropositionKey; readonly asset: string; readonly amount: bigint }[] = []
  const inOrder = [...placements].sort(
    (a, b) => byCodeUnits(a.issuer, b.issuer) || byCodeUnits(a.proposition, b.proposition),
  )
  for (const { issuer, proposition, units } of inOrder) {
    const key = { issuer, proposition }
    const row = scope.tables.budgets.get(key)
    const perUnit = row === undefined ? undefined : rates.get(row.asset)
    if (row === undefined || perUnit === undefined) continue
    const agent = scope.tables.agents.get({ agent: issuer }) as Readonly<StakeAgent>
    const fresh = relinquished(scope, issuer) - agent.funded
    const left = row.budget - row.earned
    const paid = leastOf([units, fresh, (left + perUnit - 1n) / perUnit])
    if (paid <= 0n) continue
    const amount = leastOf([paid * perUnit, left])
    scope.tables.agents.put({ agent: issuer }, { ...agent, funded: agent.funded + paid })
    scope.tables.budgets.put(key, { ...row, earned: row.earned + amount })
    earned.push({ key, asset: row.asset, amount })
  }
  for (const { asset } of funding) {
    const due = earned.filter((one) => one.asset === asset)
    if (due.length > 0) share(scope, asset, due)
  }
}

/** Releases what was earned, in proportion where the commons has less. */
function share(
  scope: StakeMarketScope,
  asset: string,
  due: readonly { readonly key: PropositionKey; readonly amount: bigint }[],
): void {
  const amounts = due.map(({ amount }) => amount)
  const total = amounts.reduce((sum, amount) => sum + amount, 0n)
  const commons = scope.balance(commonsAccount(scope, asset))
  const parts = total <= commons ? amounts : apportion(commons, amounts)
  for (const [k, { key }] of due.entries()) {
    release(scope, key, scope.tables.budgets.get(key) as Readonly<StakeBudget>, parts[k] as bigint)
  }
}
