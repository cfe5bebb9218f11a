/**
 * Calls per second of two ways to do the same, measured in turns: of many short rounds over all cases the fastest, since
 * whatever else the machine does only adds.
 */
export function rates<T>(
  cases: readonly T[],
  ours: (given: T) => unknown,
  theirs: (given: T) => unknown,
  { rounds = 40, seconds = 0.01 }: { readonly rounds?: number; readonly seconds?: number } = {},
): { readonly ours: number; readonly theirs: number } {
  const [first, second] = [ours, theirs].map((run) => {
    const perPass = once(cases, run, 1)
    return { run, passes: Math.max(1, Math.round((seconds * 1000) / perPass)), times: [] as number[] }
  })
  const both = [first!, second!]
  for (let round = 0; round < rounds; round++) {
    for (const { run, passes, times } of both) times.push(once(cases, run, passes) / passes)
  }
  const [a, b] = both.map(({ times }) => (1000 * cases.length) / Math.min(...times))
  return { ours: a!, theirs: b! }
}

/** Operations per second of a way to do `count` of them: of several rounds the fastest. */
export function fastest(count: number, run: () => void, rounds = 20): number {
  const times = Array.from({ length: rounds }, () => once([undefined], run, 1))
  return (1000 * count) / Math.min(...times)
}

function once<T>(cases: readonly T[], run: (given: T) => unknown, passes: number): number {
  const start = performance.now()
  for (let pass = 0; pass < passes; pass++) for (const given of cases) run(given)
  return performance.now() - start
}
