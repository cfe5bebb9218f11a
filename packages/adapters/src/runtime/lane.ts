import { nextTurn } from '../journal/coalesce.js'

/** Runs tasks one after the other; see {@link createLane}. */
export interface Lane {
  run<Result>(task: () => Result | Promise<Result>): Promise<Result>
}

/**
 * One task at a time, in order, each in a turn of the event loop of its own: whoever awaits a task can work with what it
 * returned before the next one starts.
 */
export function createLane(): Lane {
  let tail: Promise<unknown> = Promise.resolve()
  return {
    run: (task) => {
      const result = tail.then(nextTurn).then(task)
      tail = result.catch(() => undefined)
      return result
    },
  }
}
