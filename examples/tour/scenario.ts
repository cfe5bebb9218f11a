/** One row of the bridge's scenario table, in the table's own columns. Requests are named by the day they were made on. */
export interface ScenarioRow {
  readonly day: number
  /** MPOND the party holds before the call; from day 210 on the table leaves it out. */
  readonly holds?: bigint
  /** Liquidity in force, per cent: what governance has set by then. */
  readonly liquidity: number
  /** Effective liquidity of the request of day 0, per cent, where the table has it. */
  readonly effective?: number
  readonly call?: { readonly request: bigint } | { readonly convert: bigint; readonly of: number }
  readonly expected?: 'accept' | 'reject'
  /** "Maxima": what is requested, after the call. */
  readonly requested: ReadonlyMap<number, bigint>
  /** "Maxima used": what was converted of it before the call; absent where the table leaves it out. */
  readonly used?: ReadonlyMap<number, bigint>
}

/** Days between a request and its first tranche. The table's text calls it W; its rows make it 180. */
export const WAIT_DAYS = 180

/** MPOND that the party holds at first. */
export const HOLDING = 1000n

/**
 * The scenario table of the token design, all of its rows: a party that holds 1,000 MPOND asks for conversion to POND.
 * Source: Marlin's token design, "Bridge".
 */
export const SCENARIO: readonly ScenarioRow[] = [
  { day: -1, holds: 1000n, liquidity: 0, requested: on({}) },
  { day: 0, holds: 1000n, liquidity: 0, call: { request: 1100n }, expected: 'reject', requested: on({}) },
  {
    day: 0,
    holds: 1000n,
    liquidity: 0,
    call: { request: 900n },
    expected: 'accept',
    requested: on({ 0: 900n }),
    used: on({ 0: 0n }),
  },
  {
    day: 30,
    holds: 1000n,
    liquidity: 0,
    call: { request: 50n },
    expected: 'accept',
    requested: both(),
    used: on({ 0: 0n, 30: 0n }),
  },
  { day: 31, holds: 1000n, liquidity: 0, call: { request: 100n }, expected: 'reject', requested: both() },
  {
    day: 180,
    holds: 1000n,
    liquidity: 0,
    call: { convert: 950n, of: 0 },
    expected: 'reject',
    requested: both(),
    used: on({ 0: 0n, 30: 0n }),
  },
  { day: 180, holds: 1000n, liquidity: 10, requested: both(), used: on({ 0: 0n, 30: 0n }) },
  {
    day: 180,
    holds: 1000n,
    liquidity: 10,
    call: { convert: 85n, of: 0 },
    expected: 'accept',
    requested: both(),
    used: on({ 0: 0n, 30: 0n }),
  },
  {
    day: 180,
    holds: 915n,
    liquidity: 10,
    call: { convert: 10n, of: 0 },
    expected: 'reject',
    requested: both(),
    used: on({ 0: 85n, 30: 0n }),
  },
  {
    day: 180,
    holds: 915n,
    liquidity: 5,
    call: { convert: 10n, of: 0 },
    expected: 'reject',
    requested: both(),
    used: on({ 0: 85n, 30: 0n }),
  },
  {
    day: 180,
    holds: 915n,
    liquidity: 10,
    call: { convert: 10n, of: 0 },
    expected: 'reject',
    requested: both(),
    used: on({ 0: 85n, 30: 0n }),
  },
  {
    day: 180,
    holds: 915n,
    liquidity: 10,
    call: { convert: 2n, of: 0 },
    expected: 'accept',
    requested: both(),
    used: on({ 0: 85n, 30: 0n }),
  },
  { day: 180, holds: 913n, liquidity: 10, requested: both(), used: on({ 0: 87n, 30: 0n }) },
  {
    day: 210,
    liquidity: 10,
    call: { convert: 10n, of: 30 },
    expected: 'reject',
    requested: both(),
    used: on({ 0: 87n, 30: 0n }),
  },
  {
    day: 210,
    liquidity: 20,
    call: { convert: 10n, of: 30 },
    expected: 'accept',
    requested: both(),
    used: on({ 0: 87n, 30: 0n }),
  },
  {
    day: 211,
    liquidity: 20,
    call: { convert: 100n, of: 0 },
    expected: 'reject',
    requested: both(),
    used: on({ 0: 87n, 30: 10n }),
  },
  {
    day: 212,
    liquidity: 20,
    effective: 20,
    call: { convert: 93n, of: 0 },
    expected: 'accept',
    requested: both(),
    used: on({ 0: 87n, 30: 10n }),
  },
  { day: 213, liquidity: 20, effective: 20, requested: both(), used: on({ 0: 180n, 30: 10n }) },
  { day: 360, liquidity: 20, effective: 40, requested: both(), used: on({ 0: 180n, 30: 10n }) },
  { day: 390, liquidity: 15, effective: 30, requested: both(), used: on({ 0: 180n, 30: 10n }) },
]

function both(): ReadonlyMap<number, bigint> {
  return on({ 0: 900n, 30: 50n })
}

function on(amounts: Readonly<Record<number, bigint>>): ReadonlyMap<number, bigint> {
  return new Map(Object.entries(amounts).map(([day, amount]) => [Number(day), amount]))
}
