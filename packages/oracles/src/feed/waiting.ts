/** Timers hold at most 2^31 − 1 milliseconds. */
const LONGEST = 2_147_483

/** Waits some seconds, or until it is told to end. */
export function timer(seconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve()
    const done = (): void => {
      clearTimeout(timeout)
      signal.removeEventListener('abort', done)
      resolve()
    }
    const timeout = setTimeout(done, Math.min(seconds, LONGEST) * 1000)
    signal.addEventListener('abort', done)
  })
}

/** What comes of a promise, unless it is told to end before: then nothing, and nobody waits for it any longer. */
export function unlessEnded<T>(promise: Promise<T>, signal: AbortSignal): Promise<T | undefined> {
  return new Promise((resolve, reject) => {
    const end = (): void => resolve(undefined)
    if (signal.aborted) end()
    signal.addEventListener('abort', end)
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', end))
  })
}
