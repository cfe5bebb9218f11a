/** Pure reads of a state, for queries and dashboards. Spec: kernel.md#reads. */
import type { AnyInstance, Bag, Instance } from './bag.js'
import { kernelRow, type Live } from './live.js'
import { ledgerReads, purses, tableReads, tableView } from './reads.js'
import { Refusal } from './rejection.js'
import type { LedgerReads, Listing } from './scope-types.js'
import { own, type State } from './state.js'
import type { System } from './system.js'

/** A view of one instance in which tables can be listed. */
export type InstanceView<B extends Bag> = Listing<B['config'], B['params'], B['tables']>
/** Everything that can be read of a state. */
export interface SystemView<M extends AnyInstance> extends LedgerReads {
  readonly sequence: number
  readonly at: number
  /** How many offers of the stream's inbox have been taken. */
  readonly offersTaken: number
  /** By instance. */
  readonly mechanisms: { readonly [I in M as I['as']]: I extends Instance<string, infer B> ? InstanceView<B> : never }
}

/** A price that a query asked for is missing or stale. */
export class RefusedError extends Error {
  readonly code: string
  readonly details: unknown
  constructor(code: string, details: unknown) {
    super(`refused with ${code}`)
    this.name = 'RefusedError'
    this.code = code
    this.details = details
  }
}

/**
 * Reads of a state. Stays valid, also when later commands have made newer states.
 * Spec: kernel.md#reads.
 * @param system - The system that the state is of.
 * @param state - The state to look at.
 * @param now - Time at which prices and credit are looked at, whole seconds; default: the state's own.
 * @returns Reads of the ledger, of prices and of each instance by its name.
 * @throws {RefusedError} from `price`, `priceAt` and `averagePrice`, with a code, where a command would be refused.
 * @example view(system, state).balance(available('alice', 'USD'))
 */
export function view<M extends AnyInstance>(system: System<M>, state: State, now: number = state.at): SystemView<M> {
  const live = (): Live => ({ store: own(state), now })
  const mechanisms: Record<string, unknown> = {}
  for (const instance of system.mechanisms) mechanisms[instance.as] = instanceView(instance, live, true)
  const { sequence, at, stream } = state
  const offersTaken = kernelRow(own(state), 'inbox', { stream })?.taken ?? 0
  return {
    sequence,
    at,
    offersTaken,
    ...outside(ledgerReads(live)),
    mechanisms: mechanisms as SystemView<M>['mechanisms'],
  }
}

/** Reads of one instance over whatever is live. */
export function instanceView(instance: AnyInstance, live: () => Live, listed = false): InstanceView<Bag> {
  const { as: name, config, mechanism } = instance
  const tables: Record<string, unknown> = {}
  for (const table of Object.keys(mechanism.blueprint.tables)) {
    const full = `${name}.${table}`
    const rows = () => live().store.tables.get(full) as never
    tables[table] = listed ? tableView(rows) : tableReads(rows)
  }
  const reads = ledgerReads(live)
  return {
    ...(listed ? outside(reads) : reads),
    get now() {
      return live().now
    },
    self: `@${name}`,
    config,
    get params() {
      return live().store.tables.get('kernel.params')?.get({ instance: name }) as object
    },
    tables: tables as never,
    purse: purses(name),
  }
}

/** Outside a command a refusal is an error with the refusal's code. */
function outside(reads: LedgerReads): LedgerReads {
  const guarded =
    <A extends readonly unknown[], T>(read: (...args: A) => T) =>
    (...args: A): T => {
      try {
        return read(...args)
      } catch (thrown) {
        if (thrown instanceof Refusal) throw new RefusedError(thrown.code, thrown.details)
        throw thrown
      }
    }
  return {
    ...reads,
    price: guarded(reads.price),
    priceAt: guarded(reads.priceAt),
    averagePrice: guarded(reads.averagePrice),
  }
}
