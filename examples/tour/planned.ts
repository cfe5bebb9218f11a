/** A command that the tour is going to send. Its id comes from its place in the data, so sending it twice is harmless. */
export interface Planned {
  readonly id: string
  readonly by: string
  readonly at: number
  readonly type: `${string}.${string}`
  readonly input: Readonly<Record<string, unknown>>
  /** Whether it asks for what can't be: such a command is refused whenever it is sent. */
  readonly hopeless?: true
}

/**
 * The time that every record of a data set bears, in seconds: 2026-01-01 00:00 UTC. A fixed one, so that the same data
 * gives the same records, hashes included, on every machine and in every run.
 */
export const RECORDED_AT = 1_767_225_600

/** The party that opens and settles clearing rounds. */
export const CLEARING_HOUSE = 'clearing-house'
