import highs from 'highs'
import { Bench } from 'tinybench'
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
    for (const [name, family] of Object.entries(families)) usual.push(await solvingRow(name, family, size, lemon))
    rows.push(...usual)
    if (lemon !== undefined) rows.push(meanRow(usual, size))
    for (const [name, family] of Object.entries(adversarial)) rows.push(await solvingRow(name, family, size, lemon))
  }
  if (lemon !== undefined) removeLemon(lemon)
  for (const [name, family] of Object.entries(families)) rows.push(await verifyingRow(name, family))
  return [...rows, await listRow(), await wideRow(), await creditRow(), await fairRow(), await solverRow()]
}

async function solvingRow(name: string, family: Family, size: number, lemon: Lemon | undefined): Promise<Row> {
  const columns = family(size, SEED)
  const repetitions = size <= 10 ** 4 ? 20 : size <= 10 ** 5 ? 4 : 1
  const value = await milliseconds(() => clear(columns), repetitions)
  const row = { name: `clear, ${name}, ${power(size)} obligations`, value, unit: 'ms' }
  if (lemon === undefined) {
    const smaller = family(size / 10, SEED)
    const tenth = await milliseconds(() => clear(smaller), 20)
    return { ...row, reference: `ten times itself at ${power(size / 10)}`, ratio: value / (10 * tenth) }
  }
  const { method, milliseconds: reference, cleared } = runLemon(lemon, columns, Math.ceil(repetitions / 2))
  if (cleared !== clear(columns).cleared) throw new Error(`LEMON clears ${cleared} of ${name}`)
  return { ...row, reference: `LEMON, ${method}`, ratio: value / reference, note: 'same optimum' }
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

async function verifyingRow(name: string, family: Family): Promise<Row> {
  const columns = family(10 ** 5, SEED)
  const clearing = clear(columns)
  const reference = await milliseconds(() => clear(columns), 3)
  const value = await milliseconds(() => verifyClearing(columns, clearing), 20)
  const total = columns.amount.reduce((sum, amount) => sum + amount, 0n)
  return {
    name: `verifyClearing, ${name}, 10^5 obligations`,
    value,
    unit: 'ms',
    reference: 'clear on the same',
    ratio: value / reference,
    note: `${Number((1000n * clearing.cleared) / total) / 10} % of the total cleared`,
  }
}

/** A lender to everyone, whose credit is drawn at second priority. */
async function creditRow(): Promise<Row> {
  const plain = scaleFree(10 ** 5, SEED)
  const withCredit = addCredit(plain)
  const clearing = clear(withCredit)
  if (verifyClearing(withCredit, clearing).status !== 'verified') throw new Error('credit is not cleared at its best')
  const reference = await milliseconds(() => clear(plain), 3)
  const value = await milliseconds(() => clear(withCredit), 3)
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

async function fairRow(): Promise<Row> {
  const list = named(scaleFree(10 ** 4, SEED))
  const reference = await milliseconds(() => clear(list), 5)
  const value = await milliseconds(() => clearFairly(list, 4), 3)
  return {
    name: 'clearFairly, scale-free, 10^4 in 4 segments',
    value,
    unit: 'ms',
    reference: 'clear on the same',
    ratio: value / reference,
  }
}

async function listRow(): Promise<Row> {
  const columns = scaleFree(10 ** 5, SEED)
  const list = named(columns)
  const reference = await milliseconds(() => clear(columns), 3)
  const value = await milliseconds(() => clear(list), 3)
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

async function wideRow(): Promise<Row> {
  const narrow = scaleFree(10 ** 5, SEED)
  const wide = { ...narrow, amount: narrow.amount.map((amount, k) => amount * 10n ** 12n + BigInt(k)) }
  const reference = await milliseconds(() => clear(narrow), 3)
  const value = await milliseconds(() => clear(wide), 3)
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
  const reference = await milliseconds(() => solver.solve(program), 3)
  const value = await milliseconds(() => clear(columns), 20)
  return {
    name: 'clear, scale-free, 2,000 obligations',
    value,
    unit: 'ms',
    reference: 'HiGHS in WebAssembly',
    ratio: value / reference,
    note: 'same optimum',
  }
}

/** The fastest of several runs: what else goes on in the machine only ever adds time. */
async function milliseconds(run: () => unknown, iterations: number): Promise<number> {
  const trial = new Bench({ iterations, time: 0, warmupIterations: 1, warmupTime: 0, throws: true })
  trial.add('run', run)
  const [task] = await trial.run()
  if (task?.result.state !== 'completed') throw new Error('the measurement did not complete')
  return task.result.latency.min
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
