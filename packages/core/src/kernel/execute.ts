/** The pure functions that move a system's state. Spec: kernel.md#execution. */

import { codecOf } from '../codec/encoder.js'
import { isId, Json, type Schema } from '../codec/fields.js'
import { available, issuance, KERNEL } from './account.js'
import { putAsset } from './assets.js'
import type { AnyCommand, AnyInstance, CommandOf, CommandSignature, EventOf, RejectionOf } from './bag.js'
import type { Composition } from './composition.js'
import type { Effects, Store } from './effects.js'
import { checkEnvelope, decodeEnvelope, isTime } from './envelope.js'
import { Ledger } from './ledger.js'
import type { Rejected } from './rejection.js'
import { refuse, rejected } from './rejection.js'
import { Rows } from './rows.js'
import { fork, own, type State, successor, Version } from './state.js'
import type { Decision, Engine, Place, System } from './system.js'

/** An accepted command and the state it leads to. */
export interface Accepted<M extends AnyInstance = AnyInstance> {
  readonly status: 'accepted'
  readonly state: State
  readonly events: readonly EventOf<M>[]
  /** For `seal` and `changes`. */
  readonly decision: Decision
}
/** What became of a command: accepted as a whole, or refused with a code. */
export type Outcome<M extends AnyInstance> = Accepted<M> | Rejected<RejectionOf<M>>

/**
 * Begins a stream: record 1, which says what the system is made of.
 * Spec: kernel.md#genesis.
 * @param system - The composition to begin with.
 * @param place - `at` in whole seconds; `stream` is the stream's id, default `local`.
 * @returns The first state, and its decision for `seal`.
 * @throws {TypeError} when time or stream are malformed, or an allocation or a feed can't be made.
 * @example const { state } = genesis(system, { at: 0, stream: 'marlin' })
 */
export function genesis<M extends AnyInstance>(
  system: System<M>,
  { at, stream = 'local' }: { readonly at: number; readonly stream?: string },
): Accepted<M> {
  if (!isTime(at) || !isId(stream)) throw new TypeError(`no stream begins as ${stream} at ${at}`)
  const { engine } = system
  const { composition, instances } = engine
  const store = emptyStore(engine)
  const place: Place = { stream, sequence: 0, at: 0 }
  const before = new Version(0, at, stream, store)
  const effects = engine.transact(store, place, at, () => {
    begin(engine, composition, instances)
    for (const { base, quote, policy } of composition.feeds) {
      const feed = engine.handler('price.feed')
      feed?.run(KERNEL, { base, quote, policy })
    }
    for (const { party, asset, amount } of composition.allocations) {
      engine.context.transfer(issuance(asset), available(party, asset), amount)
    }
  })
  if ('status' in effects) throw new TypeError(`the composition is refused with ${effects.code}`)
  const command: AnyCommand = { id: 'genesis', by: KERNEL, at, type: 'system.genesis', input: undefined }
  return accept(before, kernelDecision(engine, place, command, effects, store)) as Accepted<M>
}

/** Assets, params and the composition's hash, as far as they aren't there yet. */
function begin({ context }: Engine, composition: Composition, instances: readonly AnyInstance[]): void {
  const { sequence } = context
  context.putKernel('compositions', { sequence }, { hash: composition.hash })
  for (const [asset, row] of composition.assets) {
    const known = context.kernel('assets', { asset })
    if (known === undefined) putAsset(context, asset, row)
    else if (known.minters.join() !== row.minters.join()) putAsset(context, asset, { ...known, minters: row.minters })
  }
  const params = context.rows('kernel.params')
  for (const instance of instances) {
    if (params.get({ instance: instance.as }) === undefined) {
      context.put(params, { instance: instance.as }, instance.params)
    }
  }
}

function emptyStore({ composition, specs }: Engine): Store {
  const tables = new Map([...specs].map(([name, spec]) => [name, new Rows(spec)]))
  return { ledger: new Ledger(), tables, composition: composition.hash, busy: false }
}

function kernelDecision(engine: Engine, place: Place, command: AnyCommand, effects: Effects, store: Store): Decision {
  const { composition } = engine
  const { at } = command
  const input = () => composition.text
  const sequence = place.sequence + 1
  return { status: 'accepted', sequence, at, stream: place.stream, command, events: [], effects, store, input, engine }
}

function accept(state: Version, decision: Decision): Accepted {
  const next = successor(state, decision.at, decision.effects)
  return { status: 'accepted', state: next, events: decision.events as Accepted['events'], decision }
}

/**
 * Decides one command. Same state, same command, same decision, in every language. The given state stays valid, and a
 * refused command has changed nothing.
 * Spec: kernel.md#execution.
 * @param system - The composition the state belongs to.
 * @param state - Where the command comes in.
 * @param command - Id, party, time, type, typed input and, where the party has keys, a signature.
 * @returns the state that follows and what happened, or the code of the refusal.
 * @throws only for a mistake of a mechanism; then, too, nothing has changed.
 * @example
 * const outcome = execute(system, state, { id: '1', by: 'alice', at: 5, type: 'transfer.send', input: { to: 'bob', asset: 'USD', amount: 7n } })
 * if (outcome.status === 'accepted') state = outcome.state
 */
export function execute<M extends AnyInstance>(
  system: System<M>,
  state: State,
  command: NoInfer<CommandOf<M>>,
): Outcome<M> {
  const store = own(state)
  const decision = system.engine.decide(store, state, command as AnyCommand)
  if (decision.status === 'rejected') return decision as Outcome<M>
  return accept(state as Version, decision) as Outcome<M>
}

/**
 * From JSON, in which every integer is a decimal string, to a typed command.
 * Spec: conventions.md#commands.
 * @param system - The composition whose commands are known.
 * @param json - What `JSON.parse` gave.
 * @returns The command for `execute`, or the refusal `COMMAND_MALFORMED`, `COMMAND_UNKNOWN` or `INPUT_INVALID`.
 * @example decode(system, JSON.parse('{"id":"1","by":"alice","at":"5","type":"transfer.send","input":{"to":"bob","asset":"USD","amount":"7"}}'))
 */
export function decode<M extends AnyInstance>(
  system: System<M>,
  json: unknown,
): { readonly status: 'decoded'; readonly command: CommandOf<M> } | Rejected<RejectionOf<M>> {
  const envelope = decodeEnvelope(json)
  if ('code' in envelope) return envelope as Rejected<RejectionOf<M>>
  const handler = system.engine.handler(envelope.type)
  if (handler === undefined) return rejected('COMMAND_UNKNOWN', { type: envelope.type })
  const input = handler.input.decode(envelope.input)
  if (input === undefined) return rejected('INPUT_INVALID', { type: envelope.type })
  return { status: 'decoded', command: { ...envelope, input } as CommandOf<M> }
}

/** The envelope of an upgrade. */
export interface Upgrade {
  /** Unique in its stream. */
  readonly id: string
  /** The authority of the system as it was, or anybody once the authority has approved the new composition. */
  readonly by: string
  /** Whole seconds. */
  readonly at: number
  readonly signature?: CommandSignature
}

/**
 * Goes on with another composition. Rows stay as they are; those of earlier versions are brought up when read. The
 * state returned belongs to `to`, the one given stays valid and belongs to `from`.
 * Spec: kernel.md#upgrade.
 * @param from - The composition in force.
 * @param to - The one that takes over: every instance of `from` with the same config, or a newer version of it.
 * @param state - Of `from`.
 * @param envelope - Id, party, time and, where the party has keys, a signature over the composition of `to`.
 * @returns The state of `to`, and its decision for `seal`; or the code of the refusal.
 * @throws {TypeError} when the state isn't one of `from`.
 * @example upgrade(system, next, state, { id: 'u1', by: 'founder', at: 60 })
 */
export function upgrade<M extends AnyInstance>(
  from: System,
  to: System<M>,
  state: State,
  { id, by, at, signature }: Upgrade,
): Outcome<M> {
  const { engine } = to
  // who may upgrade is what the composition in force says, not one that the caller picks
  if (own(state).composition !== from.hash) throw new TypeError('the state is one of another system')
  const branch = fork(state)
  const store = withSpecs(own(branch), engine)
  const envelope = { id, by, at, type: 'system.upgrade', input: undefined }
  const command: AnyCommand = signature === undefined ? envelope : { ...envelope, signature }
  const malformed = checkEnvelope(command)
  if (malformed !== undefined) return malformed as Outcome<M>
  if (at < state.at) return rejected('TIME_BACKWARDS', { at, last: state.at })
  const effects = engine.transact(store, state, at, () => {
    const { context, composition } = engine
    // whoever may do without a signature is what the present composition says, not the one it gives way to
    engine.demandSignature(command, () => composition.text, Json as Schema<unknown>, from.engine.composition)
    const approved = context.kernel('approvals', { composition: composition.hash }) !== undefined
    if (!approved && by !== from.engine.composition.authority) refuse('NOT_AUTHORISED', { by })
    const lacking = lacks(from, to)
    if (lacking !== undefined) refuse('UPGRADE_INCOMPATIBLE', { lacking })
    if (approved) context.deleteKernel('approvals', { composition: composition.hash })
    begin(engine, composition, to.mechanisms)
    const unfit = to.mechanisms.find((instance) => !paramsFit(engine, instance))
    if (unfit !== undefined) refuse('UPGRADE_INCOMPATIBLE', { params: unfit.as })
  })
  if ('status' in effects) return effects as Outcome<M>
  const version = new Version(state.sequence, state.at, state.stream, store)
  return accept(version, kernelDecision(engine, state, command, effects, store)) as Outcome<M>
}

/**
 * What the state of `from` needs and `to` hasn't: an instance of the same mechanism, with the same config unless the
 * mechanism has a newer version, or a table.
 */
function lacks(from: System, to: System): string | undefined {
  for (const before of from.mechanisms) {
    const after = to.mechanisms.find(({ as }) => as === before.as)
    if (after === undefined || !succeeds(before, after)) return before.as
  }
  return [...from.engine.specs.keys()].find((name) => !to.engine.specs.has(name))
}

/** Whether the params in force, as the new version reads them, are what it expects. */
function paramsFit({ context }: Engine, { as, config, mechanism }: AnyInstance): boolean {
  const params = context.rows('kernel.params').get({ instance: as }) as object
  const { blueprint } = mechanism
  return codecOf(blueprint.params).check(params).ok && blueprint.admits(config, params)
}

function succeeds(before: AnyInstance, after: AnyInstance): boolean {
  const [old, next] = [before.mechanism, after.mechanism]
  if (next.name !== old.name || next.blueprint.version < old.blueprint.version) return false
  return next.blueprint.version > old.blueprint.version || configText(after) === configText(before)
}
const configText = ({ mechanism, config }: AnyInstance): string => codecOf(mechanism.blueprint.config).encode(config)

/** The envelope of an upgrade from a record's command; what is malformed stays so and is refused by `upgrade`. */
export function decodeUpgrade(json: object): Upgrade {
  return decodeEnvelope({ ...json, input: undefined }) as AnyCommand
}

/** The same rows, read by another composition's tables. */
function withSpecs({ ledger, tables }: Store, { composition, specs }: Engine): Store {
  const entries = [...specs].map(([name, spec]) => [name, tables.get(name)?.fork(spec) ?? new Rows(spec)] as const)
  return { ledger, tables: new Map(entries), composition: composition.hash, busy: false }
}
