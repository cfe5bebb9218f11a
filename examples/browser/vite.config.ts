import { join } from 'node:path'
import { defineConfig } from 'vite'
import { entryPoints, packages } from '../../scripts/entry-points.js'

const root = join(import.meta.dirname, '../..')

/** Packages of this repository are taken from source, so that the page needs no build of theirs. */
const alias = packages.flatMap((name) =>
  entryPoints(join(root, 'packages', name)).map(({ subpath, source }) => ({
    find: new RegExp(`^@symbolon/${name}${subpath.slice(1)}$`),
    replacement: join(root, 'packages', name, source),
  })),
)

export default defineConfig({
  root: import.meta.dirname,
  base: './',
  resolve: { alias },
  build: { target: 'es2022', modulePreload: { polyfill: false } },
  logLevel: 'warn',
})
