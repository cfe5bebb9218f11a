/** What agents offer and want. Spec: stake-market.md#orders. */
import { apportion } from '../../arithmetic/index.js'
import { Amount, Id, list, nullable, optional, Party, Quantity, struct, Time } from '../../codec/index.js'
import type { Command } from '../../kernel/index.js'
import { knownAgent } from './agents.js'
import { openClaim } from './propositions.js'
import { creditOf, openStakeRound } from './queries.js'
import {
  MOST_WANTS,
  type PropositionKey,
  type StakeMarketScope,
  type StakeUnwind,
  type StakeWant,
  UnwindFields,
} from './tables.js'

/** A proposition that an order wants stake for: either with a weight or up to a limit, all wants of an order alike. */
export interface WantedStake extends PropositionKey {
  /** In parity rounds turned into a limit, by apportioning what the order can acquire. */
  readonly weight?: bigint
  /** Units, in parity rounds only. */
  readonly limit?: bigint
}
/** What `stake-market.order` takes. It replaces the agent's earlier order. */
export interface PlaceOrder {
  /** Most units of its own stake that the agent gives. */
  readonly units: bigint
  /** Units of its own stake that it keeps in any case. */
  readonly keep: bigint
  /** What it wants for them. */
  readonly wants: readonly WantedStake[]
  /** Lots it gives back to their issuers, for its own stake or for what it wants. In parity rounds only. */
  readonly unwinds: readonly StakeUnwind[]
  /** Most units of credit that it takes for stake for which there is no match yet. Absent: none. */
  readonly credit?: bigint
  /** The order ends at this time; null or absent: never. */
  readonly until?: number | null
}
/** What `stake-market.cancel` takes: nothing. */
export type CancelOrder = Record<never, never>

export const order: Command<PlaceOrder, StakeMarketScope> = {
  input: struct<PlaceOrder>({
    units: Quantity,
    keep: Quantity,
    wants: list(
      struct<WantedStake>({ issuer: Party, proposition: Id, weight: optional(Amount), limit: optional(Amount) }),
      MOST_WANTS,
    ),
    unwinds: list(UnwindFields, MOST_WANTS),
    credit: optional(Quantity),
    until: optional(nullable(Time)),
  }),
  apply(scope, { units, keep, wants, unwinds, credit = 0n, until = null }) {
    const { by, config, now, tables, reject } = scope
    knownAgent(scope, by)
    demandNoRound(scope)
    if (wants.length === 0 && unwinds.length === 0) reject('ORDER_EMPTY')
    if (until !== null && until <= now) reject('ORDER_ENDED', { now })
    if (config.value !== undefined && unwinds.length > 0) reject('ORDER_UNWINDS_AT_VALUE')
    if (credit > 0n && config.credit === undefined) reject('ORDER_CREDIT_NONE')
    demandClear(scope, wants)
    demandOneWay(scope, wants, unwinds)
    for (const { issuer, proposition } of wants) openClaim(scope, { issuer, proposition })
    const spendable = units + creditOf(scope, by)
    if (wants.length > 0 && spendable === 0n) reject('ORDER_UNITS_NONE')
    for (const unwind of unwinds) demandLot(scope, unwind)
    tables.orders.put({ agent: by }, { units, keep, wants: limited(scope, wants, spendable), unwinds, credit, until })
  },
}

export const cancel: Command<CancelOrder, StakeMarketScope> = {
  input: struct<CancelOrder>({}),
  apply(scope) {
    const { by, tables, reject } = scope
    demandNoRound(scope)
    if (!tables.orders.has({ agent: by })) reject('ORDER_NONE', { by })
    tables.orders.delete({ agent: by })
  },
}

/** What a round is about stays as it is while the round is open. */
export function demandNoRound(scope: StakeMarketScope): void {
  const open = openStakeRound(scope)
  if (open !== undefined) scope.reject('STAKE_ROUND_OPEN', open.key)
}

function demandClear({ config, reject }: StakeMarketScope, wants: readonly WantedStake[]): void {
  const weighed = wants.filter(({ weight }) => weight !== undefined)
  const limited = wants.filter(({ limit }) => limit !== undefined)
  const alike = weighed.length + limited.length === wants.length && (weighed.length === 0 || limited.length === 0)
  const twice = wants.some(({ weight, limit }) => weight !== undefined && limit !== undefined)
  if (!alike || twice || (config.value !== undefined && limited.length > 0)) reject('ORDER_WANT_UNCLEAR')
}

function demandOneWay(
  { by, reject }: StakeMarketScope,
  wants: readonly WantedStake[],
  unwinds: readonly StakeUnwind[],
): void {
  if (wants.some(({ issuer }) => issuer === by)) reject('ORDER_WANT_OWN')
  const wanted = wants.map(({ issuer, proposition }) => `${issuer}/${proposition}`)
  const lots = unwinds.map(({ issuer, proposition, round }) => `${issuer}/${proposition}/${round}`)
  if (new Set([...wanted, ...lots]).size !== wanted.length + lots.length) reject('ORDER_WANT_TWICE')
  const issuers = new Set(wants.map(({ issuer }) => issuer))
  const both = unwinds.find(({ issuer }) => issuers.has(issuer))
  if (both !== undefined) reject('ORDER_BOTH_WAYS', { issuer: both.issuer })
}

function demandLot({ by, tables, reject }: StakeMarketScope, { units, ...key }: StakeUnwind): void {
  const lot = tables.lots.get({ holder: by, ...key }) ?? reject('LOT_UNKNOWN', key)
  if (units > lot.units) reject('LOT_EXCEEDED', { units: lot.units })
}

/** Limits where rounds are of parity, weights where they are of value. What comes out as zero isn't wanted. */
function limited({ config }: StakeMarketScope, wants: readonly WantedStake[], spendable: bigint): readonly StakeWant[] {
  const weights = wants.flatMap(({ weight }) => (weight === undefined ? [] : [weight]))
  const amounts =
    weights.length === 0
      ? wants.map(({ limit }) => limit as bigint)
      : config.value === undefined
        ? apportion(spendable, weights)
        : weights
  return wants
    .map(({ issuer, proposition }, k) => ({ issuer, proposition, amount: amounts[k] as bigint }))
    .filter(({ amount }) => amount > 0n)
}
