/** Runs vector files as data against the reference implementation. Spec: README.md#vectors. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { canonicalize, hashText } from '@symbolon/core/codec'
import type { JournalFile, PureCase, StreamFile, VectorFile } from '../generator/vector-file.js'
import { type ClearingThen, type ClearingWhen, decideClearing } from './clearing.js'
import { MechanismMissing } from './composition.js'
import { runJournal } from './journal.js'
import type { AnyMechanism } from './mechanisms.js'
import { evaluate } from './pure.js'
import { runStream } from './stream.js'

/** What became of one file. */
export interface Report {
  readonly path: string
  readonly passed: number
  readonly skipped: number
  /** What is wrong, by the case's name. */
  readonly faults: ReadonlyMap<string, string>
}
interface Manifest {
  readonly files: readonly { readonly path: string; readonly cases: string; readonly sha256: string }[]
}

/** @param folder - Where `manifest.json` lies. */
export function runAll(folder: string, mechanisms: readonly AnyMechanism[]): readonly Report[] {
  const { files } = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')) as Manifest
  return files.map(({ path, cases, sha256 }) => {
    const text = readFileSync(join(folder, path), 'utf8')
    const file = JSON.parse(text) as VectorFile
    if (hashText(text) !== sha256 || String(file.cases.length) !== cases) {
      return { path, passed: 0, skipped: 0, faults: new Map([['manifest', 'the file is not what the manifest says']]) }
    }
    return { path, ...run(file, mechanisms) }
  })
}

/** Runs one file. */
export function run(file: VectorFile, mechanisms: readonly AnyMechanism[]): Omit<Report, 'path'> {
  const { length } = file.cases
  try {
    const faults = faultsOf(file, mechanisms)
    return { passed: length - faults.size, skipped: 0, faults }
  } catch (thrown) {
    if (thrown instanceof MechanismMissing) return { passed: 0, skipped: length, faults: new Map() }
    throw thrown
  }
}

function faultsOf(file: VectorFile, mechanisms: readonly AnyMechanism[]): ReadonlyMap<string, string> {
  switch (file.kind) {
    case 'stream':
      return runStream(file as StreamFile, mechanisms)
    case 'journal':
      return runJournal(file as JournalFile, mechanisms)
    case 'clearing':
      return compared(
        file,
        ({ given, when }): ClearingThen =>
          decideClearing(given as { readonly obligations: unknown }, when as ClearingWhen),
      )
    case 'admission':
    case 'arithmetic':
    case 'codec':
    case 'signature':
    case 'sum-tree':
      return compared(file, ({ given, when }) => {
        const pure = { given, when } as Pick<PureCase, 'given' | 'when'>
        return evaluate(pure.when.function, pure.given)
      })
    default:
      throw new TypeError(`files of kind ${file.kind} are unknown`)
  }
}

function compared(
  { cases }: VectorFile,
  decide: (one: VectorFile['cases'][number]) => unknown,
): ReadonlyMap<string, string> {
  const faults = new Map<string, string>()
  for (const one of cases) {
    const found = canonicalize(decide(one))
    if (found !== canonicalize(one.then)) faults.set(one.name, `${found}, not ${canonicalize(one.then)}`)
  }
  return faults
}

/** Passed, skipped and failed cases by folder, and in all. */
export function countsOf(
  reports: readonly Report[],
): ReadonlyMap<string, readonly [passed: number, skipped: number, failed: number]> {
  const counts = new Map<string, readonly [number, number, number]>()
  for (const { path, passed, skipped, faults } of reports) {
    for (const name of [path.split('/')[0] as string, 'all']) {
      const [p, s, f] = counts.get(name) ?? [0, 0, 0]
      counts.set(name, [p + passed, s + skipped, f + faults.size])
    }
  }
  const all = counts.get('all')
  counts.delete('all')
  return all === undefined ? counts : counts.set('all', all)
}
