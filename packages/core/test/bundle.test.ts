import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { brotliCompressSync } from 'node:zlib'
import { build } from 'esbuild'
import { describe, expect, it } from 'vitest'
import { type EntryPoint, entryPoints } from '../../../scripts/entry-points.js'

/**
 * Bytes, minified and compressed by brotli. Written by hand: a changed number is a decision.
 *
 * The design aimed at 13 KB for the kernel with one mechanism and counted the ledger, tables and records. What is more
 * than that are services of the kernel itself, which no composition can do without: signatures of commands are verified
 * (both schemes, with EIP-712), price feeds have policies and a history, and holds outlive their command. A mechanism
 * grows the bundle by little in turn, because all of that is there already.
 */
interface Budgets {
  /** What each entry point brings of our own code, beside its libraries. */
  readonly own: Readonly<Record<string, number>>
  /** The kernel with one mechanism, of our own code. */
  readonly kernelWithOneMechanism: number
  /** What any mechanism may add to the kernel, unless `beside` names another number for it. */
  readonly mechanism: number
  readonly beside: Readonly<Record<string, number>>
  /** The front door with everything it depends on. */
  readonly everything: number
}

const folder = join(import.meta.dirname, '..')
const budgets: Budgets = JSON.parse(readFileSync(join(import.meta.dirname, 'budgets.json'), 'utf8'))
const entries = entryPoints(folder)
const mechanisms = entries.filter(({ source }) => source.startsWith('src/mechanisms/'))
const libraries = ['zod', 'bignumber.js', '@noble/*']

/** What a user of the kernel imports at least. */
const kernel = "export { createSystem, execute, genesis } from './src/kernel/index.js'\n"

/** What no bundle of our own code may hold. */
const forbidden: Readonly<Record<string, RegExp>> = {
  'a Node built-in': /["'`]node:|\brequire\(/,
  process: /\bprocess\b[.[?]/,
  Buffer: /(?<![A-Za-z])Buffer\b/,
  'a host library': /["'`](viem|kysely|ox)\b/,
  'evaluation of text': /\bnew Function\b|\beval\(/,
}

describe.each(entries)('$subpath in a browser', (entry) => {
  it('builds with its libraries, without a Node built-in', async () => {
    // esbuild refuses a built-in for a browser, ours or a library's, at any depth.
    await expect(bundle(reexport(entry), [])).resolves.toMatch(/\S/)
  })

  it('holds nothing that only a host has', async () => {
    const text = await bundle(reexport(entry), libraries)
    expect(Object.keys(forbidden).filter((what) => forbidden[what]?.test(text))).toEqual([])
  })

  it('keeps its budget', async () => {
    const budget = budgets.own[entry.subpath]
    expect(budget, `budgets.json states no budget for ${entry.subpath}`).toBeTypeOf('number')
    expect(size(await bundle(reexport(entry), libraries))).toBeLessThanOrEqual(budget ?? 0)
  })
})

describe.each(mechanisms)('the kernel with $subpath', (entry) => {
  it('keeps its budget', async () => {
    const budget = budgets.kernelWithOneMechanism + excess(entry)
    expect(size(await bundle(kernel + reexport(entry), libraries))).toBeLessThanOrEqual(budget)
  })

  it('grows by no more than the budget of a mechanism', async () => {
    const alone = size(await bundle(kernel, libraries))
    const both = size(await bundle(kernel + reexport(entry), libraries))
    expect(both - alone).toBeLessThanOrEqual(budgets.mechanism + excess(entry))
  })
})

describe('budgets', () => {
  it('name only what exists', () => {
    const names = new Set(entries.map(({ subpath }) => subpath))
    expect([...Object.keys(budgets.own), ...Object.keys(budgets.beside)].filter((name) => !names.has(name))).toEqual([])
  })

  it('hold for everything together, libraries included', async () => {
    expect(size(await bundle("export * from './src/index.js'", []))).toBeLessThanOrEqual(budgets.everything)
  })
})

/** What a mechanism is allowed beyond the budget of any. */
function excess({ subpath }: EntryPoint): number {
  return (budgets.beside[subpath] ?? budgets.mechanism) - budgets.mechanism
}

function reexport({ source }: EntryPoint): string {
  return `export * from './${source.replace(/\.ts$/, '.js')}'\n`
}

function size(text: string): number {
  return brotliCompressSync(text).length
}

async function bundle(contents: string, external: readonly string[]): Promise<string> {
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: folder, loader: 'ts' },
    bundle: true,
    write: false,
    minify: true,
    platform: 'browser',
    format: 'esm',
    target: 'es2022',
    external: [...external],
    logLevel: 'silent',
  })
  return outputFiles[0]?.text ?? ''
}
