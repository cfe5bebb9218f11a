import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'

/** One public entry point of a package: the name in its export map and the source file behind it. */
export interface EntryPoint {
  /** `.` or `./<folder>`. */
  readonly subpath: string
  /** Relative to the package, with forward slashes: `src/clearing/index.ts`. */
  readonly source: string
}

export const packages = ['core', 'adapters', 'oracles'] as const

/**
 * Entry points of a package, read from its tree: `src/index.ts` is `.`, `src/<folder>/index.ts` is `./<folder>` and
 * `src/mechanisms/<name>/index.ts` is `./<name>`. Sorted by subpath.
 * @param folder - Absolute path of the package.
 * @throws {Error} when two folders claim one subpath.
 */
export function entryPoints(folder: string): readonly EntryPoint[] {
  const found = new Map<string, string>()
  const add = (subpath: string, source: string): void => {
    if (!existsSync(join(folder, source))) return
    const other = found.get(subpath)
    if (other !== undefined) throw new Error(`${subpath} is claimed by ${other} and ${source}`)
    found.set(subpath, source)
  }
  add('.', 'src/index.ts')
  for (const name of folders(join(folder, 'src'))) {
    if (name !== 'mechanisms') add(`./${name}`, `src/${name}/index.ts`)
  }
  for (const name of folders(join(folder, 'src/mechanisms'))) {
    add(`./${name}`, `src/mechanisms/${name}/index.ts`)
  }
  return [...found].map(([subpath, source]) => ({ subpath, source })).sort((a, b) => (a.subpath < b.subpath ? -1 : 1))
}

function folders(path: string): readonly string[] {
  if (!existsSync(path)) return []
  return readdirSync(path, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
}
