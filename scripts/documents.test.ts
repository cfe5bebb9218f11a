import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { inspect } from 'node:util'
import ts from 'typescript'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'

/**
 * The code in the documents. All ```ts blocks of a document are one program, in order: it is type-checked and run, and
 * each `console.log(…) // text` must print that text. A block marked ```ts no-run stands alone and is type-checked only.
 */
const root = join(import.meta.dirname, '..')
/** Inside a package, so that the documents import what its users import; each run has its own. */
const folder = join(root, 'packages/adapters/.documents', String(process.pid))

interface Program {
  readonly name: string
  readonly text: string
}

const documents = [
  'README.md',
  ...markdown('docs/guides'),
  ...markdown('packages/core'),
  ...markdown('packages/adapters'),
]
const programs = documents
  .map((path) => ({ name: path, text: blocks(path, '').join('\n') }))
  .filter(({ text }) => text !== '')
const snippets = documents.flatMap((path) =>
  blocks(path, 'no-run').map((text, i) => ({ name: `${path}.${i + 1}`, text })),
)

const file = ({ name }: Program): string => join(folder, `${name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-')}.ts`)

beforeAll(() => {
  mkdirSync(folder, { recursive: true })
  // A block without imports is a module all the same.
  for (const program of [...programs, ...snippets]) writeFileSync(file(program), `${program.text}\nexport {}\n`)
})

afterEach(() => {
  vi.restoreAllMocks()
})

afterAll(() => {
  rmSync(folder, { recursive: true, force: true })
})

describe('code in the documents', () => {
  it('type-checks', () => {
    expect(diagnostics([...programs, ...snippets].map(file))).toEqual([])
  }, 180_000)

  it.each(programs)('in $name prints what it says', async (program) => {
    const printed: string[] = []
    vi.spyOn(console, 'log').mockImplementation((...values: unknown[]) => {
      printed.push(values.map((value) => (typeof value === 'string' ? value : inspect(value))).join(' '))
    })
    await import(/* @vite-ignore */ file(program))
    expect(printed).toEqual([...program.text.matchAll(/^\s*console\.log\(.*\) \/\/ (.+)$/gm)].map((match) => match[1]))
  })
})

function markdown(path: string): readonly string[] {
  if (!existsSync(join(root, path))) return []
  return readdirSync(join(root, path))
    .filter((name) => name.endsWith('.md') && name !== 'CHANGELOG.md')
    .map((name) => `${path}/${name}`)
}

function blocks(path: string, mark: string): readonly string[] {
  const text = existsSync(join(root, path)) ? readFileSync(join(root, path), 'utf8') : ''
  return [...text.matchAll(/^```ts *(.*)\n([\s\S]*?)^```$/gm)]
    .filter((match) => match[1] === mark)
    .map((match) => match[2] ?? '')
}

function diagnostics(files: readonly string[]): readonly string[] {
  const { config } = ts.readConfigFile(join(root, 'tsconfig.json'), ts.sys.readFile)
  const { options } = ts.parseJsonConfigFileContent({ ...config, include: [], files }, ts.sys, root)
  return ts
    .getPreEmitDiagnostics(ts.createProgram([...files], { ...options, noUnusedLocals: false }))
    .filter((found) => found.file === undefined || found.file.fileName.includes('/.documents/'))
    .map((found) => {
      const line = found.file === undefined ? 0 : found.file.getLineAndCharacterOfPosition(found.start ?? 0).line + 1
      return `${found.file?.fileName.split('/').pop()}:${line} ${ts.flattenDiagnosticMessageText(found.messageText, '\n')}`
    })
}
