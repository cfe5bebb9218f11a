import { join } from 'node:path'
import { defineConfig } from 'vitest/config'
import { entryPoints, packages } from './scripts/entry-points.js'

const root = import.meta.dirname

/** Workspace packages are tested from source, so that no test needs a build. */
const alias = packages.flatMap((name) =>
  entryPoints(join(root, 'packages', name)).map(({ subpath, source }) => ({
    find: new RegExp(`^@symbolon/${name}${subpath.slice(1)}$`),
    replacement: join(root, 'packages', name, source),
  })),
)

export default defineConfig({
  test: {
    testTimeout: 60_000,
    hookTimeout: 120_000,
    setupFiles: [join(root, 'scripts/fast-check.setup.ts')],
    projects: [
      {
        extends: true,
        resolve: { alias },
        test: {
          name: 'pure',
          include: ['{packages/core,packages/oracles,spec,scripts,examples}/**/*.test.ts'],
        },
      },
      {
        extends: true,
        resolve: { alias },
        test: {
          name: 'adapters',
          include: ['packages/adapters/**/*.test.ts'],
          globalSetup: ['packages/adapters/test/postgres.setup.ts'],
          // these talk to servers and nodes that run: in CI one that a busy machine held up may try once more
          retry: process.env.CI === undefined ? 0 : 1,
        },
      },
    ],
  },
})
