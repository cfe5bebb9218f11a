import highs from 'highs'
import { Bench } from 'tinybench'
import type { Row } from '../../../scripts/bench-row.js'
import { clear, type ObligationColumns, verifyClearing } from '../src/clearing/index.js'
import { type Family, grid, rings, scaleFree, supplyChain } from './clearing-graphs.js'

const SEED = 1

/** The package declares its CommonJS form, in which the function is one `default` deeper than in the module loaded. */
const loadSolver = highs as unknown as typeof highs.default

const families: Readonly<Record<string, Family>> = {
  'scale-free': scaleFree,
  'supply chain': supplyChain,
  grid,
  'disjoint rings': rings,
}

/** Clearing and its verification on graphs of several kinds, beside an independent solver where that one can follow. */
export async function bench(): Promise<Row[]> {
  const rows: Row[] = []
  for (const [name, family] of Object.entries(families)) rows.push(...(await growth(name, family)))
  return [...rows, await listRow(), await wideRow(), await solverRow()]
}

async function growth(name: string, family: Family): Promise<readonly Row[]> {
  const small = family(10 ** 4, SEED)
  const large = family(10 ** 5, SEED)
  const clearing = clear(large)
  const before = await milliseconds(() => clear(small), 5)
  const solving = await milliseconds(() => clear(large), 2)
  const verifying = await milliseconds(() => verifyClearing(large, clearing), 5)
  const total = large.amount.reduce((sum, amount) => sum + amount, 0n)
  const share = Number((1000n * clearing.cleared) / total) / 10
  return [
    {
      name: `clear, ${name}, 10^5 obligations`,
      value: solving,
      unit: 'ms',
      reference: 'ten times itself at 10^4',
      ratio: solving / (10 * before),
      note: `${share} % of the total cleared`,
    },
    {
      name: `verifyClearing, ${name}, 10^5 obligations`,
      value: verifying,
      unit: 'ms',
      reference: 'clear on the same',
      ratio: verifying / solving,
    },
  ]
}

async function listRow(): Promise<Row> {
  const columns = scaleFree(10 ** 5, SEED)
  const list = Array.from(columns.debtor, (debtor, k) => ({
    debtor: `party-${debtor}`,
    creditor: `party-${columns.creditor[k]}`,
    amount: columns.amount[k]!,
  }))
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

async function milliseconds(run: () => unknown, iterations: number): Promise<number> {
  const trial = new Bench({ iterations, time: 0, warmupIterations: 1, warmupTime: 0, throws: true })
  trial.add('run', run)
  const [task] = await trial.run()
  if (task?.result.state !== 'completed') throw new Error('the measurement did not complete')
  return task.result.latency.p50
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
