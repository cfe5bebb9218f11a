/** What a system is made of, in the form its genesis record keeps. Spec: kernel.md#composition. */

import { MAX_AMOUNT } from '../arithmetic/amount.js'
import { byCodeUnits, canonicalize, type JsonValue } from '../codec/canonical.js'
import { codecOf } from '../codec/encoder.js'
import { isParty } from '../codec/fields.js'
import { hashText } from '../codec/hash.js'
import { shapeOf, struct } from '../codec/struct.js'
import type { AnyInstance, QueryRef } from './bag.js'
import { type AssetRow, assetFields, type FeedPolicy, PolicyFields } from './kernel-tables.js'

/** The version of the specification that this is an implementation of. */
const SPEC = '1.0'
const OPTIONS: readonly string[] = ['spec', 'assets', 'allocations', 'feeds', 'authority', 'authentication']
const COMPOSITION_TAG = 'symbolon/composition/v1\n'

/** An asset as a composition declares it. What instances mint is added to `minters`. */
export interface AssetDeclaration extends Partial<AssetRow> {
  readonly asset: string
}
/** What a party is given in the genesis record. */
export interface Allocation {
  readonly party: string
  readonly asset: string
  /** Base units, > 0. */
  readonly amount: bigint
}
/** A price feed that a system begins with. */
export interface FeedDeclaration {
  /** Id of what is priced. */
  readonly base: string
  /** Id of what it is priced in. */
  readonly quote: string
  readonly policy: FeedPolicy
}
/** What a system is made of beside its mechanisms. */
export interface CompositionOptions {
  /** Version of the specification, `1.0`. */
  readonly spec: string
  /** Assets beyond those that instances mint, or what those shall be like. */
  readonly assets?: readonly AssetDeclaration[]
  readonly allocations?: readonly Allocation[]
  readonly feeds?: readonly FeedDeclaration[]
  /** Party that may declare assets and feeds and upgrade the system. Absent: nobody may. */
  readonly authority?: string
  /** `host`: whoever runs the system vouches for `by`, so that parties with keys may do without a signature. */
  readonly authentication?: 'keys' | 'host'
}

/** A composition made ready. */
export interface Composition {
  readonly spec: string
  readonly authority: string | null
  readonly authentication: 'keys' | 'host'
  readonly assets: ReadonlyMap<string, AssetRow>
  readonly allocations: readonly Allocation[]
  readonly feeds: readonly FeedDeclaration[]
  /** Canonical JSON: the input of the genesis record. */
  readonly text: string
  readonly hash: string
}

export function compose(instances: readonly AnyInstance[], options: CompositionOptions): Composition {
  const { spec, authority = null, authentication = 'keys', allocations = [], feeds = [] } = options
  if (spec !== SPEC) throw new TypeError(`this is an implementation of the specification ${SPEC}, not of ${spec}`)
  if (authority !== null && !isParty(authority)) throw new TypeError(`the authority ${authority} is no party`)
  if (authentication !== 'keys' && authentication !== 'host')
    throw new TypeError('authentication is by keys or by the host')
  const unknown = Object.keys(options).find((name) => !OPTIONS.includes(name))
  if (unknown !== undefined) throw new TypeError(`a system has no option ${unknown}`)
  const assets = assetsOf(instances, options.assets ?? [])
  for (const { party, asset, amount } of allocations) {
    const known = isParty(party) && assets.has(asset) && typeof amount === 'bigint' && amount > 0n
    if (!known) throw new TypeError(`nothing can be allocated as ${amount} of ${asset} to ${party}`)
  }
  const policy = codecOf(PolicyFields)
  const row = codecOf(struct<AssetRow>(assetFields))
  const json: JsonValue = {
    spec,
    authority,
    authentication,
    allocations: allocations.map(({ party, asset, amount }) => ({ party, asset, amount: String(amount) })),
    assets: Object.fromEntries([...assets].map(([asset, fields]) => [asset, JSON.parse(row.encode(fields))])),
    feeds: feeds.map(({ base, quote, policy: rules }) => ({ base, quote, policy: JSON.parse(policy.encode(rules)) })),
    instances: Object.fromEntries(instances.map((instance) => [instance.as, describe(instance)])),
  }
  const text = canonicalize(json)
  return { spec, authority, authentication, assets, allocations, feeds, text, hash: compositionHash(json) }
}

/** SHA-256 of a composition's canonical JSON under its tag. */
export function compositionHash(json: unknown): string {
  return hashText(COMPOSITION_TAG + canonicalize(json))
}

function describe({ mechanism, config, params, needs, authority }: AnyInstance): JsonValue {
  const { blueprint } = mechanism
  const ports = Object.entries(needs as Record<string, QueryRef<unknown, unknown>>)
  return {
    mechanism: mechanism.name,
    version: String(blueprint.version),
    config: JSON.parse(codecOf(blueprint.config).encode(config)),
    params: JSON.parse(codecOf(blueprint.params).encode(params)),
    needs: Object.fromEntries(ports.map(([port, { instance, query }]) => [port, `${instance}.${query}`])),
    authority,
  }
}

/** Declared assets and those that instances mint, each with all its minters. */
function assetsOf(
  instances: readonly AnyInstance[],
  declared: readonly AssetDeclaration[],
): ReadonlyMap<string, AssetRow> {
  const assets = new Map<string, AssetRow>()
  for (const { asset, ...row } of declared) {
    if (assets.has(asset)) throw new TypeError(`${asset} is declared twice`)
    assets.set(asset, { ...PLAIN_ASSET, ...row })
  }
  for (const { as, mechanism, config } of instances) {
    for (const asset of mechanism.blueprint.mints(config)) {
      const row = assets.get(asset) ?? PLAIN_ASSET
      if (!row.minters.includes(as)) assets.set(asset, { ...row, minters: [...row.minters, as] })
    }
  }
  const { check } = codecOf(struct<AssetRow>(assetFields))
  for (const [asset, declaredRow] of assets) {
    // each once and in order, so that the order of instances is no part of the composition
    const row = { ...declaredRow, minters: [...new Set(declaredRow.minters)].sort(byCodeUnits) }
    assets.set(asset, row)
    const checked = check(row)
    if (!checked.ok) throw new TypeError(`asset ${asset} is malformed: ${checked.reason}`)
  }
  return assets
}

const PLAIN_ASSET: AssetRow = {
  minters: [],
  cap: MAX_AMOUNT,
  transferable: true,
  whitelist: [],
  tracked: false,
}

/** Config and params of an instance, checked once when a system is made. */
export function checkInstance(instance: AnyInstance, all: readonly AnyInstance[]): void {
  const { as, mechanism, config, params, needs, authority } = instance
  const { blueprint } = mechanism
  if (authority !== null && !isParty(authority)) throw new TypeError(`the authority of ${as} is no party`)
  for (const [what, schema, value] of [
    ['config', blueprint.config, config],
    ['params', blueprint.params, params],
  ] as const) {
    const checked = codecOf(schema).check(value)
    if (!checked.ok) throw new TypeError(`${what} of ${as} is malformed: ${checked.reason}`)
  }
  if (!blueprint.admits(config, params)) throw new TypeError(`params of ${as} are outside what its config allows`)
  for (const port of Object.keys(blueprint.needs)) {
    const ref = (needs as Record<string, QueryRef<unknown, unknown> | undefined>)[port]
    if (ref === undefined) throw new TypeError(`${as} needs ${port}`)
    const other = all.find((candidate) => candidate.as === ref.instance)
    const query = other?.mechanism.blueprint.queries[ref.query]
    if (query === undefined) throw new TypeError(`${as} needs ${port}, and ${ref.instance}.${ref.query} doesn't exist`)
    const [needed, given] = [blueprint.needs[port], query]
    for (const side of ['input', 'output'] as const) {
      if (shapeText(needed?.[side]) !== shapeText(given[side])) {
        throw new TypeError(`${side} of ${ref.instance}.${ref.query} isn't what ${as} needs as ${port}`)
      }
    }
  }
}

/** The members of a struct, to compare the two ends of a port. */
function shapeText(schema: unknown): string {
  const { def } = (schema as { readonly _zod: { readonly def: { readonly type: string } } })._zod
  return def.type === 'object'
    ? Object.keys(shapeOf(schema as never))
        .sort()
        .join()
    : def.type
}
