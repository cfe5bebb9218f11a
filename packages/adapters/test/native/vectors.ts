/** Vectors of the specification, as stories that a contract is to tell alike. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** A command as a vector gives it: every integer is a decimal string. */
export interface Told {
  readonly id: string
  readonly by: string
  readonly at: string
  readonly type: string
  readonly input: Readonly<Record<string, unknown>>
}
export interface RecordBody {
  readonly transfers: readonly {
    readonly from: string
    readonly to: string
    readonly asset: string
    readonly amount: string
  }[]
  readonly writes: readonly {
    readonly table: string
    readonly key: Readonly<Record<string, string>>
    readonly row: Readonly<Record<string, unknown>> | null
  }[]
}
export interface Case {
  readonly name: string
  readonly when: { readonly command?: Told; readonly text?: string }
  readonly then: { readonly code?: string; readonly record?: RecordBody }
}
export interface Composition {
  readonly allocations: readonly { readonly party: string; readonly asset: string; readonly amount: string }[]
  readonly assets: Readonly<Record<string, { readonly cap: string; readonly minters: readonly string[] }>>
  readonly instances: Readonly<
    Record<
      string,
      {
        readonly mechanism: string
        readonly authority: string | null
        readonly config: Readonly<Record<string, unknown>>
        readonly params: Readonly<Record<string, string>>
      }
    >
  >
}
export interface VectorFile {
  readonly systems: Readonly<Record<string, Composition>>
  readonly cases: readonly Case[]
}

const folder = join(import.meta.dirname, '../../../../spec/v1/vectors')

export const vectorFile = (path: string): VectorFile => JSON.parse(readFileSync(join(folder, `${path}.json`), 'utf8'))

/** The command of a case: as it stands, or read from its text. */
export const commandOf = ({ when }: Case): Told | undefined =>
  when.command ?? (when.text === undefined ? undefined : (JSON.parse(when.text) as Told))

/** Balances and rows as the records of a story lead to them. */
export interface Ledger {
  /** By `party/purpose` and asset. */
  readonly balances: Map<string, bigint>
  /** By table and key as JSON. */
  readonly rows: Map<string, RecordBody['writes'][number]>
}
export function fold({ balances, rows }: Ledger, { transfers, writes }: RecordBody): void {
  for (const { from, to, asset, amount } of transfers) {
    for (const [path, change] of [
      [from, -BigInt(amount)],
      [to, BigInt(amount)],
    ] as const) {
      const account = `${path} ${asset}`
      balances.set(account, (balances.get(account) ?? 0n) + change)
    }
  }
  for (const write of writes) rows.set(`${write.table} ${JSON.stringify(write.key)}`, write)
}
