import type { Flow, TradeData } from './flow.js'
import { type Random, random } from './random.js'

// The shape of the real file (trade in pharmaceuticals as 53 economies reported it), which a generated one follows.
const NETWORKS = 177
const REPORTING = 53
const FLOWS = 3669

// Sizes are binary logarithms in steps of 1/1024 of a bit. The figures are a two-way fit of the real flows:
// 20.24 on average, 2.3 for who imports, 5.4 for who exports, 3.7 for what neither explains.
const BIT = 1024
const MEAN = Math.trunc(17.4 * BIT)
const IMPORTER_SPREAD = Math.trunc(1.5 * BIT)
const EXPORTER_SPREAD = Math.trunc(4.7 * BIT)
const OWN_SPREAD = Math.trunc(3.7 * BIT)
const REACH_SPREAD = Math.trunc(2.0 * BIT)
const COVERAGE_SPREAD = Math.trunc(1.7 * BIT)
const LEAST = 1 * BIT
const LARGEST = Math.trunc(36.25 * BIT)

/**
 * An economy made from a seed in the shape and size of the real one: 177 networks, 53 of which report what they
 * import, 3,669 flows over many orders of magnitude. Who exports much also imports much, so debts run in cycles.
 * Integers only: the same seed gives the same economy on every machine.
 * @param seed - Whole number, 0 ≤ seed < 2^32.
 * @returns Flows in order of importer, then exporter; amounts in whole US dollars.
 * @example generateEconomy(1).flows.length // 3669
 */
export function generateEconomy(seed: number): TradeData {
  const draw = random(seed)
  const strength = Array.from({ length: NETWORKS }, () => spread(draw, EXPORTER_SPREAD))
  // Importers come from all over the range, a little more often from the strong end, as those that report do.
  const order = strength.map((_, network) => network).sort((a, b) => at(strength, b) - at(strength, a) || a - b)
  const importers = chooseImporters(draw, order)
  const appetite = new Map(
    importers.map((network) => [network, trunc(at(strength, network), 2, 5) + spread(draw, IMPORTER_SPREAD)]),
  )
  const coverage = new Map(importers.map((network) => [network, spread(draw, COVERAGE_SPREAD)]))

  const candidates: { readonly importer: number; readonly exporter: number; readonly score: number }[] = []
  for (let exporter = 0; exporter < NETWORKS; exporter++) {
    const reach = importers
      .filter((importer) => importer !== exporter)
      .map((importer) => ({
        importer,
        exporter,
        score: at(strength, exporter) + (coverage.get(importer) ?? 0) + spread(draw, REACH_SPREAD),
      }))
      .sort((a, b) => b.score - a.score || a.importer - b.importer)
    // Everybody exports to somebody: the best market of each comes first of all.
    candidates.push(...reach.map((pair, rank) => (rank === 0 ? { ...pair, score: pair.score + 64 * BIT } : pair)))
  }
  candidates.sort((a, b) => b.score - a.score || a.importer - b.importer || a.exporter - b.exporter)
  const chosen = candidates.slice(0, FLOWS).sort((a, b) => a.importer - b.importer || a.exporter - b.exporter)

  const flows = chosen.map(({ importer, exporter }, row): Flow => {
    const size = MEAN + (appetite.get(importer) ?? 0) + at(strength, exporter) + skewed(spread(draw, OWN_SPREAD))
    return {
      line: row + 2,
      importer: code(importer),
      exporter: code(exporter),
      amount: powerOfTwo(Math.min(LARGEST, Math.max(LEAST, size))),
    }
  })
  return { flows, skipped: [] }
}

function chooseImporters(draw: Random, byStrength: readonly number[]): number[] {
  const chosen = new Set<number>()
  while (chosen.size < REPORTING) {
    const first = draw.below(NETWORKS)
    const second = draw.below(NETWORKS)
    chosen.add(at(byStrength, draw.below(4) !== 0 ? Math.min(first, second) : first))
  }
  return [...chosen].sort((a, b) => a - b)
}

/** `2^(steps / 1024)`, whole part, exact to the last unit that 30 fractional bits can tell. */
function powerOfTwo(steps: number): bigint {
  let mantissa = 1n << 30n
  for (let bit = 0; bit < ROOTS.length; bit++) {
    if ((steps >> (9 - bit)) & 1) mantissa = (mantissa * (ROOTS[bit] ?? 0n)) >> 30n
  }
  return (mantissa << BigInt(steps >> 10)) >> 30n
}

/** `floor(2^30 · 2^(2^-k))` for k = 1 … 10. */
const ROOTS = [
  1518500249n,
  1276901416n,
  1170923761n,
  1121280435n,
  1097253708n,
  1085434105n,
  1079572135n,
  1076653033n,
  1075196443n,
  1074468887n,
]

const spread = (draw: Random, deviation: number): number => trunc(draw.normal(), deviation, 65536)
/** The real remainders lean to the left: a flow is far smaller than expected more often than far larger. */
const skewed = (steps: number): number => (steps > 0 ? trunc(steps, 1, 2) : trunc(steps, 5, 4))
const trunc = (value: number, times: number, over: number): number => Math.trunc((value * times) / over)
const code = (network: number): string => `N${String(network + 1).padStart(3, '0')}`

function at<T>(list: readonly T[], index: number): T {
  const value = list[index]
  if (value === undefined) throw new RangeError(`no element ${index}`)
  return value
}
