/** Checks of a whole state, for tests and auditors: too dear for every command. Spec: kernel.md#audits. */
import type { AnyInstance } from './bag.js'
import type { Ledger } from './ledger.js'
import { kernelRows } from './live.js'
import { own, type State } from './state.js'
import type { System } from './system.js'
import { instanceView } from './view.js'

/** A promise that a state breaks. */
export interface FailedAudit {
  /** The instance, or `kernel`. */
  readonly instance: string
  readonly audit: string
}

/**
 * Runs the audits of the kernel and of all mechanisms on a state.
 * Spec: kernel.md#audits.
 * @param system - The system that the state is of.
 * @param state - The state to check.
 * @returns the audits that failed; none for every state that commands can reach.
 * @example audit(system, state) // []
 */
export function audit<M extends AnyInstance>(system: System<M>, state: State): readonly FailedAudit[] {
  const store = own(state)
  const failed: FailedAudit[] = []
  const demand = (holds: boolean, instance: string, name: string): void => {
    if (!holds) failed.push({ instance, audit: name })
  }
  demand(conserves(store.ledger), 'kernel', 'all balances of an asset sum to zero')
  demand(holdsAddUp(state), 'kernel', 'every hold lies in its account')
  demand(liensAddUp(state), 'kernel', 'liens and claims sum to what holdings say')
  for (const instance of system.mechanisms) {
    const view = instanceView(instance, () => ({ store, now: state.at }), true)
    for (const [name, holds] of Object.entries(instance.mechanism.blueprint.audits)) {
      demand(holds(view), instance.as, name)
    }
  }
  return failed
}

/** Whether all balances of every asset sum to zero. */
export function conserves(ledger: Ledger): boolean {
  const sums = new Map<string, bigint>()
  for (let i = 0; i < ledger.size; i++) {
    const { asset } = ledger.account(i)
    sums.set(asset, (sums.get(asset) ?? 0n) + ledger.balance(i))
  }
  return [...sums.values()].every((sum) => sum === 0n)
}

function holdsAddUp(state: State): boolean {
  const store = own(state)
  const { ledger } = store
  const held = new Map<string, bigint>()
  for (let i = 0; i < ledger.size; i++) {
    const { purpose } = ledger.account(i)
    if (purpose.startsWith('hold:')) held.set(purpose, (held.get(purpose) ?? 0n) + ledger.balance(i))
  }
  for (const { key, row } of kernelRows(store, 'holds').entries()) {
    const { instance, hold } = key as { readonly instance: string; readonly hold: string }
    const purpose = `hold:${instance}.${hold}`
    if (held.get(purpose) !== (row as { readonly amount: bigint }).amount) return false
    held.delete(purpose)
  }
  return [...held.values()].every((rest) => rest === 0n)
}

function liensAddUp(state: State): boolean {
  const store = own(state)
  const sums = new Map<string, { liens: bigint; claims: bigint }>()
  for (const table of ['liens', 'claims'] as const) {
    for (const { key, row } of kernelRows(store, table).entries()) {
      const { party, asset } = key as { readonly party: string; readonly asset: string }
      const sum = sums.get(`${party}|${asset}`) ?? { liens: 0n, claims: 0n }
      sum[table] += (row as { readonly amount: bigint }).amount
      sums.set(`${party}|${asset}`, sum)
    }
  }
  const holdings = kernelRows(store, 'holdings').entries()
  return (
    holdings.length === sums.size &&
    holdings.every(({ key, row }) => {
      const { party, asset } = key as { readonly party: string; readonly asset: string }
      const { liens, claims } = row as { readonly liens: bigint; readonly claims: bigint }
      const sum = sums.get(`${party}|${asset}`)
      return sum?.liens === liens && sum.claims === claims
    })
  )
}
