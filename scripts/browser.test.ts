import { join } from 'node:path'
import { build } from 'esbuild'
import { describe, expect, it } from 'vitest'
import { entryPoints } from './entry-points.js'

const root = join(import.meta.dirname, '..')

/** What needs a host, with what it needs. Everything else runs in a browser too; core has a test of its own. */
const hosts: Record<string, string> = {
  './node': 'the native hash',
  './pglite': 'a lock file beside its folder; in a browser, `sqlJournal` with `pgliteDialect`',
  './postgres': 'a socket',
  './sqlite': 'a native module',
  './testing': 'vitest, and processes to kill',
}

describe.each(['adapters', 'oracles'])('@symbolon/%s in a browser', (name) => {
  const folder = join(root, 'packages', name)
  const portable = entryPoints(folder).filter(({ subpath }) => !Object.hasOwn(hosts, subpath))

  it.each(portable)('$subpath builds without a Node built-in', async ({ source }) => {
    const { outputFiles } = await build({
      entryPoints: [join(folder, source)],
      bundle: true,
      write: false,
      platform: 'browser',
      format: 'esm',
      target: 'es2022',
      tsconfig: join(root, 'tsconfig.json'),
      external: ['kysely', '@electric-sql/pglite'],
      logLevel: 'silent',
    })
    expect(outputFiles[0]?.text).not.toMatch(/["'`]node:|\bprocess\.|(?<![A-Za-z])Buffer\b/)
  })
})
