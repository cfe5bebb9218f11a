/**
 * Writes the export map of every package from its tree. With `--check` nothing is written, and a map that differs from
 * the tree ends with exit code 1.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { entryPoints, packages } from './entry-points.js'

const root = join(import.meta.dirname, '..')
const check = process.argv.includes('--check')
let differing = 0

for (const name of packages) {
  const folder = join(root, 'packages', name)
  const file = join(folder, 'package.json')
  const text = readFileSync(file, 'utf8')
  const manifest = { ...JSON.parse(text), exports: exportMap(folder) }
  const wanted = `${JSON.stringify(manifest, null, 2)}\n`
  if (wanted === text) continue
  differing += 1
  if (check) console.error(`packages/${name}/package.json: exports differ from the tree; run "pnpm exports"`)
  else writeFileSync(file, wanted)
}
if (check && differing > 0) process.exitCode = 1
if (!check) console.log(differing === 0 ? 'export maps unchanged' : `export maps written: ${differing}`)

function exportMap(folder: string): Record<string, unknown> {
  const map: Record<string, unknown> = {}
  for (const { subpath, source } of entryPoints(folder)) {
    const built = source.replace(/^src\//, './dist/').replace(/\.ts$/, '')
    map[subpath] = { types: `${built}.d.ts`, default: `${built}.js` }
  }
  map['./package.json'] = './package.json'
  return map
}
