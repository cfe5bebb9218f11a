/** A composition of mechanisms over one ledger, and the decision of one command. Spec: kernel.md#execution. */
import { type Codec, codecOf } from '../codec/encoder.js'
import type { Schema } from '../codec/fields.js'
import { partial } from '../codec/struct.js'
import { createVerifier, type Verifier } from '../signature/index.js'
import { KERNEL } from './account.js'
import type { AnyCommand, AnyInstance } from './bag.js'
import { type Composition, type CompositionOptions, checkInstance, compose } from './composition.js'
import { Context } from './context.js'
import { type Effects, type Store, undo } from './effects.js'
import { checkEnvelope, ownCopy } from './envelope.js'
import { takeOffer } from './inbox.js'
import { kernelSpecs } from './kernel-tables.js'
import { checkSignature, type Signing } from './keys.js'
import { paramsSpec } from './params.js'
import { Refusal, type Rejected, refuse, rejected } from './rejection.js'
import type { TableSpec } from './rows.js'
import { tableSpec } from './rows.js'
import { type AnyScope, type Port, scopeOf } from './scope.js'
import { type Service, services } from './services.js'
import { instanceView } from './view.js'

/** What `createSystem` takes. */
export interface SystemOptions<M extends readonly AnyInstance[]> extends CompositionOptions {
  readonly mechanisms: M
  /**
   * Checks all signatures, by the one rule; no part of the composition. Default: one of its own, which remembers 64 keys.
   * A system whose signers are more, and come again, gives it room for them.
   */
  readonly verifier?: Verifier
}

/** A composition of mechanisms, ready to decide commands. Holds no state. */
export interface System<M extends AnyInstance = AnyInstance> {
  readonly spec: string
  readonly mechanisms: readonly M[]
  /** SHA-256 of the composition: the same for the same mechanisms, versions, config, ports and assets. */
  readonly hash: string
  /** @internal */
  readonly engine: Engine
}

/** An accepted command: what it does, before it is sealed into the chain. */
export interface Decision {
  readonly status: 'accepted'
  readonly sequence: number
  readonly at: number
  readonly stream: string
  readonly command: AnyCommand
  readonly events: readonly { readonly type: string; readonly data: unknown }[]
  /** @internal */
  readonly effects: Effects
  /** @internal */
  readonly store: Store
  /** @internal Canonical JSON of the command's input. */
  readonly input: () => string
  /** @internal */
  readonly engine: Engine
}

/** Where a decision stands in its stream. */
export interface Place {
  readonly stream: string
  /** The last record's number and time. */
  readonly sequence: number
  readonly at: number
}

interface Handler {
  readonly input: Codec<unknown>
  readonly schema: Schema<unknown>
  /** The one party that may run it, null when nobody may; absent: anybody. */
  readonly only?: string | null
  run(by: string, input: unknown): void
}

/** @internal */
export interface Engine {
  readonly composition: Composition
  readonly instances: readonly AnyInstance[]
  readonly specs: ReadonlyMap<string, TableSpec>
  readonly context: Context
  handler(type: string): Handler | undefined
  decide(store: Store, place: Place, command: AnyCommand): Decision | Rejected
  /** Refuses the command under way when it isn't its party's own, by the authentication of `rules`, default this engine's. */
  demandSignature(command: AnyCommand, input: () => string, schema: Schema<unknown>, rules?: Composition): void
  /** Runs a transition of the kernel's own (genesis, upgrade) as a command's effects. */
  transact(store: Store, place: Place, at: number, run: () => void): Effects | Rejected
}

const DEEPEST = 8

/**
 * Composes mechanisms into a system.
 * Spec: kernel.md#composition.
 * @param options - Instances of mechanisms, assets, allocations, feeds, authority and way of authentication.
 * @returns The system: it holds no state, so one serves any number of streams.
 * @throws {TypeError} when names collide, settings are malformed, or a port isn't bound.
 * @example createSystem({ spec: '1.0', mechanisms: [transfer.with({})], assets: [{ asset: 'USD' }] })
 */
export function createSystem<const M extends readonly AnyInstance[]>(options: SystemOptions<M>): System<M[number]> {
  const { mechanisms, verifier = createVerifier(), ...rest } = options
  for (const instance of mechanisms) checkInstance(instance, mechanisms)
  const engine = engineOf(mechanisms, compose(mechanisms, rest), verifier)
  return { spec: rest.spec, mechanisms, hash: engine.composition.hash, engine }
}

function engineOf(instances: readonly AnyInstance[], composition: Composition, signing: Signing): Engine {
  const context = new Context()
  const specs = specsOf(instances)
  const handlers = new Map<string, Handler>()

  const call = (type: string, input: unknown, as: string): void => {
    const handler = handlers.get(type) ?? refuse('COMMAND_UNKNOWN', { type })
    const decoded = handler.input.decode(input) ?? refuse('INPUT_INVALID', { type })
    if (handler.only !== undefined && handler.only !== as) refuse('NOT_AUTHORISED', { type, by: as })
    if (context.depth === DEEPEST) refuse('CALL_TOO_DEEP', { type })
    context.depth += 1
    handler.run(as, decoded)
    context.depth -= 1
  }
  for (const instance of instances) {
    const scope = scopeOf(instance, context, call, portsOf(instance, instances, context), signing)
    for (const [name, handler] of handlersOf(instance, scope, context)) handlers.set(`${instance.as}.${name}`, handler)
  }
  for (const [type, service] of Object.entries(services) as readonly [string, Service<unknown>][]) {
    const run = (by: string, input: unknown) => service.apply(context, by, input, signing)
    const schema = service.input
    const handler = { input: codecOf(schema), schema, run }
    handlers.set(type, service.authority ? { ...handler, only: composition.authority } : handler)
    if (type === 'inbox.take') handlers.set(type, { ...handler, only: KERNEL })
  }

  const demandSignature: Engine['demandSignature'] = (command, input, schema, rules = composition) =>
    checkSignature(context, command, input, schema, rules.authentication === 'host', signing)

  const transact = (store: Store, { stream, sequence }: Place, at: number, run: () => void): Effects | Rejected => {
    context.begin(store, stream, sequence + 1, at)
    try {
      run()
      context.finish()
      return context.effects
    } catch (thrown) {
      undo(store, context.effects)
      context.forget()
      if (thrown instanceof Refusal) return rejected(thrown.code, thrown.details)
      throw thrown
    } finally {
      context.end()
    }
  }

  /** An offered command, under way within its take. Nobody but its signature vouches for it. */
  const runOffered = (command: AnyCommand): void => {
    const { type, by } = command
    const handler = (type === 'inbox.take' ? undefined : handlers.get(type)) ?? refuse('COMMAND_UNKNOWN', { type })
    const input = handler.input.decode(command.input) ?? refuse('INPUT_INVALID', { type })
    if (command.signature === undefined) refuse('SIGNATURE_REQUIRED', { by })
    demandSignature({ ...command, input }, () => handler.input.encode(input), handler.schema)
    if (handler.only !== undefined && handler.only !== by) refuse('NOT_AUTHORISED', { by })
    handler.run(by, input)
  }

  const engine: Engine = {
    composition,
    instances,
    specs,
    context,
    handler: (type) => handlers.get(type),
    demandSignature,
    transact,
    decide(store, place, command) {
      if (store.composition !== composition.hash) throw new TypeError('the state is one of another system')
      // read once: a getter must not say one thing to the check and another to the command
      const kept = ownCopy(command)
      const malformed = checkEnvelope(kept)
      if (malformed !== undefined) return malformed
      const handler = handlers.get(kept.type)
      if (handler === undefined) return rejected('COMMAND_UNKNOWN', { type: kept.type })
      const checked = handler.input.check(kept.input)
      if (!checked.ok) return rejected('INPUT_INVALID', checked.reason)
      const { at } = kept
      if (at < place.at) return rejected('TIME_BACKWARDS', { at, last: place.at })
      kept.input = checked.value
      const input = () => handler.input.encode(kept.input)
      const attempt = (run: () => void) =>
        transact(store, place, at, () => {
          demandSignature(kept, input, handler.schema)
          if (handler.only !== undefined && handler.only !== kept.by) refuse('NOT_AUTHORISED', { by: kept.by })
          run()
        })
      const effects =
        kept.type === 'inbox.take'
          ? takeOffer(kept, { context, attempt, run: runOffered })
          : attempt(() => handler.run(kept.by, kept.input))
      if ('status' in effects) return effects
      const { stream } = place
      const sequence = place.sequence + 1
      const { events } = effects
      return { status: 'accepted', sequence, at, stream, command: kept, events, effects, store, input, engine }
    },
  }
  return engine
}

function specsOf(instances: readonly AnyInstance[]): ReadonlyMap<string, TableSpec> {
  const specs = kernelSpecs()
  specs.set('kernel.params', paramsSpec(instances))
  const names = new Set<string>()
  for (const instance of instances) {
    const { as: name, mechanism } = instance
    if (names.has(name)) throw new TypeError(`two instances are named ${name}`)
    names.add(name)
    for (const [table, declared] of Object.entries(mechanism.blueprint.tables)) {
      specs.set(`${name}.${table}`, tableSpec(`${name}.${table}`, declared))
    }
  }
  return specs
}

function* handlersOf(instance: AnyInstance, scope: AnyScope, context: Context): Generator<[string, Handler]> {
  const { as: name, mechanism, authority } = instance
  const { blueprint } = mechanism
  for (const [command, { input, authority: restricted, apply }] of Object.entries(blueprint.commands)) {
    const run = (by: string, typed: unknown): void => {
      // an instance may be called again from within its own command
      const { by: outer } = scope
      scope.by = by
      scope.now = context.now
      scope.sequence = context.sequence
      try {
        demandSynchronous(apply(scope, typed) as unknown, `${name}.${command}`)
      } finally {
        scope.by = outer
      }
    }
    const handler = { input: codecOf(input), schema: input, run }
    yield [command, restricted === true ? { ...handler, only: authority } : handler]
  }
  const change = (_by: string, changes: unknown): void => {
    const rows = context.rows('kernel.params')
    const params = { ...rows.get({ instance: name }), ...(changes as object) }
    if (!blueprint.admits(instance.config, params)) refuse('PARAMS_REFUSED', params)
    context.put(rows, { instance: name }, params)
  }
  const schema = partial(blueprint.params) as Schema<unknown>
  yield ['configure', { input: codecOf(schema), schema, only: authority, run: change }]
}

/** A command is over when it returns: what a promise would do later is no part of any record. */
function demandSynchronous(result: unknown, type: string): void {
  if (!(result instanceof Promise)) return
  result.catch(() => undefined)
  throw new TypeError(`${type} is asynchronous`)
}

/** Binds each port to a query over the other instance's rows, read as the command under way sees them. */
function portsOf({ needs }: AnyInstance, instances: readonly AnyInstance[], context: Context): Record<string, Port> {
  const ports: Record<string, Port> = {}
  for (const [port, ref] of Object.entries(needs as Record<string, { instance: string; query: string }>)) {
    const other = instances.find((candidate) => candidate.as === ref.instance)
    if (other === undefined) continue // refused by checkInstance
    const view = instanceView(other, () => context)
    const query = other.mechanism.blueprint.queries[ref.query]
    ports[port] = (input) => query?.read(view, input)
  }
  return ports
}
