/**
 * Persistent state by rerooting (Baker 1978; Conchon & Filliâtre 2007): the newest version owns the store, an older
 * one holds the effects that separate it from its neighbour and takes the store over when somebody reads it. Old
 * states stay valid for ever, at a cost only when they are visited.
 */
import { type Effects, redo, type Store, undo } from './effects.js'

/** A version of a system's balances and rows. Immutable to its users. */
export interface State {
  /** Number of the record that led here. */
  readonly sequence: number
  /** Time of that record, whole seconds. */
  readonly at: number
  /** The stream this is a state of. */
  readonly stream: string
}

/** A state's place in the chain of versions: it owns the store, or knows the neighbour on the way to the owner. */
export class Version implements State {
  readonly sequence: number
  readonly at: number
  readonly stream: string
  store: Store | undefined
  next: Version | undefined
  effects: Effects | undefined
  /** Whether the effects lead from the neighbour to here, rather than from here to the neighbour. */
  forward = false

  constructor(sequence: number, at: number, stream: string, store: Store) {
    this.sequence = sequence
    this.at = at
    this.stream = stream
    this.store = store
  }
}

/** Makes `state` the owner of the store. Costs the commands between it and the present owner. */
export function own(state: State): Store {
  const version = state as Version
  if (version.store !== undefined) return idle(version.store)
  const chain: Version[] = []
  let owner = version
  while (owner.store === undefined) {
    if (owner.next === undefined) throw new TypeError('this is no state, or one that was given to a session')
    chain.push(owner)
    owner = owner.next
  }
  const store = idle(owner.store)
  for (let i = chain.length - 1; i >= 0; i--) {
    const to = chain[i] as Version
    const from = to.next as Version
    const effects = to.effects as Effects
    if (to.forward) redo(store, effects)
    else undo(store, effects)
    from.store = undefined
    from.next = to
    from.effects = effects
    from.forward = !to.forward
    to.store = store
    to.next = undefined
    to.effects = undefined
  }
  return store
}

/** While a command runs its scope is the only view: another state of the chain would pull the store from under it. */
function idle(store: Store): Store {
  if (store.busy) throw new TypeError('a state is read while a command runs: use the scope')
  return store
}

/** The version that follows `state` by effects already written through to its store. */
export function successor(state: Version, at: number, effects: Effects): Version {
  const next = new Version(state.sequence + 1, at, state.stream, state.store as Store)
  state.store = undefined
  state.next = next
  state.effects = effects
  state.forward = false
  return next
}

/** Takes the store away from a state for linear use; the state can't be used any more. */
export function spend(state: State): Store {
  const store = own(state)
  ;(state as Version).store = undefined
  return store
}

/**
 * An independent copy of a state, for branches that are both worked on: each then runs at full speed.
 * Spec: kernel.md#execution.
 * @param state - Stays valid.
 * @returns The same state with a store of its own; costs memory and time in proportion to what the state holds.
 * @example const whatIf = fork(state)
 */
export function fork(state: State): State {
  const store = own(state)
  const tables = new Map([...store.tables].map(([name, rows]) => [name, rows.fork()]))
  return new Version(state.sequence, state.at, state.stream, { ...store, ledger: store.ledger.fork(), tables })
}
