/** How a proposal goes from one state to the next. Spec: governance.md#states. Source: Compound's Governor Bravo. */

/** Where a proposal stands, by the names that well-known governor contracts use. */
export type ProposalState =
  | 'pending'
  | 'active'
  | 'canceled'
  | 'defeated'
  | 'succeeded'
  | 'queued'
  | 'expired'
  | 'executed'

/** The times of a proposal, fixed when it is made. */
export interface Schedule {
  /** Votes are cast from here on, whole seconds. */
  readonly start: number
  /** Votes are cast before this time. */
  readonly end: number
  /** From queueing to the first moment of execution, seconds. */
  readonly timelock: number
  /** How long a success may be queued, and how long what is queued may be executed, seconds. */
  readonly grace: number
}
/** What became of a proposal beside its vote: when, whole seconds, or null where it didn't. */
export interface Progress {
  readonly queued: number | null
  readonly executed: number | null
  readonly canceled: number | null
}

/** Nothing yet. */
export const NO_PROGRESS: Progress = Object.freeze({ queued: null, executed: null, canceled: null })

/**
 * Where a proposal stands. Every boundary is half-open: what is until b is before b.
 * Spec: governance.md#states. Source: Compound's Governor Bravo, in which only what is queued expires.
 * @param schedule - Its times.
 * @param progress - What was done with it.
 * @param passed - Whether its votes suffice; looked at from the end of the vote on.
 * @param now - Whole seconds.
 * @returns The state.
 * @example lifecycleState({ start: 10, end: 20, timelock: 5, grace: 5 }, { queued: 21, executed: null, canceled: null }, true, 31) // 'expired'
 */
export function lifecycleState(
  { start, end, timelock, grace }: Schedule,
  { queued, executed, canceled }: Progress,
  passed: boolean,
  now: number,
): ProposalState {
  if (canceled !== null) return 'canceled'
  if (executed !== null) return 'executed'
  if (queued !== null) return now < queued + timelock + grace ? 'queued' : 'expired'
  if (now < start) return 'pending'
  if (now < end) return 'active'
  if (!passed) return 'defeated'
  return now < end + grace ? 'succeeded' : 'expired'
}

/**
 * The last moment that can matter to a proposal: queued as late as can be, executed as late as can be.
 * Spec: governance.md#propose.
 * @param schedule - Its times.
 * @returns Whole seconds; not exact beyond 2^53 − 1, but then beyond it too.
 * @example lastMoment({ start: 10, end: 20, timelock: 5, grace: 7 }) // 39
 */
export const lastMoment = ({ end, timelock, grace }: Schedule): number => end + grace + timelock + grace
