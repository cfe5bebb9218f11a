/** `tsx spec/runner/main.ts`: runs all vectors, prints what passed and what was skipped, fails if any failed. */
import { join } from 'node:path'
import { mechanisms } from './mechanisms.js'
import { countsOf, runAll } from './run.js'

const reports = runAll(join(import.meta.dirname, '../v1/vectors'), await mechanisms())
const lines = [...countsOf(reports)].map(
  ([name, [passed, skipped, failed]]) => `${name.padEnd(16)} ${passed} passed, ${skipped} skipped, ${failed} failed`,
)
for (const { path, faults } of reports) for (const [name, fault] of faults) lines.push(`${path}, ${name}: ${fault}`)
process.stdout.write(`${lines.join('\n')}\n`)
if (reports.some(({ faults }) => faults.size > 0)) process.exitCode = 1
