import highs from 'highs'
import type { Row } from '../../../scripts/bench-row.js'
import { clear, clearFairly, type Obligation, type ObligationColumns, verifyClearing } from '../src/clearing/index.js'
import {
  chordedRings,
  disjointRings,
  type Family,
  grid,
  modular,
  nestedRings,
  ring,
  scaleFree,
  supplyChain,
} from './clearing-graphs.js'
import { compileLemon, type Lemon, removeLemon, runLemon } from './lemon.js'

const SEED = 1

/** The package declares its CommonJS form, in which the function is one `default` deeper than in the module loaded. */
const loadSolver = highs as unknown as typeof highs.default

const families: Readonly<Record<string, Family>> = {
  'scale-free': scaleFree,
  modular,
  'supply chain': supplyChain,
  grid,
  ring,
}

/** Graphs with cycles of as many lengths as there can be. */
const adversarial: Readonly<Record<string, Family>> = {
  'disjoint rings': disjointRings,
  'rings with chords': chordedRings,
  'nested rings': nestedRings,
}

/** 10^6 obligations take minutes, and are measured when `BENCH_LARGE` is set. */
const sizes = [10 ** 4, 10 ** 5, ...(process.env.BENCH_LARGE === undefined ? [] : [10 ** 6])]

/**
 * Clearing on graphs of several kinds beside LEMON's best method where LEMON is installed, beside itself at a tenth of
 * the size otherwise; verification, credit and fairness beside clearing; and an independent solver on a small graph.
 */
export async function bench(): Promise<Row[]> {
  const lemon = compileLemon()
  const rows: Row[] = []
  for (const size of sizes) {
    const usual: Row[] = []
    for (const [name, family] of Object.entries(families)) usual.push(solvingRow(name, family, size, lemon))
    rows.push(...usual)
    if (lemon !== undefined) rows.push(meanRow(usual, size))
    for (const [name, family] of Object.entries(adversarial)) rows.push(solvingRow(name, family, size, lemon))
  }
  if (lemon !== undefined) removeLemon(lemon)
  for (const size of sizes.slice(0, 2)) {
    for (const [name, family] of Object.entries(families)) rows.push(verifyingRow(name, family, size))
  }
  return [
    ...rows,
    listRow(),
    wideRow(),
    creditRow(),
    fairRow(10 ** 4, 4),
    fairRow(10 ** 4, 10),
    fairRow(10 ** 5, 4),
    await solverRow(),
  ]
}

function solvingRow(name: string, family: Family, size: number, lemon: Lemon | undefined): Row {
  const columns = family(size, SEED)
  const repetitions = size <= 10 ** 4 ? 20 : size <= 10 ** 5 ? 4 : 1
  const half = Math.ceil(repetitions / 2)
  const first = milliseconds(() => clear(columns), half)
  const row = { name: `clear, ${name}, ${power(size)} obligations`, value: first, unit: 'ms' }
  if (lemon === undefined) {
    const smaller = family(size / 10, SEED)
    const tenth = milliseconds(() => clear(smaller), 20)
    return { ...row, reference: `ten times itself at ${power(size / 10)}`, ratio: first / (10 * tenth) }
  }
  const { method, milliseconds: reference, cleared } = runLemon(lemon, columns, repetitions)
  // Before and after, because the machine is not the same from one second to the next.
  const value =
    size > 10 ** 5
      ? first
      : Math.min(
          first,
          milliseconds(() => clear(columns), repetitions),
        )
  if (cleared !== clear(columns).cleared) throw new Error(`LEMON clears ${cleared} of ${name}`)
  return { ...row, value, reference: `LEMON, ${method}`, ratio: value / reference, note: 'same optimum' }
}

function meanRow(rows: readonly Row[], size: number): Row {
  const mean = (values: readonly number[]) => Math.exp(values.reduce((sum, x) => sum + Math.log(x), 0) / values.length)
  return {
    name: `clear, mean of these, ${power(size)} obligations`,
    value: mean(rows.map(({ value }) => value)),
    unit: 'ms',
    reference: "LEMON's best",
    ratio: mean(rows.map(({ ratio }) => ratio)),
    note: 'geometric',
  }
}

const power = (size: number) => `10^${Math.round(Math.log10(size))}`

function verifyingRow(name: string, family: Family, size: number): Row {
  const columns = family(size, SEED)
  const clearing = clear(columns)
  if (verifyClearing(columns, clearing).status !== 'verified') throw new Error(`${name} is not cleared at its best`)
  const reference = milliseconds(() => clear(columns), size <= 10 ** 4 ? 20 : 3)
  const value = milliseconds(() => verifyClearing(columns, clearing), size <= 10 ** 4 ? 200 : 20)
  const total = columns.amount.reduce((sum, amount) => sum + amount, 0n)
  const share = (part: number) => `${part.toFixed(1)} %`
  return {
    name: `verifyClearing, ${name}, ${power(size)} obligations`,
    value,
    unit: 'ms',
    reference: 'clear on the same',
    ratio: value / reference,
    note: `${share((100 * value) / reference)} of solving; ${share(Number((1000n * clearing.cleared) / total) / 10)} of the total cleared`,
  }
}

/** A lender to everyone, whose credit is drawn at second priority. */
function creditRow(): Row {
  const plain = scaleFree(10 ** 5, SEED)
  const withCredit = addCredit(plain)
  const clearing = clear(withCredit)
  if (verifyClearing(withCredit, clearing).status !== 'verified') throw new Error('credit is not cleared at its best')
  const reference = milliseconds(() => clear(plain), 3)
  const value = milliseconds(() => clear(withCredit), 3)
  return {
    name: `clear, scale-free, 10^5 and ${2 * plain.parties} credit lines`,
    value,
    unit: 'ms',
    reference: 'clear without credit',
    ratio: value / reference,
    note: 'two levels, verified',
  }
}

function addCredit({ parties, debtor, creditor, amount }: ObligationColumns): ObligationColumns {
  const lender = new Array<number>(parties).fill(parties)
  const borrowers = lender.map((_, u) => u)
  const owed = BigInt64Array.from(amount)
  const credit = lender.flatMap(() => [1000n, 1000n])
  return {
    parties: parties + 1,
    debtor: Int32Array.from([...debtor, ...borrowers, ...lender]),
    creditor: Int32Array.from([...creditor, ...lender, ...borrowers]),
    amount: BigInt64Array.from([...owed, ...credit]),
    weight: [
      BigInt64Array.from([...owed.map(() => 1n), ...credit.map(() => 0n)]),
      BigInt64Array.from([...owed.map(() => 0n), ...credit.map(() => -1n)]),
    ],
  }
}

function fairRow(size: number, segments: number): Row {
  const list = named(scaleFree(size, SEED))
  const repetitions = size <= 10 ** 4 ? 6 : 2
  const reference = milliseconds(() => clear(list), repetitions)
  const value = milliseconds(() => clearFairly(list, segments), repetitions)
  return {
    name: `clearFairly, scale-free, ${power(size)} in ${segments} segments`,
    value,
    unit: 'ms',
    reference: 'clear on the same',
    ratio: value / reference,
    note: 'one level more',
  }
}

function listRow(): Row {
  const columns = scaleFree(10 ** 5, SEED)
  const list = named(columns)
  const reference = milliseconds(() => clear(columns), 3)
  const value = milliseconds(() => clear(list), 3)
  return {
    name: 'clear, scale-free, 10^5 as a list with names',
    value,
    unit: 'ms',
    reference: 'clear on columns',
    ratio: value / reference,
  }
}

function named({ debtor, creditor, amount }: ObligationColumns): readonly Obligation[] {
  return Array.from(amount, (owed, k) => ({
    debtor: `party-${debtor[k]}`,
    creditor: `party-${creditor[k]}`,
    amount: owed,
  }))
}

function wideRow(): Row {
  const narrow = scaleFree(10 ** 5, SEED)
  const wide = { ...narrow, amount: narrow.amount.map((amount, k) => amount * 10n ** 12n + BigInt(k)) }
  const reference = milliseconds(() => clear(narrow), 3)
  const value = milliseconds(() => clear(wide), 3)
  return {
    name: 'clear, scale-free, 10^5 with amounts past 2^53',
    value,
    unit: 'ms',
    reference: 'clear on amounts below',
    ratio: value / reference,
  }
}

async function solverRow(): Promise<Row> {
  const solver = await loadSolver()
  const columns = scaleFree(2000, SEED)
  const program = linearProgram(columns)
  const optimum = solver.solve(program).ObjectiveValue
  const { cleared } = clear(columns)
  if (Number(cleared) !== Math.round(optimum)) throw new Error(`optimum ${cleared} differs from ${optimum}`)
  const reference = milliseconds(() => solver.solve(program), 3)
  const value = milliseconds(() => clear(columns), 20)
  return {
    name: 'clear, scale-free, 2,000 obligations',
    value,
    unit: 'ms',
    reference: 'HiGHS in WebAssembly',
    ratio: value / reference,
    note: 'same optimum',
  }
}

/**
 * Processor time of the fastest of several runs, after one that isn't counted; a single one is. What else goes on in the
 * machine only ever adds.
 */
function milliseconds(run: () => unknown, iterations: number): number {
  let least = Number.POSITIVE_INFINITY
  for (let i = iterations === 1 ? 1 : 0; i <= iterations; i++) {
    const before = process.cpuUsage()
    run()
    const { user, system } = process.cpuUsage(before)
    if (i > 0) least = Math.min(least, (user + system) / 1000)
  }
  return least
}

/** The maximum circulation in the LP format of CPLEX. */
function linearProgram({ parties, debtor, creditor, amount }: ObligationColumns): string {
  const balance = Array.from({ length: parties }, (): string[] => [])
  for (let k = 0; k < debtor.length; k++) {
    balance[debtor[k]!]!.push(`+ f${k}`)
    balance[creditor[k]!]!.push(`- f${k}`)
  }
  return [
    'Maximize',
    ` cleared: ${Array.from(debtor, (_, k) => `+ f${k}`).join('\n ')}`,
    'Subject To',
    ...balance.flatMap((terms, party) => (terms.length === 0 ? [] : [` p${party}: ${terms.join('\n ')} = 0`])),
    'Bounds',
    ...Array.from(amount, (most, k) => ` 0 <= f${k} <= ${most}`),
    'End',
  ].join('\n')
}
