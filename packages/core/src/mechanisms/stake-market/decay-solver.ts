import { type DecayingHolding, decayingHoldings } from './decay.js'
import type { CirculationSolver } from './propose-round.js'
import type { StakeMarketView } from './tables.js'

/** What lies between all agents; a space is in no name. */
const HUB = 'what is missing'
const WHOLE = 10_000n

/**
 * Proposes what each holding loses in a decay: its part rounded down or up, so that everybody loses as many units of
 * others as it gets back of its own. Since holdings are reciprocal the exact parts are balanced, and a flow with whole
 * bounds that has a balanced solution has a whole one.
 * Spec: stake-market.md#decay. Source: Bacharach (1966), matrix rounding; Cox & Ernst (1982).
 * @param view - Of the instance, in a market of parity rounds with a rate of decay.
 * @param clear - The solver of circulations.
 * @returns Amounts in the order of `decayingHoldings`: the input of `decay`; empty where stake doesn't decay.
 * @example proposeDecay(view(system, state).mechanisms['stake-market'], clear) // { amounts: [4n, 4n] }
 */
export function proposeDecay(view: StakeMarketView, clear: CirculationSolver): { readonly amounts: readonly bigint[] } {
  const { decay } = view.params
  return { amounts: decay === undefined ? [] : balancedParts(decayingHoldings(view), BigInt(decay.rate), clear) }
}

/** Parts of `rate` / 10,000 rounded down or up, whose sums by holder and by issuer are equal for each party. */
export function balancedParts(
  holdings: readonly DecayingHolding[],
  rate: bigint,
  clear: CirculationSolver,
): readonly bigint[] {
  const floors = holdings.map(({ units }) => (rate * units) / WHOLE)
  const excess = new Map<string, bigint>()
  const add = (party: string, amount: bigint): void => {
    excess.set(party, (excess.get(party) ?? 0n) + amount)
  }
  for (const [k, { holder, issuer }] of holdings.entries()) {
    add(holder, -(floors[k] as bigint))
    add(issuer, floors[k] as bigint)
  }
  const broken = [...holdings.keys()].filter((k) => (rate * (holdings[k] as DecayingHolding).units) % WHOLE !== 0n)
  // Rounding one up is a unit from its holder to its issuer; the hub makes up for what rounding down has unbalanced.
  const ups = broken.map((k) => {
    const { holder, issuer } = holdings[k] as DecayingHolding
    return { debtor: holder, creditor: issuer, amount: 1n, weight: 0n }
  })
  const missing = [...excess].flatMap(([party, amount]) =>
    amount === 0n
      ? []
      : amount > 0n
        ? [{ debtor: HUB, creditor: party, amount, weight: 1n }]
        : [{ debtor: party, creditor: HUB, amount: -amount, weight: 1n }],
  )
  const { flow } = clear([...ups, ...missing])
  const rounded = [...floors]
  for (const [e, k] of broken.entries()) rounded[k] = (rounded[k] as bigint) + (flow[e] as bigint)
  return rounded
}
