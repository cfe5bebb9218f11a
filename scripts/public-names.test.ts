import { join } from 'node:path'
import ts from 'typescript'
import { describe, expect, it } from 'vitest'
import { entryPoints, packages } from './entry-points.js'
import { type Module, modules, target } from './modules.js'

/** A changed snapshot is a changed promise to whoever imports the package: it needs a changeset. */
describe.each(packages)('@symbolon/%s', (name) => {
  const folder = join(import.meta.dirname, '../packages', name)
  const files = new Map(modules(join(folder, 'src')).map((module) => [module.path, module]))

  it.each(entryPoints(folder))('exports these names from $subpath', ({ source }) => {
    expect(publicNames(files, source.slice('src/'.length))).toMatchSnapshot()
  })
})

/** Names that a file exports, those of types marked, sorted. */
function publicNames(files: ReadonlyMap<string, Module>, path: string): readonly string[] {
  const module = files.get(path)
  if (module === undefined) throw new Error(`no ${path}`)
  const names = module.source.statements.flatMap((node) => {
    if (ts.isExportDeclaration(node)) return exported(files, module, node)
    return isExported(node) ? declared(node) : []
  })
  return [...new Set(names)].sort()
}

function exported(files: ReadonlyMap<string, Module>, module: Module, node: ts.ExportDeclaration): readonly string[] {
  const { exportClause: clause, moduleSpecifier: from } = node
  if (clause === undefined) {
    return from !== undefined && ts.isStringLiteral(from) ? publicNames(files, target(module, from.text)) : []
  }
  if (!ts.isNamedExports(clause)) return [clause.name.text]
  return clause.elements.map(({ isTypeOnly, name }) =>
    node.isTypeOnly || isTypeOnly ? `type ${name.text}` : name.text,
  )
}

function declared(node: ts.Statement): readonly string[] {
  if (ts.isVariableStatement(node)) return node.declarationList.declarations.map(({ name }) => name.getText())
  if (ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node)) return [`type ${node.name.text}`]
  if (ts.isFunctionDeclaration(node) || ts.isClassDeclaration(node)) return [node.name?.text ?? 'default']
  return []
}

function isExported(node: ts.Statement): boolean {
  const modifiers = ts.canHaveModifiers(node) ? ts.getModifiers(node) : undefined
  return modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword) ?? false
}
