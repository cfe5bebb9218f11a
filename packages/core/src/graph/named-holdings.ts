import { type Holdings, HoldingsError } from './cross-holdings.js'

/** Holdings whose agents have names. */
export interface NamedHoldings extends Holdings {
  /** By number. */
  readonly names: readonly string[]
}

/** What one holds of what another has issued. */
export interface NamedHolding {
  readonly holder: string
  readonly issuer: string
  /** Base units, ≥ 0n. */
  readonly amount: bigint
}

/**
 * Numbers the agents, or networks, of a list of holdings: in the order in which their supplies are given.
 * @param holdings - Holder and issuer are among those whose supply is given; repeated pairs add up.
 * @param supplies - By name, what each has issued in all, > 0n.
 * @returns Columns for {@link crossHoldings}, and the names by number.
 * @throws {HoldingsError} with code `HOLDING_INVALID` when a holder or an issuer has no supply.
 * @example numberHoldings([{ holder: 'a', issuer: 'b', amount: 5n }], [['a', 9n], ['b', 9n]]).issuer // [1]
 */
export function numberHoldings(
  holdings: readonly NamedHolding[],
  supplies: Iterable<readonly [name: string, supply: bigint]>,
): NamedHoldings {
  const supplyOf = new Map(supplies)
  const names = [...supplyOf.keys()]
  const number = new Map(names.map((name, i) => [name, i]))
  const numberOf = (name: string): number => {
    const found = number.get(name)
    if (found === undefined) throw new HoldingsError('HOLDING_INVALID', `${name} has no supply`)
    return found
  }
  return {
    agents: names.length,
    names,
    holder: holdings.map(({ holder }) => numberOf(holder)),
    issuer: holdings.map(({ issuer }) => numberOf(issuer)),
    amount: holdings.map(({ amount }) => amount),
    supply: [...supplyOf.values()],
  }
}
