import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, posix } from 'node:path'
import ts from 'typescript'

/** A source file of the repository with what it imports. */
export interface Module {
  /** Relative to the folder that was read, with forward slashes. */
  readonly path: string
  readonly source: ts.SourceFile
  /** Specifiers as written, of imports and re-exports, those of types included. */
  readonly imports: readonly string[]
  /** Those that are still there at run time. */
  readonly values: readonly string[]
}

/** All TypeScript files below a folder except tests, sorted by path. */
export function modules(folder: string): readonly Module[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => path.endsWith('.ts') && !path.endsWith('.test.ts') && !/(^|\/)(node_modules|dist)\//.test(path))
    .sort()
    .map((path) => {
      const text = readFileSync(join(folder, path), 'utf8')
      const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true)
      return { path, source, imports: importsOf(source, false), values: importsOf(source, true) }
    })
}

/** Path of the module that a relative specifier means. */
export function target(module: Module, specifier: string): string {
  return posix.join(dirname(module.path), specifier).replace(/\.js$/, '.ts')
}

/** All nodes of a file, in order. */
export function* nodes(root: ts.Node): Generator<ts.Node> {
  yield root
  const children: ts.Node[] = []
  ts.forEachChild(root, (child) => {
    children.push(child)
  })
  for (const child of children) yield* nodes(child)
}

/** `path:line` of a node. */
export function place(module: Module, node: ts.Node): string {
  const { line } = module.source.getLineAndCharacterOfPosition(node.getStart())
  return `${module.path}:${line + 1}`
}

function importsOf(source: ts.SourceFile, atRunTime: boolean): readonly string[] {
  const found: string[] = []
  for (const node of nodes(source)) {
    if (atRunTime && isErased(node)) continue
    const specifier =
      ts.isImportDeclaration(node) || ts.isExportDeclaration(node)
        ? node.moduleSpecifier
        : ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)
          ? node.argument.literal
          : ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword
            ? node.arguments[0]
            : undefined
    if (specifier !== undefined && ts.isStringLiteral(specifier)) found.push(specifier.text)
  }
  return found
}

function isErased(node: ts.Node): boolean {
  if (ts.isImportDeclaration(node)) return node.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword
  return ts.isImportTypeNode(node) || (ts.isExportDeclaration(node) && node.isTypeOnly)
}
