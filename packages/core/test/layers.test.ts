import { join } from 'node:path'
import ts from 'typescript'
import { describe, expect, it } from 'vitest'
import { type Module, modules, nodes, place, target } from '../../../scripts/modules.js'

const core = modules(join(import.meta.dirname, '../src'))

/** Imports point from a higher number to an equal or lower one. What isn't listed here has no place in core yet. */
const layers: Record<string, number> = {
  arithmetic: 0,
  codec: 0,
  signature: 0,
  clearing: 0,
  graph: 0,
  merkle: 0,
  kernel: 1,
  mechanisms: 2,
  simulation: 3,
  'index.ts': 4,
}

const allowed = [/^zod\/mini$/, /^bignumber\.js$/, /^@noble\/(curves|hashes)(\/|$)/]

/** What would bring a clock, randomness, a host or an engine's own floating point into a transition. */
const forbidden = new Set(
  'Date Intl Temporal performance process Buffer global crypto fetch setTimeout setInterval setImmediate queueMicrotask require'.split(
    ' ',
  ),
)
const forbiddenMath = new Set(
  'random pow exp expm1 log log10 log1p log2 sin cos tan asin acos atan atan2 sinh cosh tanh cbrt hypot'.split(' '),
)

/** Where the engine's floating point only estimates what exact arithmetic then settles. */
const estimates = new Set(['arithmetic/root.ts', 'arithmetic/geometric-mean.ts'])

const first = (path: string): string => path.split('/')[0] ?? path
const folder = (path: string): string =>
  first(path) === 'mechanisms' ? path.split('/').slice(0, 2).join('/') : first(path)
const own = (module: Module, names: readonly string[]): readonly string[] =>
  names.filter((name) => name.startsWith('.')).map((name) => target(module, name))
const relative = (module: Module): readonly string[] => own(module, module.imports)

describe('core', () => {
  it('imports nothing but zod/mini, bignumber.js, @noble/curves and @noble/hashes', () => {
    const found = core.flatMap((module) =>
      module.imports
        .filter((name) => !name.startsWith('.') && !allowed.some((pattern) => pattern.test(name)))
        .map((name) => `${module.path} imports ${name}`),
    )
    expect(found).toEqual([])
  })

  it('stays inside its folder', () => {
    const paths = new Set(core.map(({ path }) => path))
    const found = core.flatMap((module) =>
      relative(module)
        .filter((path) => !paths.has(path))
        .map((path) => `${module.path} imports ${path}`),
    )
    expect(found).toEqual([])
  })

  it('has layers that import downward only', () => {
    const found = core.flatMap((module) =>
      relative(module)
        .filter((path) => !((layers[first(path)] ?? Number.POSITIVE_INFINITY) <= (layers[first(module.path)] ?? -1)))
        .map((path) => `${module.path} imports ${path}`),
    )
    expect(found).toEqual([])
  })

  it('has mechanisms that never import each other', () => {
    const found = core
      .filter((module) => first(module.path) === 'mechanisms')
      .flatMap((module) =>
        relative(module)
          .filter((path) => first(path) === 'mechanisms' && folder(path) !== folder(module.path))
          .map((path) => `${module.path} imports ${path}`),
      )
    expect(found).toEqual([])
  })

  it('has no circular imports between files', () => {
    // Types may refer to each other: nothing is left of them when a module is loaded.
    expect(cycles(core.map((module) => [module.path, own(module, module.values)]))).toEqual([])
  })

  it('has no circular imports between folders', () => {
    const edges = new Map<string, Set<string>>()
    for (const module of core) {
      const targets = edges.get(folder(module.path)) ?? new Set()
      for (const path of relative(module)) if (folder(path) !== folder(module.path)) targets.add(folder(path))
      edges.set(folder(module.path), targets)
    }
    expect(cycles([...edges].map(([name, targets]) => [name, [...targets]]))).toEqual([])
  })

  it('knows no clock, no randomness, no host and no function that engines round differently', () => {
    const found: string[] = []
    for (const module of core) {
      for (const node of nodes(module.source)) {
        if (!ts.isIdentifier(node) || isName(node)) continue
        if (forbidden.has(node.text)) found.push(`${place(module, node)} ${node.text}`)
        const { parent } = node
        if (node.text !== 'Math' || !ts.isPropertyAccessExpression(parent) || estimates.has(module.path)) continue
        if (forbiddenMath.has(parent.name.text)) found.push(`${place(module, node)} Math.${parent.name.text}`)
      }
    }
    expect(found).toEqual([])
  })
})

/** Whether an identifier names a member, a key or a declaration of its own rather than a global. */
function isName(node: ts.Identifier): boolean {
  const { parent } = node
  if (ts.isPropertyAccessExpression(parent)) return parent.name === node
  if (ts.isTypeReferenceNode(parent) || ts.isTypeElement(parent) || ts.isImportSpecifier(parent)) return true
  return 'name' in parent && parent.name === node
}

/** The circles of a graph, each once, as readable paths. */
function cycles(graph: readonly (readonly [string, readonly string[]])[]): readonly string[] {
  const edges = new Map(graph)
  const done = new Set<string>()
  const found: string[] = []
  const visit = (name: string, path: readonly string[]): void => {
    const start = path.indexOf(name)
    if (start >= 0) {
      found.push([...path.slice(start), name].join(' → '))
      return
    }
    if (done.has(name)) return
    for (const next of edges.get(name) ?? []) visit(next, [...path, name])
    done.add(name)
  }
  for (const name of edges.keys()) visit(name, [])
  return found
}
