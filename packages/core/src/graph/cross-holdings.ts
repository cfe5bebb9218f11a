import { type PackedMatrix, pack } from './packed-matrix.js'
import { type SparseMatrix, sparseMatrix, transpose } from './sparse-matrix.js'

/** Who holds how much of whom; agents (or networks) are the numbers below `agents`. Repeated entries add up. */
export interface Holdings {
  readonly agents: number
  readonly holder: ArrayLike<number>
  readonly issuer: ArrayLike<number>
  /** Base units of what the issuer has issued, each ≥ 0n. */
  readonly amount: ArrayLike<bigint>
  /** By issuer, what is issued in all, > 0n. */
  readonly supply: ArrayLike<bigint>
}

/** Shares that agents hold in each other, ready for the measures that take them. */
export interface CrossHoldings {
  readonly agents: number
  /** C: by holder and issuer, the share of the issuer that the holder has; nothing on the diagonal. */
  readonly shares: SparseMatrix
  /** Ĉ: by issuer, the share that no other agent holds: with the issuer itself, or outside. */
  readonly outside: Float64Array
  /** C packed for passes from what is held to its holders. */
  readonly byHolder: PackedMatrix
  /** The transpose of C packed for passes from holders to what they hold. */
  readonly byIssuer: PackedMatrix
}

/** Why holdings were refused, in order of precedence. */
export const holdingErrors = [
  'HOLDINGS_MALFORMED',
  'SUPPLY_INVALID',
  'HOLDING_INVALID',
  'SUPPLY_EXCEEDED',
  'NOTHING_OUTSIDE',
] as const

/** One of {@link holdingErrors}. */
export type HoldingErrorCode = (typeof holdingErrors)[number]

/**
 * The matrix C of cross-holdings. Sums are checked exactly, before anything becomes floating point: others together hold
 * less than all of an issuer, or, where an agent may give up all of itself, no group of agents is held by itself alone.
 * What an agent holds of itself is no cross-holding and stays in Ĉ.
 * Source: Elliott, Golub, Jackson (2014), Financial networks and contagion, section II.
 * @param holdings - Numbered from 0.
 * @param whole - What to do where others hold all of an issuer: `refuse`, which holds column sums of C below one, or
 *   `allow`, which asks only that those holders, or theirs in turn, aren't wholly held too.
 * @returns C with the share that is outside.
 * @throws {HoldingsError} with one of {@link holdingErrors} as its `code`.
 * @example crossHoldings({ agents: 2, holder: [0], issuer: [1], amount: [25n], supply: [100n, 100n] }, 'refuse').outside // Float64Array.of(1, 0.75)
 */
export function crossHoldings(holdings: Holdings, whole: 'refuse' | 'allow'): CrossHoldings {
  const { agents, holder, issuer, amount, supply } = holdings
  if (!Number.isSafeInteger(agents) || agents < 0 || agents >= 2 ** 31) {
    throw new HoldingsError('HOLDINGS_MALFORMED', 'agents are a whole number from 0 to 2^31 − 1')
  }
  if (holder.length !== amount.length || issuer.length !== amount.length || supply.length !== agents) {
    throw new HoldingsError('HOLDINGS_MALFORMED', 'columns differ in length')
  }
  const left = Array.from({ length: agents }, (_, j) => {
    const all: unknown = supply[j]
    if (typeof all !== 'bigint' || all <= 0n) throw new HoldingsError('SUPPLY_INVALID', `of ${j}: not positive`)
    return all
  })
  const issued = Float64Array.from(left, Number)
  const row = new Int32Array(amount.length)
  const column = new Int32Array(amount.length)
  const value = new Float64Array(amount.length)
  const isAgent = (agent: unknown): boolean =>
    Number.isSafeInteger(agent) && (agent as number) >= 0 && (agent as number) < agents
  let count = 0
  for (let k = 0; k < amount.length; k++) {
    const [i, j, held] = [holder[k]!, issuer[k]!, amount[k]!]
    if (!isAgent(i) || !isAgent(j)) throw new HoldingsError('HOLDING_INVALID', `${k}: no such agent`)
    if (typeof held !== 'bigint' || held < 0n) throw new HoldingsError('HOLDING_INVALID', `${k}: no amount`)
    if (i === j || held === 0n) continue
    left[j]! -= held
    row[count] = i
    column[count] = j
    value[count] = Number(held) / issued[j]!
    count += 1
  }
  const exceeded = left.findIndex((rest) => rest < 0n)
  if (exceeded !== -1) throw new HoldingsError('SUPPLY_EXCEEDED', `others hold more of ${exceeded} than there is`)
  const none = whole === 'refuse' ? left.indexOf(0n) : -1
  if (none !== -1) throw new HoldingsError('NOTHING_OUTSIDE', `others hold all of ${none}`)
  const shares = sparseMatrix({
    rows: agents,
    columns: agents,
    row: row.subarray(0, count),
    column: column.subarray(0, count),
    value: value.subarray(0, count),
  })
  const outside = Float64Array.from(left, (rest, j) => Number(rest) / issued[j]!)
  const closed = whole === 'allow' ? findClosed(shares, left) : undefined
  if (closed !== undefined) throw new HoldingsError('NOTHING_OUTSIDE', `all of ${closed} is held within a closed group`)
  return { agents, shares, outside, byHolder: pack(shares), byIssuer: pack(transpose(shares)) }
}

/** An agent from which no chain of holders leads to one that isn't wholly held by others; undefined when there is none. */
function findClosed({ rows, order, start, column }: SparseMatrix, left: readonly bigint[]): number | undefined {
  const place = new Int32Array(rows)
  for (let at = 0; at < rows; at++) place[order[at]!] = at
  const open = Uint8Array.from(left, (rest) => (rest > 0n ? 1 : 0))
  const next = Array.from(open.keys()).filter((j) => open[j] === 1)
  for (let holder = next.pop(); holder !== undefined; holder = next.pop()) {
    for (let k = start[place[holder]!]!; k < start[place[holder]! + 1]!; k++) {
      const issuer = column[k]!
      if (open[issuer] === 1) continue
      open[issuer] = 1
      next.push(issuer)
    }
  }
  const closed = open.indexOf(0)
  return closed === -1 ? undefined : closed
}

/** Holdings of which no cross-holdings can be made; `code` is one of {@link holdingErrors}. */
export class HoldingsError extends Error {
  override readonly name = 'HoldingsError'
  readonly code: HoldingErrorCode

  constructor(code: HoldingErrorCode, reason: string) {
    super(`${code}: ${reason}`)
    this.code = code
  }
}
