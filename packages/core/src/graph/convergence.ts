/** When an iteration is content, and when it gives up. */
export interface Iteration {
  /** By how much the result may be off, in the measure that the function names; 10^-10 when absent. */
  readonly tolerance?: number
  /** Passes over the links or holdings before the guard gives up; 10,000 when absent. */
  readonly passes?: number
}

/** An iteration that its guard gave up: what it was to find may not exist, or takes more passes than allowed. */
export class ConvergenceError extends Error {
  override readonly name = 'ConvergenceError'
  readonly code = 'NOT_CONVERGED'
  /** Passes that were made. */
  readonly passes: number
  /** How far off the result may still be, in the measure of the function that threw. */
  readonly left: number

  constructor(passes: number, left: number) {
    super(`NOT_CONVERGED: ${left} is left after ${passes} passes`)
    this.passes = passes
    this.left = left
  }
}
