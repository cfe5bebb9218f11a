/** Regenerates schemas, vectors and generated blocks of the specification; with `--check` says what would change. */
import { generate } from '../spec/generator/generate.js'

const check = process.argv.includes('--check')
const changed = await generate(!check)
for (const path of changed) console.log(`spec/${path}`)
console.log(
  changed.length === 0
    ? 'spec: nothing to change'
    : `spec: ${changed.length} files ${check ? 'would change' : 'written'}`,
)
if (check && changed.length > 0) process.exitCode = 1
