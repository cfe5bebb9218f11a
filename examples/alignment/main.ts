/** Prints what mutual issuance changes, by what is assumed. `--seeds 30 --contributors 200 --epochs 52 --band 0.02` */
import { parseArgs } from 'node:util'
import { assumptions, type Effort, swept } from './questions.js'
import { table } from './table.js'

try {
  const effort = readEffort()
  console.log(
    `Two networks, ${effort.contributors} contributors, ${effort.epochs} epochs, ${effort.seeds} pairs of runs for`,
  )
  console.log(`every line. Marginal: the interval of the change lies within ±${100 * effort.band} points.\n`)
  console.log(`By uplift, rate and the age of the oracle's price\n\n${table(swept(effort))}\n`)
  console.log(`One assumption at a time\n\n${table(assumptions(effort))}`)
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 2
}

function readEffort(): Effort {
  const { values } = parseArgs({
    options: {
      seeds: { type: 'string', default: '30' },
      contributors: { type: 'string', default: '200' },
      epochs: { type: 'string', default: '52' },
      band: { type: 'string', default: '0.02' },
    },
  })
  return {
    seeds: Number(values.seeds),
    contributors: Number(values.contributors),
    epochs: Number(values.epochs),
    band: Number(values.band),
  }
}
