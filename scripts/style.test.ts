import { join } from 'node:path'
import ts from 'typescript'
import { describe, expect, it } from 'vitest'
import { packages } from './entry-points.js'
import { type Module, modules, nodes, place } from './modules.js'

/** Classes other than errors, each with what it holds. */
const resources: Record<string, string> = {
  Context: 'the command under way, whose private fields no mechanism can reach',
  Ledger: 'the typed lanes of the balances, written in place',
  Refusal: 'a code on its way out of a command; an Error would cost ten times the command',
  Rows: 'the map of a table, written in place',
  SortedRows: 'the order of a table, written in place',
  Version: 'the place of a state among the versions that share lanes',
}

const sources = packages.flatMap((name) =>
  modules(join(import.meta.dirname, '../packages', name, 'src')).map((module) => ({
    ...module,
    path: `${name}/src/${module.path}`,
  })),
)

describe('sources of the packages', () => {
  it('have no catch-all files', () => {
    const names = /(^|\/)(utils?|helpers?|types?|misc|common|shared|constants)\.ts$/
    expect(sources.map(({ path }) => path).filter((path) => names.test(path))).toEqual([])
  })

  it('have no default export', () => {
    expect(places((node) => ts.isExportAssignment(node) || hasModifier(node, ts.SyntaxKind.DefaultKeyword))).toEqual([])
  })

  it('have no enum and no namespace', () => {
    expect(places((node) => ts.isEnumDeclaration(node) || ts.isModuleDeclaration(node))).toEqual([])
  })

  it('have no class but errors and what holds an outside resource', () => {
    const stray = (node: ts.Node): boolean =>
      ts.isClassLike(node) && !isError(node) && !Object.hasOwn(resources, node.name?.text ?? '')
    expect(places(stray)).toEqual([])
  })

  it('have no mutable module state', () => {
    const stray = (node: ts.Node): boolean =>
      ts.isVariableDeclarationList(node) &&
      ts.isVariableStatement(node.parent) &&
      ts.isSourceFile(node.parent.parent) &&
      (node.flags & ts.NodeFlags.Const) === 0
    expect(places(stray)).toEqual([])
  })

  it('never change a constant of a module from within a function', () => {
    expect(sources.flatMap((module) => mutations(module.source).map((node) => place(module, node)))).toEqual([])
  })

  it('have no work at import', () => {
    const stray = (node: ts.Node): boolean =>
      ts.isSourceFile(node.parent ?? node) &&
      (ts.isExpressionStatement(node) || ts.isForStatement(node) || ts.isForOfStatement(node) || ts.isIfStatement(node))
    expect(places(stray)).toEqual([])
  })

  it('have no barrel that re-exports barrels', () => {
    // The front door of a package is the exception: it is what most people import.
    const found = sources
      .filter(({ path }) => path.endsWith('/index.ts') && !path.endsWith('/src/index.ts'))
      .flatMap((module) =>
        module.source.statements
          .filter(
            (node): node is ts.ExportDeclaration => ts.isExportDeclaration(node) && node.exportClause === undefined,
          )
          .filter((node) => /(^|\/)index\.js'?$/.test(node.moduleSpecifier?.getText() ?? ''))
          .map((node) => place(module, node)),
      )
    expect(found).toEqual([])
  })

  it('import their own files with the ending .js', () => {
    const found = sources.flatMap((module) =>
      module.imports
        .filter((name) => name.startsWith('.') && !name.endsWith('.js'))
        .map((name) => `${module.path} imports ${name}`),
    )
    expect(found).toEqual([])
  })
})

describe('a change of a constant', () => {
  it.each([
    'const known = new Map(); export const add = (x: string) => known.set(x, 1)',
    'const all: string[] = []; export function add(x: string) { all.push(x) }',
    'const last = { at: 0 }; export function see(at: number) { last.at = at }',
    'const last = { at: 0 }; export function see() { last.at++ }',
    'const cache: Record<string, number> = {}; export function see(x: string) { delete cache[x] }',
  ])('is found in %s', (text) => {
    expect(mutations(ts.createSourceFile('x.ts', text, ts.ScriptTarget.Latest, true))).toHaveLength(1)
  })

  it('is another thing than a change of what a function has made', () => {
    const text = 'const none = new Map(); export function f() { const none = new Map(); none.set(1, 1); return none }'
    expect(mutations(ts.createSourceFile('x.ts', text, ts.ScriptTarget.Latest, true))).toEqual([])
  })
})

const mutators = new Set('set add delete clear push pop shift unshift splice sort reverse fill copyWithin'.split(' '))

/** Places where a function changes what a constant of its module holds: by a method, an assignment or `delete`. */
function mutations(source: ts.SourceFile): readonly ts.Node[] {
  const constants = new Set(
    source.statements
      .filter(ts.isVariableStatement)
      .flatMap(({ declarationList }) => declarationList.declarations.map(({ name }) => name.getText())),
  )
  const isOwn = (node: ts.Node): boolean => ts.isIdentifier(node) && constants.has(node.text) && !isShadowed(node)
  const isMember = (node: ts.Node): boolean =>
    (ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node)) && isOwn(node.expression)
  return [...nodes(source)].filter((node) => {
    if (ts.isCallExpression(node)) {
      const { expression } = node
      return ts.isPropertyAccessExpression(expression) && isMember(expression) && mutators.has(expression.name.text)
    }
    if (ts.isBinaryExpression(node)) return isAssignment(node.operatorToken.kind) && isMember(node.left)
    if (ts.isDeleteExpression(node)) return isMember(node.expression)
    if (!ts.isPrefixUnaryExpression(node) && !ts.isPostfixUnaryExpression(node)) return false
    return (
      (node.operator === ts.SyntaxKind.PlusPlusToken || node.operator === ts.SyntaxKind.MinusMinusToken) &&
      isMember(node.operand)
    )
  })
}

function isAssignment(kind: ts.SyntaxKind): boolean {
  return kind >= ts.SyntaxKind.FirstAssignment && kind <= ts.SyntaxKind.LastAssignment
}

/** Whether a function around the name declares another one like it. */
function isShadowed(name: ts.Identifier): boolean {
  for (let scope: ts.Node = name.parent; !ts.isSourceFile(scope); scope = scope.parent) {
    if (!ts.isFunctionLike(scope)) continue
    const declared = [...nodes(scope)].some(
      (node) =>
        (ts.isVariableDeclaration(node) || ts.isParameter(node) || ts.isBindingElement(node)) &&
        ts.isIdentifier(node.name) &&
        node.name.text === name.text,
    )
    if (declared) return true
  }
  return false
}

function places(stray: (node: ts.Node) => boolean): readonly string[] {
  return sources.flatMap((module: Module) =>
    [...nodes(module.source)].filter(stray).map((node) => `${place(module, node)} ${node.getText().split('\n')[0]}`),
  )
}

function hasModifier(node: ts.Node, kind: ts.SyntaxKind): boolean {
  return ts.canHaveModifiers(node) && (ts.getModifiers(node)?.some((modifier) => modifier.kind === kind) ?? false)
}

function isError(node: ts.ClassLikeDeclaration): boolean {
  const base = node.heritageClauses?.find(({ token }) => token === ts.SyntaxKind.ExtendsKeyword)?.types[0]
  return base !== undefined && /Error$/.test(base.expression.getText())
}
