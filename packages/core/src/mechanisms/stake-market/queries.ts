/** Pure reads of the stake market. Spec: stake-market.md#queries. */
import type { Account, Entry } from '../../kernel/index.js'
import type { Accrual, Proposition, PropositionKey, StakeMarketView, StakeOrder, StakeRound } from './tables.js'

/**
 * The asset that is stake in an agent, whether or not the agent is admitted. A leading `@` becomes `~`.
 * Spec: stake-market.md#agents.
 * @param self - Party of the instance, `@` and its name.
 * @param agent - The agent.
 * @returns `<instance>.<agent>`.
 * @example stakeAsset('@stake-market', 'alice') // 'stake-market.alice'
 */
export const stakeAsset = (self: string, agent: string): string => `${self.slice(1)}.${stakeName(agent)}`

/** What an agent's stake is named after the instance: an Id holds no `@`. */
export const stakeName = (agent: string): string => agent.replace('@', '~')

/**
 * The account in which a holder keeps stake of an issuer, its own stake included.
 * Spec: stake-market.md#accounts.
 * @param view - Of the instance.
 * @param holder - An agent, or the instance's own party: the market.
 * @param issuer - The agent in which the stake is.
 * @returns The account; only the instance may debit it.
 * @example stakeAccount(view(system, state).mechanisms['stake-market'], 'ann', 'ben').asset // 'stake-market.ben'
 */
export function stakeAccount({ self, purse }: StakeMarketView, holder: string, issuer: string): Account {
  return purse(holder, stakeAsset(self, issuer), 'stake')
}

/**
 * Units that a holder has of an issuer's stake, its own included.
 * Spec: stake-market.md#accounts.
 * @param view - Of the instance.
 * @param holder - An agent, or the market.
 * @param issuer - The agent in which the stake is.
 * @returns Units, ≥ 0n.
 * @example stakeOf(view(system, state).mechanisms['stake-market'], 'ann', 'ben') // 40n
 */
export function stakeOf(view: StakeMarketView, holder: string, issuer: string): bigint {
  return view.balance(stakeAccount(view, holder, issuer))
}

/**
 * Units that an agent has given and not got back: N less what it has of itself.
 * Spec: stake-market.md#reciprocity.
 * @param view - Of the instance.
 * @param agent - An admitted agent.
 * @returns Units, ≥ 0n. After parity rounds it is what the agent holds of others and of credit.
 * @example relinquished(view(system, state).mechanisms['stake-market'], 'ann') // 40n
 */
export function relinquished(view: StakeMarketView, agent: string): bigint {
  return view.config.units - stakeOf(view, agent, agent)
}

/** Account of the credit that an agent has from the market; none where the market mediates nothing. */
export function creditAccount({ config, purse }: StakeMarketView, agent: string): Account | undefined {
  return config.credit === undefined ? undefined : purse(agent, config.credit, 'credit')
}

/**
 * Units of credit that the market owes an agent for stake it has given and not been matched for.
 * Spec: stake-market.md#mediation.
 * @param view - Of the instance.
 * @param agent - The agent.
 * @returns Units, ≥ 0n.
 * @example creditOf(view(system, state).mechanisms['stake-market'], 'ann') // 0n
 */
export function creditOf(view: StakeMarketView, agent: string): bigint {
  const account = creditAccount(view, agent)
  return account === undefined ? 0n : view.balance(account)
}

/**
 * The account of the commons in an asset, from which placed stake is funded.
 * Spec: stake-market.md#funding.
 * @param view - Of the instance.
 * @param asset - The asset's id.
 * @returns The account; only the instance may debit it.
 * @example commonsAccount(view(system, state).mechanisms['stake-market'], 'USD').purpose // 'stake-market.commons'
 */
export const commonsAccount = ({ self, purse }: StakeMarketView, asset: string): Account =>
  purse(self, asset, 'commons')

/** Where proceeds lie until they are collected. */
export const proceedsAccount = ({ self, purse }: StakeMarketView, asset: string): Account =>
  purse(self, asset, 'proceeds')

/** What a holder is owed of an issuer's proceeds as of now. */
export function accruedOf(view: StakeMarketView, holder: string, issuer: string, asset: string): Accrual {
  const { tables } = view
  const total = tables.proceeds.get({ issuer, asset })?.total ?? 0n
  const { seen, owed } = tables.accruals.get({ holder, issuer, asset }) ?? { seen: 0n, owed: 0n }
  return { seen: total, owed: owed + stakeOf(view, holder, issuer) * (total - seen) }
}

/**
 * What a holder can collect of an issuer's proceeds in an asset.
 * Spec: stake-market.md#proceeds.
 * @param view - Of the instance.
 * @param holder - An agent, the issuer itself included, or the market.
 * @param issuer - Whose proceeds.
 * @param asset - The asset's id.
 * @returns Base units, ≥ 0n; what is less than one waits.
 * @example proceedsDue(view(system, state).mechanisms['stake-market'], 'ann', 'ben', 'USD') // 0n
 */
export function proceedsDue(view: StakeMarketView, holder: string, issuer: string, asset: string): bigint {
  return accruedOf(view, holder, issuer, asset).owed / view.config.units
}

/**
 * The latest round.
 * Spec: stake-market.md#rounds.
 * @param view - Of the instance.
 * @returns Its key and row; undefined before the first.
 * @example lastStakeRound(view(system, state).mechanisms['stake-market']).row.status // 'settled'
 */
export function lastStakeRound({
  tables,
}: StakeMarketView): Entry<{ readonly round: number }, Readonly<StakeRound>> | undefined {
  return tables.rounds.before({}, Number.MAX_SAFE_INTEGER)
}

/**
 * The round that is open now: neither settled nor lapsed, and its time isn't over.
 * Spec: stake-market.md#rounds.
 * @param view - Of the instance.
 * @returns Its key and row; undefined when none is open.
 * @example openStakeRound(view(system, state).mechanisms['stake-market']) // undefined
 */
export function openStakeRound(
  view: StakeMarketView,
): Entry<{ readonly round: number }, Readonly<StakeRound>> | undefined {
  const last = lastStakeRound(view)
  return last?.row.status === 'open' && view.now < last.row.until ? last : undefined
}

/** A moment at which a round, or whoever looks, sees the market. */
export interface Moment {
  readonly opened: number
  /** Records from this one on haven't happened yet. */
  readonly sequence: number
}

/** Whether stake can be acquired for the claim at that moment. */
export function isOpenClaim({ status, decided, deadline }: Proposition, { opened, sequence }: Moment): boolean {
  return opened < deadline && (status === 'open' || (decided as number) > sequence)
}

/** Whether lots of the claim have their standing right at that moment. */
export function hasFailed(view: StakeMarketView, { issuer, proposition }: PropositionKey, moment: Moment): boolean {
  const row = view.tables.propositions.get({ issuer, proposition })
  return row?.status === 'failed' && (row.decided as number) <= moment.sequence
}

/** Whether the order as a whole counts at that moment; lots of failed claims count in any case. */
export const isLive = ({ until }: StakeOrder, { opened }: Moment): boolean => until === null || opened < until
