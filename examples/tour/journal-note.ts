/** What the tour can say of one stream when it is done with it. */
export interface JournalNote {
  readonly stream: string
  /** Records in the stream. */
  readonly records: number
  /** Hash of the last record: 64 hexadecimal digits. */
  readonly head: string
  /** How many of the records this run wrote, and in what time; 0 when all were there before. */
  readonly written: number
  readonly writeSeconds: number
  /** How long it took to execute all records again and compare them. */
  readonly verifySeconds: number
}

/** Records a second, whole. A time too short to measure counts as a millisecond. */
export function perSecond(records: number, seconds: number): number {
  return Math.trunc(records / Math.max(0.001, seconds))
}
