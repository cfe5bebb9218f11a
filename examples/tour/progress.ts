import cliProgress from 'cli-progress'

/** Shows how far a long piece of work has come. */
export interface Progress {
  readonly advance: (by: number) => void
  /** Takes the bar away; what was done is the caller's to say. */
  readonly end: () => void
}

/** Work below this isn't worth a bar. */
const PATIENCE = 1000

/** Where progress is shown: a terminal gets a bar, anything else a line for every quarter. */
export interface Output extends NodeJS.WritableStream {
  readonly isTTY?: boolean
}

/**
 * Progress of work that may take longer than a second; nothing is shown before that.
 * @param label - What is being done, as in `recording trades`.
 * @param total - Steps of the work, > 0.
 * @param now - Clock in milliseconds.
 */
export function progress(
  label: string,
  total: number,
  output: Output = process.stderr,
  now: () => number = Date.now,
): Progress {
  const started = now()
  return output.isTTY === true ? bar(label, total, output, now, started) : quarters(label, total, output, now, started)
}

function bar(label: string, total: number, output: Output, now: () => number, started: number): Progress {
  const single = new cliProgress.SingleBar({
    format: `   {bar} {percentage} %  ${label}  {value}/{total}  {eta_formatted} to go`,
    barCompleteChar: '█',
    barIncompleteChar: '░',
    barsize: 30,
    clearOnComplete: true,
    hideCursor: true,
    // A signal must end the program as it does without a bar.
    gracefulExit: false,
    stream: output,
  })
  let done = 0
  let shown = false
  return {
    advance: (by) => {
      done += by
      if (shown) single.update(done)
      else if (now() - started > PATIENCE) {
        shown = true
        single.start(total, done)
      }
    },
    end: () => {
      if (shown) single.stop()
      shown = false
    },
  }
}

function quarters(label: string, total: number, output: Output, now: () => number, started: number): Progress {
  let done = 0
  let told = 0
  return {
    advance: (by) => {
      done += by
      const quarter = Math.trunc((done * 4) / total)
      if (quarter <= told || quarter >= 4) return
      told = quarter
      if (now() - started > PATIENCE) output.write(`   ${label}: ${quarter * 25} %\n`)
    },
    end: () => undefined,
  }
}
