import type { JournalRecord } from '../journal/journal.js'

/**
 * A record's text, parsed: JSON in which every integer is a decimal string, times in whole seconds, amounts in base units.
 * Spec: kernel.md#records.
 */
export interface RecordContent {
  /** Version of the specification. */
  readonly spec: string
  readonly stream: string
  readonly sequence: string
  readonly at: string
  readonly command: {
    readonly id: string
    readonly by: string
    readonly type: string
    readonly input: unknown
    readonly signature?: { readonly key: string; readonly deadline: string; readonly value: string }
  }
  readonly transfers: readonly {
    readonly asset: string
    /** `party/purpose` */
    readonly from: string
    readonly to: string
    readonly amount: string
  }[]
  readonly floors: readonly {
    readonly account: string
    readonly asset: string
    readonly limit: string
    readonly until: string | null
    readonly ceiling: string | null
  }[]
  readonly writes: readonly { readonly table: string; readonly key: unknown; readonly row: unknown }[]
  readonly events: readonly { readonly type: string; readonly data: unknown }[]
}

/**
 * What a stored record says.
 * Spec: kernel.md#records.
 * @param record - As a journal or a subscription gives it; only its body is read.
 * @returns The parsed body. Nothing of it is checked: `verify` does that.
 * @throws {SyntaxError} when the text was damaged.
 * @example app.subscribe((record) => console.log(contentOf(record).command.type))
 */
export function contentOf(record: Pick<JournalRecord, 'body'>): RecordContent {
  return JSON.parse(record.body)
}

/** Hash of the composition that a genesis or an upgrade puts in force; nothing for other records. */
export function compositionOf({ writes }: RecordContent): string | undefined {
  const row = writes.find(({ table }) => table === 'kernel.compositions')?.row as { readonly hash?: string } | undefined
  return row?.hash
}
