import { join } from 'node:path'
import ts from 'typescript'
import { describe, expect, it } from 'vitest'
import { entryPoints, packages } from './entry-points.js'
import { exampleScene } from './example-scene.js'
import { type Module, modules, target } from './modules.js'

/** Something public, with what its docstring says. */
interface Documented {
  readonly name: string
  readonly at: string
  readonly node: Declared
  readonly doc: ts.JSDoc | undefined
}
type Declared = ts.FunctionDeclaration | ts.VariableStatement | ts.InterfaceDeclaration | ts.TypeAliasDeclaration

describe.each(packages)('docstrings of @symbolon/%s', (name) => {
  const folder = join(import.meta.dirname, '../packages', name)
  const files = new Map(modules(join(folder, 'src')).map((module) => [module.path, module]))
  const all = new Map<string, Documented>()
  for (const { source } of entryPoints(folder)) {
    for (const found of exportsOf(files, source.slice('src/'.length))) all.set(found.at, found)
  }
  const named = [...all.values()].map((documented) => [`${documented.name} (${documented.at})`, documented] as const)
  const functions = named.filter(([, { node }]) => signatureOf(node) !== undefined)

  it('are there for everything public, and say at least a sentence', () => {
    expect(named.filter(([, { doc }]) => !/\w.*[.:]/s.test(textOf(doc?.comment))).map(([title]) => title)).toEqual([])
  })

  it('of functions have an example', () => {
    expect(functions.filter(([, { doc }]) => examples(doc).length === 0).map(([title]) => title)).toEqual([])
  })

  it('of functions name every parameter and what is returned', () => {
    expect(functions.flatMap(([title, documented]) => lacks(documented).map((what) => `${title}: ${what}`))).toEqual([])
  })

  const checked = named.flatMap(([title, { doc }]) =>
    examples(doc)
      .filter((example) => !example.includes('\n') && example.includes(' // '))
      .map((example) => [title, example] as const),
  )
  if (checked.length === 0) return
  it.each(checked)('example of %s: %s', async (_, example) => {
    const names = Object.assign({}, await exampleScene(), ...(await everything(folder)))
    const [expression = '', result = ''] = example.split(/ \/\/ (?!.* \/\/ )/)
    expect(evaluate(expression, names)).toEqual(evaluate(result, names))
  })
})

describe('an example', () => {
  it('counts as an expression, and so does its result', () => {
    expect(evaluate("f('x').size", { f: (text: string) => ({ size: text.length }) })).toBe(1)
    expect(() => evaluate('0279be66… is the generator', {})).toThrow(SyntaxError)
  })
})

function everything(folder: string): Promise<readonly object[]> {
  return Promise.all(entryPoints(folder).map(({ source }) => import(/* @vite-ignore */ join(folder, source))))
}

/** The value of an expression in which these names are known. */
function evaluate(expression: string, names: object): unknown {
  return new Function(...Object.keys(names), `return (${expression})`)(...Object.values(names))
}

function examples(doc: ts.JSDoc | undefined): readonly string[] {
  const tags = (doc?.tags ?? []).filter(({ tagName }) => tagName.text === 'example')
  return tags.map(({ comment }) => textOf(comment).trim()).filter((text) => text !== '')
}

function textOf(comment: string | ts.NodeArray<ts.JSDocComment> | undefined): string {
  return ts.getTextOfJSDocComment(comment) ?? ''
}

/** Parameters without a word about them, in their order; one that is taken apart has any name. */
function lacks({ node, doc }: Documented): readonly string[] {
  const { parameters, type } = signatureOf(node) as ts.SignatureDeclaration
  const tags: readonly ts.JSDocTag[] = doc?.tags ?? []
  const said = tags.filter(ts.isJSDocParameterTag)
  const missing = parameters.filter(({ name }, i) =>
    ts.isIdentifier(name) ? !said.some((tag) => tag.name.getText() === name.text) : said[i] === undefined,
  )
  const silent = type?.kind === ts.SyntaxKind.VoidKeyword || tags.some(ts.isJSDocReturnTag)
  return [...missing.map(({ name }) => `@param ${name.getText()}`), ...(silent ? [] : ['@returns'])]
}

/** The function that is declared: as such, as a constant, or as a constant of a function type. */
function signatureOf(node: Declared): ts.SignatureDeclaration | undefined {
  if (ts.isFunctionDeclaration(node)) return node
  if (!ts.isVariableStatement(node)) return undefined
  const value = node.declarationList.declarations[0]?.initializer
  return value !== undefined && ts.isArrowFunction(value) ? value : undefined
}

function exportsOf(files: ReadonlyMap<string, Module>, path: string): readonly Documented[] {
  const module = files.get(path)
  if (module === undefined) throw new Error(`no ${path}`)
  return module.source.statements.flatMap((node): readonly Documented[] => {
    if (ts.isExportDeclaration(node)) {
      const { exportClause: clause, moduleSpecifier: from } = node
      if (from === undefined || !ts.isStringLiteral(from) || !from.text.startsWith('.')) return []
      const inner = exportsOf(files, target(module, from.text))
      if (clause === undefined || !ts.isNamedExports(clause)) return inner
      const wanted = new Set(clause.elements.map(({ name, propertyName }) => (propertyName ?? name).text))
      return inner.filter(({ name }) => wanted.has(name))
    }
    if (!isDeclared(node)) return []
    const names = ts.isVariableStatement(node)
      ? node.declarationList.declarations.map(({ name }) => name.getText())
      : [node.name?.text ?? 'default']
    const doc = ts.getJSDocCommentsAndTags(node).find(ts.isJSDoc)
    // of an overloaded function the first declaration speaks for all
    return names.map((name) => ({ name, at: `${path}#${name}`, node, doc: doc ?? firstDoc(module, name) }))
  })
}

function firstDoc(module: Module, name: string): ts.JSDoc | undefined {
  const first = module.source.statements.find((node) => ts.isFunctionDeclaration(node) && node.name?.text === name)
  return first === undefined ? undefined : ts.getJSDocCommentsAndTags(first).find(ts.isJSDoc)
}

function isDeclared(node: ts.Statement): node is Declared {
  const declares =
    ts.isFunctionDeclaration(node) ||
    ts.isVariableStatement(node) ||
    ts.isInterfaceDeclaration(node) ||
    ts.isTypeAliasDeclaration(node)
  return declares && (ts.getModifiers(node)?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword) ?? false)
}
