/** What an instance is composed with, and what its authority may change. Spec: spam-deposit.md#config-and-params. */
import { BasisPoints, Count, Duration, Id, list, optional, Party, type Schema, struct } from '../../codec/index.js'

/** Fixed when the system is composed. */
export interface SpamDepositConfig {
  /** Length of a window, seconds, at least 2. */
  readonly window: number
  /** For how many windows after its own a fault can be proved, 1 to 64. */
  readonly evidence: number
  /** For how many whole windows what is asked back waits, more than `evidence`, at most 128. */
  readonly wait: number
  /** Names of verifiers that channels may name; `quorum` is always known. Default: none. */
  readonly verifiers?: readonly string[]
  /** Who gets what is slashed and isn't the reporter's. Default: it is burned. */
  readonly beneficiary?: string
}
/** Set by the authority. */
export interface SpamDepositParams {
  /** What a reporter gets of what is slashed, basis points, at most half. */
  readonly reward: number
}

const MOST_EVIDENCE = 64
const MOST_WAIT = 128
const MOST_VERIFIERS = 16
/** More, and whoever proves a fault of its own would lose less than others do. */
const MOST_REWARD = 5_000

export const configFields: Schema<SpamDepositConfig> = struct<SpamDepositConfig>({
  window: Duration,
  evidence: Count,
  wait: Count,
  verifiers: optional(list(Id, MOST_VERIFIERS)),
  beneficiary: optional(Party),
})
export const paramFields: Schema<SpamDepositParams> = struct<SpamDepositParams>({ reward: BasisPoints })

/** Whether these params may stand beside this config, where these verifiers are known. */
export function admits(
  { window, evidence, wait, verifiers = [] }: SpamDepositConfig,
  { reward }: SpamDepositParams,
  known: ReadonlySet<string>,
): boolean {
  return (
    // so that every number of a window that is ever written down is a safe integer
    window >= 2 &&
    1 <= evidence &&
    evidence <= MOST_EVIDENCE &&
    // what could be asked back before evidence has to be there answers for nothing
    evidence < wait &&
    wait <= MOST_WAIT &&
    new Set(verifiers).size === verifiers.length &&
    verifiers.every((name) => known.has(name)) &&
    reward <= MOST_REWARD
  )
}

/**
 * The window a time lies in: floor(time / length).
 * Spec: spam-deposit.md#windows.
 * @param config - The instance's; `window` in seconds.
 * @param time - Whole seconds ≥ 0.
 * @returns The window's number ≥ 0.
 * @example windowOf({ window: 60 }, 119) // 1
 */
export const windowOf = ({ window }: Pick<SpamDepositConfig, 'window'>, time: number): number =>
  (time - (time % window)) / window
