/** The tour found something that must not be: a refused command of its plan, a journal that doesn't verify. */
export class TourError extends Error {
  override readonly name = 'TourError'
  readonly code = 'TOUR_FAILED'
}

/** Ends the tour with what went wrong. */
export function fail(problem: string): never {
  throw new TourError(problem)
}
