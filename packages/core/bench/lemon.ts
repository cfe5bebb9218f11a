import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ObligationColumns } from '../src/clearing/index.js'

/** LEMON, a library of graph algorithms in C++, compiled on this machine. */
export interface Lemon {
  readonly program: string
  readonly folder: string
}

/** The fastest of LEMON's methods on a graph. */
export interface LemonResult {
  readonly method: string
  readonly milliseconds: number
  readonly cleared: bigint
}

/** Those first that are the fastest somewhere; the others are tried where graphs are small enough for them. */
const METHODS = ['NetworkSimplex', 'CostScaling', 'CapacityScaling', 'CycleCanceling'] as const

/** Obligations up to which all methods are tried. */
const SMALL = 20_000

/** A method is given up when it takes this many times as long as the best so far, and some seconds. */
const PATIENCE = 6

/** Compiles the driver; nothing when there is no compiler or LEMON isn't installed (Debian: `liblemon-dev`). */
export function compileLemon(): Lemon | undefined {
  const folder = mkdtempSync(join(tmpdir(), 'lemon-'))
  const program = join(folder, 'minimum-cost-flow')
  try {
    execFileSync('g++', ['-O2', '-o', program, join(import.meta.dirname, 'lemon/minimum-cost-flow.cpp')], {
      stdio: 'ignore',
    })
    return { program, folder }
  } catch {
    rmSync(folder, { recursive: true })
    return undefined
  }
}

export function removeLemon({ folder }: Lemon): void {
  rmSync(folder, { recursive: true })
}

/** Times LEMON's methods on obligations without weights, each in the best of `repetitions` runs. */
export function runLemon({ program, folder }: Lemon, columns: ObligationColumns, repetitions: number): LemonResult {
  const file = join(folder, 'obligations')
  writeFileSync(file, encode(columns))
  let best: LemonResult | undefined
  for (const method of columns.debtor.length <= SMALL ? METHODS : METHODS.slice(0, 2)) {
    const timeout = best === undefined ? 90_000 : Math.round(2000 + PATIENCE * repetitions * best.milliseconds)
    const result = run(program, file, method, repetitions, timeout)
    if (result !== undefined && !(best !== undefined && best.milliseconds <= result.milliseconds)) best = result
  }
  if (best === undefined) throw new Error('no method of LEMON ended in time')
  return best
}

function run(
  program: string,
  file: string,
  method: string,
  repetitions: number,
  timeout: number,
): LemonResult | undefined {
  try {
    const output = execFileSync(program, [file, method, String(repetitions)], {
      timeout,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    })
    const [seconds, cleared] = output.trim().split(' ')
    return { method, milliseconds: 1000 * Number(seconds), cleared: BigInt(cleared!) }
  } catch {
    return undefined
  }
}

/** As the driver reads it. */
function encode({ parties, debtor, creditor, amount }: ObligationColumns): Buffer {
  const columns = [Int32Array.of(parties, debtor.length), debtor, creditor, amount]
  return Buffer.concat(columns.map(({ buffer, byteOffset, byteLength }) => Buffer.from(buffer, byteOffset, byteLength)))
}
