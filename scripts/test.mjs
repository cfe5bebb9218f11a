/** `npm test`: sets up what is missing, checks the types and runs all tests. Arguments go to vitest: `npm test -- core/src/kernel`. */
import { join } from 'node:path'
import { root, run, setUp } from './setup.mjs'

await setUp({ build: true })
const filters = process.argv.slice(2)
const tsc = join(root, 'node_modules/typescript/bin/tsc')
const vitest = join(root, 'node_modules/vitest/vitest.mjs')
const steps = [
  ['types', [tsc, '-p', 'tsconfig.json']],
  ['types of core, without Node', [tsc, '-p', 'packages/core/tsconfig.json']],
  ['types of the page', [tsc, '-p', 'examples/browser/tsconfig.json']],
  ['tests', [vitest, 'run', ...filters]],
]
for (const [name, args] of filters.length > 0 ? steps.slice(-1) : steps) {
  const code = await run(process.execPath, args)
  if (code === 0) continue
  console.error(`npm test: ${name} failed`)
  process.exit(code)
}
