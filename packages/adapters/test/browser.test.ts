import { join } from 'node:path'
import { build } from 'esbuild'
import { expect, it } from 'vitest'

const root = join(import.meta.dirname, '..', '..', '..')

/** What runs in a browser: the runtime, the memory journal, and SQL over a driver that runs there. */
const entries = ['index', 'journal/index', 'memory/index', 'reserve/index', 'runtime/index', 'sql/index']

it.each(entries)('%s builds for a browser, without a Node built-in or a driver', async (entry) => {
  const { outputFiles } = await build({
    entryPoints: [join(import.meta.dirname, '..', 'src', `${entry}.ts`)],
    bundle: true,
    write: false,
    platform: 'browser',
    format: 'esm',
    minify: true,
    external: ['kysely'],
    tsconfig: join(root, 'tsconfig.json'),
  })
  const text = outputFiles[0]?.text ?? ''
  expect(text).not.toMatch(/["'`]node:|\bprocess\.|\bBuffer\.|["'`](pg|libsql|@electric-sql\/pglite)["'`]/)
  expect(/["'`]kysely["'`]/.test(text)).toBe(entry === 'sql/index')
})
