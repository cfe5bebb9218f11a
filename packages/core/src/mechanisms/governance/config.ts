/** What a governance is composed with, and what it may change of itself. Spec: governance.md#config-and-params. */
import {
  Asset,
  BasisPoints,
  Count,
  Duration,
  Id,
  list,
  nullable,
  optional,
  Party,
  Quantity,
  type Schema,
  struct,
  Time,
} from '../../codec/index.js'

/** The least and the most that a vote may set, both included. */
export interface GovernanceRange<T extends bigint | number> {
  readonly least: T
  readonly most: T
}
/** Bounds of params; one that is absent is bounded by the specification alone. */
export interface GovernanceBounds {
  /** Base units. */
  readonly threshold?: GovernanceRange<bigint>
  /** Seconds. */
  readonly delay?: GovernanceRange<number>
  /** Seconds. */
  readonly period?: GovernanceRange<number>
  /** Basis points. */
  readonly quorum?: GovernanceRange<number>
  /** Basis points. */
  readonly majority?: GovernanceRange<number>
  /** Seconds. */
  readonly timelock?: GovernanceRange<number>
  /** Seconds. */
  readonly grace?: GovernanceRange<number>
}
/** Fixed when the system is composed. */
export interface GovernanceConfig {
  /** What votes: one base unit, one vote. It has to be declared as tracked. */
  readonly asset: string
  /** Instances whose sub-parties, `@<instance>.<sub>`, have votes and may split them. Default: none. */
  readonly representatives?: readonly string[]
  /** What a vote may make of the params. Default: as the specification bounds them. */
  readonly bounds?: GovernanceBounds
}
/** Who may cancel what a vote has decided or may decide. */
export interface Guardian {
  readonly party: string
  /** It may while `now < until`, whole seconds; null: for good, or until a vote says otherwise. */
  readonly until: number | null
}
/** Changed by the authority, which for a governance is itself. A proposal keeps those it was made under. */
export interface GovernanceParams {
  /** Votes a proposer needs, base units. */
  readonly threshold: bigint
  /** From the proposal to the beginning of the vote, seconds. */
  readonly delay: number
  /** Length of the vote, seconds > 0. */
  readonly period: number
  /** Votes in favour that a proposal needs at least, basis points of the supply at its snapshot, rounded up. */
  readonly quorum: number
  /** Share of the votes for or against that has to be exceeded by those in favour, basis points, 5,000 to 9,999. */
  readonly majority: number
  /** From queueing to the first moment of execution, seconds. */
  readonly timelock: number
  /** How long a success may be queued, and how long what is queued may be executed, seconds > 0. */
  readonly grace: number
  readonly guardian: Guardian | null
}

const range = <T extends bigint | number>(field: Schema<T>): Schema<GovernanceRange<T> | undefined> =>
  optional(struct<GovernanceRange<T>>({ least: field, most: field }) as Schema<GovernanceRange<T>>)

/** Most instances whose sub-parties have votes. */
const MOST_REPRESENTATIVES = 64

export const configFields: Schema<GovernanceConfig> = struct<GovernanceConfig>({
  asset: Asset,
  representatives: optional(list(Id, MOST_REPRESENTATIVES)),
  bounds: optional(
    struct<GovernanceBounds>({
      threshold: range(Quantity),
      delay: range(Count),
      period: range(Duration),
      quorum: range(BasisPoints),
      majority: range(BasisPoints),
      timelock: range(Count),
      grace: range(Duration),
    }),
  ),
})
export const paramFields: Schema<GovernanceParams> = struct<GovernanceParams>({
  threshold: Quantity,
  delay: Count,
  period: Duration,
  quorum: BasisPoints,
  majority: BasisPoints,
  timelock: Count,
  grace: Duration,
  guardian: nullable(struct<Guardian>({ party: Party, until: nullable(Time) })),
})

/** Half of the votes isn't a majority, and of all of them nobody can have more. */
const [LEAST_MAJORITY, MOST_MAJORITY] = [5_000, 9_999]
/** So that no vote puts off the next one for ever. */
const YEAR = 31_536_000
const DURATIONS = ['delay', 'period', 'timelock', 'grace'] as const
const BOUNDED = ['threshold', 'quorum', 'majority', ...DURATIONS] as const

/** Whether these params may stand beside this config. */
export function admits({ bounds = {} }: GovernanceConfig, params: GovernanceParams): boolean {
  const { majority } = params
  return (
    LEAST_MAJORITY <= majority &&
    majority <= MOST_MAJORITY &&
    DURATIONS.every((name) => params[name] <= YEAR) &&
    BOUNDED.every((name) => {
      const bound = bounds[name]
      return bound === undefined || (bound.least <= params[name] && params[name] <= bound.most)
    })
  )
}
