/** What is read, and when. Spec: kernel.md#reads. */
import type { Store } from './effects.js'
import { type KernelKey, type KernelRow, type KernelTableName, kernelNames } from './kernel-tables.js'
import type { Rows } from './rows.js'

/** A store and the time at which it is read. */
export interface Live {
  readonly store: Store
  readonly now: number
}

export const kernelRows = (store: Store, table: KernelTableName): Rows => store.tables.get(kernelNames[table]) as Rows
export function kernelRow<N extends KernelTableName>(
  store: Store,
  table: N,
  key: KernelKey<N>,
): KernelRow<N> | undefined {
  return kernelRows(store, table).get(key as object) as KernelRow<N> | undefined
}
