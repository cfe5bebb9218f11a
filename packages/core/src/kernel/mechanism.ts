/** What an author writes, and how it becomes an instance in a system. Spec: kernel.md#mechanisms. */
import type { Schema } from '../codec/fields.js'
import { shapeOf, struct } from '../codec/struct.js'
import type { Account } from './account.js'
import type { Bag, Command, Instance, Mechanism, QueryRef, Settings } from './bag.js'
import { kernelRejections } from './rejection.js'
import type { Listing, Scope, View } from './scope-types.js'
import type { Table } from './table.js'

type Empty = Record<never, never>

/** A mechanism as its author writes it: guards, then writes, then events. */
export interface Definition<
  N extends string,
  C extends object,
  P extends object,
  T,
  E,
  I,
  R extends string,
  NI,
  NO,
  QI,
  QO,
> {
  /** Lower case with dashes; the folder, the export, the spec file and the vectors carry the same name. */
  readonly name: N
  /** Counts up when the mechanism's rules change. Default 1. */
  readonly version?: number
  /** Fixed when the system is composed. */
  readonly config?: Schema<C>
  /** A row in state, changed by the authority through `<instance>.configure`. */
  readonly params?: Schema<P>
  /** From the params of an earlier version of the mechanism to those of the next: `paramsUp[1]` makes version 2's. */
  readonly paramsUp?: Readonly<Record<number, (params: never) => object>>
  /** Whether these params may stand beside this config; refused with `PARAMS_REFUSED`. */
  readonly admits?: (config: C, params: P) => boolean
  /** Assets that instances mint: only they may debit issuance. */
  readonly mints?: (config: C) => readonly string[]
  readonly tables?: T
  /** Computed values only; what a command says already isn't repeated. */
  readonly events?: { readonly [K in keyof E]: Schema<E[K]> }
  /** In order of precedence. */
  readonly rejections: readonly R[]
  /** Ports: pure queries of other instances, bound when the system is composed. */
  readonly needs?: { readonly [K in keyof NI]: { readonly input: Schema<NI[K]> } } & {
    readonly [K in keyof NO]: { readonly output: Schema<NO[K]> }
  }
  /** Pure queries that other instances may be bound to. */
  readonly queries?: {
    readonly [K in keyof QI]: {
      readonly input: Schema<QI[K]>
      read(view: View<C, P, T>, input: QI[K]): unknown
    }
  } & { readonly [K in keyof QO]: { readonly output: Schema<QO[K]> } }
  readonly commands: {
    readonly [K in keyof I]: Command<I[K], Scope<C, P, T, E, R, NI, NO>>
  }
  /** Checks of a whole state, for tests and audits. */
  readonly audits?: Readonly<Record<string, (view: Listing<C, P, T>) => boolean>>
}

/** What the kernel keeps of a definition. */
export interface Blueprint {
  readonly version: number
  readonly config: Schema<object>
  readonly params: Schema<object>
  readonly paramsUp: Readonly<Record<number, (params: object) => object>>
  readonly admits: (config: object, params: object) => boolean
  readonly mints: (config: object) => readonly string[]
  readonly tables: Readonly<Record<string, Table<never, never>>>
  readonly events: Readonly<Record<string, Schema<unknown>>>
  readonly needs: Readonly<Record<string, { readonly input: Schema<unknown>; readonly output: Schema<unknown> }>>
  readonly queries: Readonly<Record<string, BlueprintQuery>>
  readonly commands: Readonly<Record<string, Command<unknown, unknown>>>
  readonly audits: Readonly<Record<string, (view: unknown) => boolean>>
}
export interface BlueprintQuery {
  readonly input: Schema<unknown>
  readonly output: Schema<unknown>
  read(view: unknown, input: unknown): unknown
}

/**
 * Defines a mechanism: typed tables, commands that are accepted or refused whole, and the codes they refuse with.
 * Spec: kernel.md#mechanisms.
 * @param definition - Name, schemas, tables, codes, ports, queries, commands and audits.
 * @returns the mechanism; `with(settings)` makes an instance under its own name, `as(name)` under another.
 * @throws {TypeError} when names are malformed or collide.
 * @example
 * const counter = defineMechanism({
 *   name: 'counter',
 *   tables: { counts: table(struct({ party: Party }), struct({ count: Count })) },
 *   rejections: [],
 *   commands: { up: { input: struct({}), apply({ by, tables }) {
 *     tables.counts.put({ party: by }, { count: (tables.counts.get({ party: by })?.count ?? 0) + 1 })
 *   } } },
 * })
 */
export function defineMechanism<
  const N extends string,
  C extends object = Empty,
  P extends object = Empty,
  T = Empty,
  E = Empty,
  I = Empty,
  const R extends string = never,
  NI = Empty,
  NO = Empty,
  QI = Empty,
  QO = Empty,
>(
  definition: Definition<N, C, P, T, E, I, R, NI, NO, QI, QO>,
): Mechanism<{
  name: N
  config: C
  params: P
  tables: T
  events: E
  commands: I & { configure: Partial<P> }
  rejections: R
  needs: { [K in keyof NI & keyof NO]: QueryRef<NI[K], NO[K]> }
  queries: { [K in keyof QI & keyof QO]: QueryRef<QI[K], QO[K]> }
}> {
  const { name, rejections } = definition
  const blueprint = blueprintOf(definition as unknown as Partial<Blueprint> & Pick<Blueprint, 'commands'>)
  checkNames(name, blueprint)
  checkRejections(name, rejections)
  const make = <M extends string>(as: M) => {
    checkInstanceName(as)
    return { with: (settings: object) => instanceOf(as, mechanism, settings) }
  }
  const mechanism = { name, rejections, blueprint, as: make, ...make(name) }
  return Object.freeze(mechanism) as never
}

function blueprintOf(d: Partial<Blueprint> & Pick<Blueprint, 'commands'>): Blueprint {
  return {
    version: d.version ?? 1,
    config: d.config ?? struct({}),
    params: d.params ?? struct({}),
    paramsUp: d.paramsUp ?? {},
    admits: d.admits ?? (() => true),
    mints: d.mints ?? (() => []),
    tables: d.tables ?? {},
    events: d.events ?? {},
    needs: d.needs ?? {},
    queries: d.queries ?? {},
    commands: d.commands,
    audits: d.audits ?? {},
  }
}

const NAME = /^[a-z][a-z0-9-]{0,31}$/
/** Names the kernel's own commands, tables and parties begin with. */
export const reservedNames: readonly string[] = ['kernel', 'issuer', 'system', 'asset', 'key', 'price', 'hold', 'inbox']

function checkNames(name: string, { commands, config, params, needs }: Blueprint): void {
  checkInstanceName(name)
  for (const [command, { apply }] of Object.entries(commands)) {
    if (typeof apply !== 'function') throw new TypeError(`${name}: ${command} has no apply`)
    if (!NAME.test(command) || command === 'configure')
      throw new TypeError(`${name}: no command may be named ${command}`)
  }
  const members = [...Object.keys(shapeOf(config)), ...Object.keys(shapeOf(params)), ...Object.keys(needs), 'authority']
  const twice = members.find((member, i) => members.indexOf(member) !== i)
  if (twice !== undefined) throw new TypeError(`${name}: ${twice} is named twice among config, params and needs`)
}

const CODE = /^[A-Z][A-Z0-9]*(_[A-Z0-9]+)+$/

/** A code means one thing everywhere: the kernel's are the kernel's, and none is listed twice. */
function checkRejections(name: string, rejections: readonly string[]): void {
  rejections.forEach((code, i) => {
    if (!CODE.test(code)) throw new TypeError(`${name}: ${code} is no rejection code: UPPER_CASE words`)
    if (rejections.indexOf(code) !== i) throw new TypeError(`${name}: ${code} is listed twice`)
    if ((kernelRejections as readonly string[]).includes(code)) throw new TypeError(`${name}: ${code} is the kernel's`)
  })
}

export function checkInstanceName(name: string): void {
  if (!NAME.test(name)) throw new TypeError(`${name} is no name: lower case, digits and dashes, at most 32`)
  if (reservedNames.includes(name)) throw new TypeError(`${name} is a name of the kernel's own`)
}

function instanceOf(as: string, mechanism: { readonly blueprint: Blueprint }, settings: object): Instance<string, Bag> {
  const { blueprint } = mechanism
  const of = (names: object) => {
    const own = Object.entries(settings).filter(([name]) => Object.hasOwn(names, name))
    return Object.fromEntries(own)
  }
  const known = { ...shapeOf(blueprint.config), ...shapeOf(blueprint.params), ...blueprint.needs, authority: true }
  const unknown = Object.keys(settings).find((name) => !Object.hasOwn(known, name))
  if (unknown !== undefined) throw new TypeError(`${as}: there is no setting ${unknown}`)
  const queries = Object.keys(blueprint.queries).map((query) => [query, { instance: as, query }])
  return Object.freeze({
    as,
    mechanism: mechanism as Mechanism<Bag>,
    config: of(shapeOf(blueprint.config)),
    params: of(shapeOf(blueprint.params)),
    needs: of(blueprint.needs) as Record<string, QueryRef<unknown, unknown>>,
    queries: Object.fromEntries(queries),
    authority: (settings as { authority?: string }).authority ?? null,
  }) as never
}

/** The type of a row, to be named once: `interface BridgeRequest extends RowOf<typeof bridge, 'requests'> {}`. */
export type RowOf<X, K extends string> =
  X extends Mechanism<infer B> ? (B['tables'][K] extends Table<infer _Key, infer Row> ? Row : never) : never
/** The view of a mechanism's instances, to be named once: `interface BridgeView extends ViewOf<typeof bridge> {}`. */
export type ViewOf<X> =
  X extends Mechanism<infer B>
    ? View<B['config'], B['params'], B['tables']>
    : X extends Instance<string, infer B>
      ? View<B['config'], B['params'], B['tables']>
      : never
export type { Account, Settings }
