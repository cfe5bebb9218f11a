/** Parties of columns that neither owe nor are owed: nothing is worked out for them, and any potential proves them. */
import type { DebtGraph } from './obligations.js'

/** A graph without idle parties, and the way back from its potentials. */
export interface Occurring {
  readonly graph: DebtGraph
  /** Potentials of all parties from those of the ones that occur: zero for the others. */
  readonly ofAll: (potential: bigint[]) => bigint[]
}

/** More than an array of potentials can hold in engines as they are. */
const MOST_PARTIES = 100_000_000

/**
 * Leaves idle parties out where most are, so that their number costs no more than the potentials that are answered.
 * @throws {RangeError} when there are more parties than can be answered for.
 */
export function withoutIdle(graph: DebtGraph): Occurring {
  const { parties } = graph
  if (parties > MOST_PARTIES) throw new RangeError(`there are more than ${MOST_PARTIES} potentials to answer`)
  if (parties <= 4 * graph.debtor.length) return { graph, ofAll: (potential) => potential }
  const index = new Map<number, number>()
  const renumbered = (column: Int32Array): Int32Array =>
    column.map((party) => {
      const known = index.get(party)
      if (known !== undefined) return known
      index.set(party, index.size)
      return index.size - 1
    })
  const [debtor, creditor] = [renumbered(graph.debtor), renumbered(graph.creditor)]
  return {
    graph: { ...graph, parties: index.size, debtor, creditor },
    ofAll(potential) {
      const all = new Array<bigint>(parties).fill(0n)
      for (const [party, i] of index) all[party] = potential[i] as bigint
      return all
    },
  }
}
