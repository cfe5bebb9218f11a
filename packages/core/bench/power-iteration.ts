import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { SparseMatrix } from '../src/graph/index.js'

/** Power iteration in C at -O2, with a matrix to work on. */
export interface PowerIteration {
  readonly folder: string
  readonly program: string
  readonly file: string
}

/** Compiles the program and hands it a matrix, its rows in the order of their numbers; nothing without a compiler. */
export function compilePowerIteration(matrix: SparseMatrix): PowerIteration | undefined {
  const folder = mkdtempSync(join(tmpdir(), 'power-iteration-'))
  const [program, file] = [join(folder, 'power-iteration'), join(folder, 'matrix')]
  const source = join(import.meta.dirname, 'eigenvector/power-iteration.c')
  try {
    execFileSync('cc', ['-O2', '-o', program, source, '-lm'], { stdio: 'ignore' })
  } catch {
    rmSync(folder, { recursive: true })
    return undefined
  }
  writeFileSync(file, encode(matrix))
  return { folder, program, file }
}

export function removePowerIteration({ folder }: PowerIteration): void {
  rmSync(folder, { recursive: true })
}

/** How long a pass takes, the best of a few times as many passes, and the first agent's centrality after them. */
export function runPowerIteration(
  { program, file }: PowerIteration,
  passes: number,
): { readonly milliseconds: number; readonly first: number } {
  const output = execFileSync(program, [file, String(passes), '4'], { encoding: 'utf8' })
  const [milliseconds, first] = output.trim().split(' ').map(Number)
  return { milliseconds: milliseconds!, first: first! }
}

/** As the program reads it. */
function encode({ rows, order, start, column, value }: SparseMatrix): Buffer {
  const place = new Int32Array(rows)
  for (const [at, row] of order.entries()) place[row] = at
  const starts = new Int32Array(rows + 1)
  const columns = new Int32Array(column.length)
  const values = new Float64Array(value.length)
  for (const [row, at] of place.entries()) {
    const [from, to] = [start[at]!, start[at + 1]!]
    columns.set(column.subarray(from, to), starts[row])
    values.set(value.subarray(from, to), starts[row])
    starts[row + 1] = starts[row]! + to - from
  }
  const parts = [Int32Array.of(rows, column.length), starts, columns, values]
  return Buffer.concat(parts.map(({ buffer, byteOffset, byteLength }) => Buffer.from(buffer, byteOffset, byteLength)))
}
