/**
 * `pnpm bench [filter]`: runs `packages/<package>/bench/<name>.ts` (those whose `<package>/<name>` contains the filter)
 * one after the other, compiled as the packages are, and prints every row beside its reference.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { cpus, totalmem } from 'node:os'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { root, setUp } from './setup.mjs'

await setUp({ build: true })
const esbuild = await import('esbuild')
const filter = process.argv[2] ?? ''
const machine = [
  `${cpus()[0]?.model ?? 'unknown processor'} × ${cpus().length}`,
  `${Math.round(totalmem() / 2 ** 30)} GB`,
  `Node ${process.versions.node}`,
  `${process.platform} ${process.arch}`,
].join(', ')

/** A bundle is one file; each of its sources goes on knowing where it is. */
const places = {
  name: 'places',
  setup(build) {
    build.onLoad({ filter: /\.ts$/ }, ({ path }) => {
      const text = readFileSync(path, 'utf8')
        .replaceAll('import.meta.dirname', JSON.stringify(dirname(path)))
        .replaceAll('import.meta.filename', JSON.stringify(path))
      return { contents: text, loader: 'ts' }
    })
  },
}

for (const { name, source } of benches()) {
  const { bench } = await compiled(source, name)
  if (bench === undefined) continue
  const rows = await bench()
  console.log(`\n${name} (${machine})\n${table(rows)}`)
}

function benches() {
  return readdirSync(join(root, 'packages'))
    .map((pack) => join('packages', pack, 'bench'))
    .filter((folder) => existsSync(join(root, folder)))
    .flatMap((folder) => readdirSync(join(root, folder)).map((file) => join(root, folder, file)))
    .filter((source) => source.endsWith('.ts'))
    .map((source) => ({ source, name: source.slice(root.length + 10, -3).replace(/[\\/]bench[\\/]/, '/') }))
    .filter(({ name }) => name.includes(filter))
}

/** The bench and what it imports from its package, without the function names that a loader would keep. */
async function compiled(source, name) {
  // Inside the package, so that what the bench imports from others is found where the package finds it.
  const outfile = join(dirname(source), '../node_modules/.bench', `${name.split('/').pop()}.mjs`)
  mkdirSync(dirname(outfile), { recursive: true })
  await esbuild.build({
    entryPoints: [source],
    outfile,
    bundle: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    target: 'es2022',
    sourcemap: 'inline',
    logLevel: 'warning',
    // Path mappings would turn the other packages into sources whose dependencies aren't found from here.
    tsconfigRaw: {},
    plugins: [places],
  })
  return import(pathToFileURL(outfile).href)
}

function table(rows) {
  const cells = rows.map((row) => [
    row.name,
    `${figure(row.value)} ${row.unit}`,
    `${row.ratio.toFixed(2)} ×`,
    row.reference,
    row.note ?? '',
  ])
  const all = [['', 'measured', 'ratio', 'of the reference', 'note'], ...cells]
  const widths = all[0].map((_, column) => Math.max(...all.map((row) => row[column].length)))
  const line = (row) => row.map((cell, i) => (i === 1 || i === 2 ? cell.padStart(widths[i]) : cell.padEnd(widths[i])))
  return all.map((row) => line(row).join('  ').trimEnd()).join('\n')
}

function figure(value) {
  if (!Number.isFinite(value)) return String(value)
  return Math.abs(value) >= 100 ? Math.round(value).toLocaleString('en') : value.toPrecision(3)
}
