import { compare, type Debt, smaller } from './debts.js'

/** A ring of parties, each owing the next and the last the first, of whose debts the clearing took `amount` each. */
export interface Cycle {
  readonly parties: readonly string[]
  /** Base units taken off every debt of the ring. */
  readonly amount: bigint
}

/**
 * Takes a clearing apart into cycles. There are many ways to do so; this one goes along the largest remaining flow at
 * every step, so that the first cycles are large ones.
 * @param debts - Debts with what was cleared of them: a circulation.
 * @returns Cycles whose amounts, each times its length, add up to all that was cleared; the largest amount first.
 */
export function takeApart(debts: readonly Debt[]): readonly Cycle[] {
  const next = new Map<string, Map<string, bigint>>()
  for (const { debtor, creditor, cleared } of debts) {
    if (cleared === 0n) continue
    const row = next.get(debtor) ?? new Map<string, bigint>()
    row.set(creditor, (row.get(creditor) ?? 0n) + cleared)
    next.set(debtor, row)
  }
  const cycles: Cycle[] = []
  for (let start = widest(next); start !== undefined; start = widest(next)) {
    const cycle = walk(next, start)
    const amount = cycle.reduce(
      (least, party, index) => smaller(least, flowOn(next, party, cycle[index + 1] ?? cycle[0])),
      flowOn(next, cycle[0], cycle[1]),
    )
    cycle.forEach((party, index) => {
      take(next, party, cycle[index + 1] ?? cycle[0] ?? party, amount)
    })
    cycles.push({ parties: cycle, amount })
  }
  return cycles.sort((a, b) => compare(b.amount, a.amount) || b.parties.length - a.parties.length)
}

type Flows = Map<string, Map<string, bigint>>

/** Follows the largest flow out of each party until one comes up again. */
function walk(next: Flows, start: string): string[] {
  const path: string[] = []
  const seen = new Map<string, number>()
  for (let party = start; ; ) {
    const before = seen.get(party)
    if (before !== undefined) return path.slice(before)
    seen.set(party, path.length)
    path.push(party)
    party = largest(next.get(party))?.[0] ?? fail(party)
  }
}

function widest(next: Flows): string | undefined {
  let best: string | undefined
  let most = 0n
  for (const [party, row] of next) {
    const flow = largest(row)?.[1] ?? 0n
    if (flow > most) [best, most] = [party, flow]
  }
  return best
}

function largest(row: Map<string, bigint> | undefined): readonly [string, bigint] | undefined {
  let best: readonly [string, bigint] | undefined
  for (const entry of row ?? []) if (best === undefined || entry[1] > best[1]) best = entry
  return best
}

function flowOn(next: Flows, from: string | undefined, to: string | undefined): bigint {
  return next.get(from ?? '')?.get(to ?? '') ?? 0n
}

function take(next: Flows, from: string, to: string, amount: bigint): void {
  const row = next.get(from)
  const rest = (row?.get(to) ?? 0n) - amount
  if (rest > 0n) row?.set(to, rest)
  else row?.delete(to)
}

function fail(party: string): never {
  throw new RangeError(`what is cleared of ${party}'s claims isn't cleared of its debts`)
}
