/** What a clearing round is about, and in which order. Spec: trade-credit.md#rounds. */
import { apportion } from '../../arithmetic/index.js'
import { byCodeUnits } from '../../codec/canonical.js'
import { clearingAccounts, offersOf } from './lines.js'
import { freeSurplus, openRound } from './queries.js'
import type { TradeCreditView } from './tables.js'

/** One network owes another, or may come to, on an account that both have opted into clearing. */
export interface RoundObligation {
  readonly debtor: string
  readonly creditor: string
  /** Units of account, > 0n. */
  readonly amount: bigint
  /**
   * Levels of what clearing a unit is worth: obligations 1, credit 0; then, if lines of credit take part, obligations 0,
   * credit −1; then, if obligations are split, minus the number of the segment, credit 0. Absent where only the first is.
   */
  readonly weight?: readonly bigint[]
}
/** What a clearing round is about, in the order that `settle-round` numbers it in. */
export interface RoundObligations {
  /** Networks that owe or are owed, by code units. */
  readonly parties: readonly string[]
  /** By debtor, then by creditor, then by segment. */
  readonly obligations: readonly RoundObligation[]
}

/** Whether it is a line of credit that may be moved, not a debt. */
export const isCredit = ({ weight }: RoundObligation): boolean => weight?.[0] === 0n

interface Edge {
  readonly debtor: string
  readonly creditor: string
  readonly amount: bigint
  readonly credit: boolean
}

/**
 * The obligations a clearing round nets: what is owed on accounts that both sides have opted into clearing, between
 * networks that take part. They stay the same as long as the round is open. An account that both sides have made a line
 * of credit isn't an obligation: it may be moved either way, at second priority, as far as what it had offered when the
 * round was opened.
 * Spec: trade-credit.md#rounds. Source: Fleischman, Dini, Littera (2020), credit as edges.
 * @param view - Of the instance.
 * @param networks - While no round is open: those that take part in the one looked ahead to. Default: all.
 * @returns The networks and what they owe each other, for `clear` and `settlement`.
 * @throws {RefusedError} while no round is open, with the code of the collateral's price, where lines of credit rest on it.
 * @example
 * const round = roundObligations(view(system, state).mechanisms['trade-credit'])
 * const input = settlement(round, clear(round.obligations)) // of the command `trade-credit.settle-round`
 */
export function roundObligations(view: TradeCreditView, networks?: readonly string[]): RoundObligations {
  const round = openRound(view)
  const accounts = [...clearingAccounts(view, round === undefined ? networks : round.row.networks)]
  const ahead = new Map<string, bigint>()
  if (round === undefined) {
    for (const { network, partner, growth } of offersOf(view, accounts)) ahead.set(`${network} ${partner}`, growth)
  }
  const edges: Edge[] = []
  for (const { key, row } of accounts) {
    const { first, second } = key
    const credit = row.credit ?? false
    const offer = row.offer !== undefined && row.offer.round === round?.key.round ? row.offer : undefined
    for (const [debtor, creditor, fixed] of [
      [first, second, offer?.second],
      [second, first, offer?.first],
    ] as const) {
      const growth = fixed ?? ahead.get(`${creditor} ${debtor}`) ?? 0n
      const amount = freeSurplus(view, creditor, debtor) + growth
      if (amount > 0n) edges.push({ debtor, creditor, amount, credit })
    }
  }
  edges.sort((a, b) => byCodeUnits(a.debtor, b.debtor) || byCodeUnits(a.creditor, b.creditor))
  const obligations = weighted(view, edges)
  return { parties: byAppearance(obligations).sort(byCodeUnits), obligations }
}

/** Weights where there is more than one level; obligations in segments where a round has them. */
function weighted(view: TradeCreditView, edges: readonly Edge[]): readonly RoundObligation[] {
  const round = openRound(view)
  const segments = (round === undefined ? view.params.segments : round.row.segments) ?? 1
  const lines = edges.some(({ credit }) => credit)
  if (!lines && segments === 1) return edges.map(({ credit, ...obligation }) => obligation)
  const weight = (credit: boolean, segment: number): readonly bigint[] => [
    credit ? 0n : 1n,
    ...(lines ? [credit ? -1n : 0n] : []),
    ...(segments > 1 ? [BigInt(-segment)] : []),
  ]
  const equal = Array.from({ length: segments }, () => 1n)
  return edges.flatMap(({ credit, amount, ...pair }) => {
    const parts = credit ? [amount] : apportion(amount, equal)
    return parts
      .map((part, segment) => ({ ...pair, amount: part, weight: weight(credit, segment) }))
      .filter((part) => part.amount > 0n)
  })
}

function byAppearance(obligations: readonly RoundObligation[]): string[] {
  const parties = new Set<string>()
  for (const { debtor, creditor } of obligations) parties.add(debtor).add(creditor)
  return [...parties]
}

/** What `settle-round` takes. */
export interface Settlement {
  readonly flow: readonly bigint[]
  readonly potential: readonly bigint[]
  readonly lower?: readonly (readonly bigint[])[]
}

/**
 * What `settle-round` takes, from what a solver says of the round's obligations: `clear` numbers parties as they first
 * appear, a round by code units.
 * Spec: trade-credit.md#rounds.
 * @param round - What the round is about.
 * @param clearing - Of `round.obligations`, in their order.
 * @returns The input of `settle-round`.
 * @throws {RangeError} when the clearing isn't of as many obligations, parties and levels.
 * @example settlement(round, clear(round.obligations))
 */
export function settlement(
  round: RoundObligations,
  clearing: { readonly flow: readonly bigint[]; readonly potential: readonly bigint[] | readonly bigint[][] },
): Settlement {
  const { flow } = clearing
  const named = byAppearance(round.obligations)
  const levels = round.obligations[0]?.weight?.length ?? 1
  const given = (levels === 1 ? [clearing.potential] : clearing.potential) as readonly (readonly bigint[])[]
  const wrong = given.length !== levels || given.some((level) => level.length !== named.length)
  if (flow.length !== round.obligations.length || wrong) {
    throw new RangeError('the clearing is of other obligations')
  }
  const [potential, ...lower] = given.map((level) => {
    const of = new Map(named.map((party, i) => [party, level[i] as bigint]))
    return round.parties.map((party) => of.get(party) as bigint)
  })
  const settled = { flow, potential: potential as readonly bigint[] }
  return lower.length === 0 ? settled : { ...settled, lower }
}
