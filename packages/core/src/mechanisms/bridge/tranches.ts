/** What time and liquidity open of a request. Spec: bridge.md#tranches. */

/** A request as far as its tranches go. */
export interface Tranches {
  /** Bonded asset asked for and not cancelled, base units ≥ 0. */
  readonly amount: bigint
  /** How much of it has been converted, 0 ≤ converted ≤ amount. */
  readonly converted: bigint
  /** Time of the request, whole seconds. */
  readonly requestedAt: number
  /** How long a tranche takes to open, whole seconds > 0. */
  readonly wait: number
}

const WHOLE = 10_000n

/**
 * Share of a request that is open: one tranche of `liquidity` for every full wait since the request, at most all.
 * Spec: bridge.md#tranches. Source: the token design's scenario table.
 * @param request - Its `requestedAt` and `wait`.
 * @param liquidity - Size of a tranche, basis points 0 to 10,000.
 * @param now - Whole seconds; before the request nothing is open.
 * @returns Basis points, 0 to 10,000.
 * @example effectiveLiquidity({ requestedAt: 0, wait: 180 }, 2000, 360) // 4000
 */
export function effectiveLiquidity(
  { requestedAt, wait }: Pick<Tranches, 'requestedAt' | 'wait'>,
  liquidity: number,
  now: number,
): number {
  if (now < requestedAt) return 0
  const open = BigInt(liquidity) * (BigInt(now - requestedAt) / BigInt(wait))
  return Number(open < WHOLE ? open : WHOLE)
}

/**
 * What may be converted of a request now: its open share, rounded down, less what has been converted already.
 * Spec: bridge.md#tranches.
 * @param request - The request.
 * @param liquidity - Size of a tranche, basis points 0 to 10,000.
 * @param now - Whole seconds.
 * @returns Base units of the bonded asset, 0n ≤ result ≤ amount − converted.
 * @example convertibleOf({ amount: 900n, converted: 85n, requestedAt: 0, wait: 180 }, 1000, 180) // 5n
 */
export function convertibleOf(request: Tranches, liquidity: number, now: number): bigint {
  const open = (request.amount * BigInt(effectiveLiquidity(request, liquidity, now))) / WHOLE
  return open > request.converted ? open - request.converted : 0n
}
