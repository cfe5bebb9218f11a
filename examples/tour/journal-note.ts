/** What the tour can say of one stream when it is done with it. */
export interface JournalNote {
  readonly stream: string
  /** Records in the stream. */
  readonly records: number
  /** Hash of the last record: 64 hexadecimal digits. */
  readonly hash: string
  /** How many records were there before this run, how many it wrote, and in what time. */
  readonly found: number
  readonly written: number
  readonly seconds: number
  /** How long it took to execute all records again and compare them. */
  readonly verifySeconds: number
}

/** Puts together what bringing a stream up and auditing it found. */
export function journalNote(
  stream: string,
  { found, written, seconds }: Pick<JournalNote, 'found' | 'written' | 'seconds'>,
  { records, hash, verifySeconds }: Pick<JournalNote, 'records' | 'hash' | 'verifySeconds'>,
): JournalNote {
  return { stream, records, hash, found, written, seconds, verifySeconds }
}

/** Records a second, whole. A time too short to measure counts as a millisecond. */
export function perSecond(records: number, seconds: number): number {
  return Math.trunc(records / Math.max(0.001, seconds))
}
