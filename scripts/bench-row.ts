/** A line of a bench: a measurement beside its reference. */
export interface Row {
  readonly name: string
  readonly value: number
  readonly unit: string
  readonly reference: string
  /** The measured value divided by that of the reference. */
  readonly ratio: number
  readonly note?: string
}
