/** A system from a composition in JSON. Spec: kernel.md#composition. */
import {
  type AnyInstance,
  type AssetRow,
  type CompositionOptions,
  createSystem,
  type FeedPolicy,
  type System,
} from '@symbolon/core'
import { canonicalize, codecOf, type Schema, struct } from '@symbolon/core/codec'
import { assetFields, PolicyFields } from '../../packages/core/src/kernel/kernel-tables.js'
import type { AnyMechanism } from './mechanisms.js'

interface InstanceJson {
  readonly authority: string | null
  readonly config: unknown
  readonly mechanism: string
  readonly needs: Readonly<Record<string, string>>
  readonly params: unknown
  readonly version: string
}
/** A composition as genesis records it. */
export interface CompositionJson {
  readonly allocations: readonly { readonly party: string; readonly asset: string; readonly amount: string }[]
  readonly assets: Readonly<Record<string, unknown>>
  readonly authentication: 'keys' | 'host'
  readonly authority: string | null
  readonly feeds: readonly { readonly base: string; readonly quote: string; readonly policy: unknown }[]
  readonly instances: Readonly<Record<string, InstanceJson>>
  readonly spec: string
}

/** A mechanism that a composition asks for isn't implemented. */
export class MechanismMissing extends Error {
  readonly code = 'MECHANISM_MISSING'
  constructor(name: string, version: string) {
    super(`${name}, version ${version}, is not implemented`)
    this.name = 'MechanismMissing'
  }
}

/**
 * @throws {MechanismMissing} when a mechanism or its version isn't among those given.
 * @throws {TypeError} when the composition is malformed, or the system isn't exactly what it says.
 */
export function systemOf(composition: CompositionJson, mechanisms: readonly AnyMechanism[]): System {
  const { allocations, assets, authentication, authority, feeds, instances, spec } = composition
  const options: CompositionOptions = {
    spec,
    authentication,
    ...(authority === null ? {} : { authority }),
    assets: Object.entries(assets).map(([asset, row]) => ({ asset, ...decoded<AssetRow>(struct(assetFields), row) })),
    allocations: allocations.map(({ amount, ...to }) => ({ ...to, amount: BigInt(amount) })),
    feeds: feeds.map(({ policy, ...pair }) => ({ ...pair, policy: decoded<FeedPolicy>(PolicyFields, policy) })),
  }
  const made = Object.entries(instances).map(([name, json]) => instanceOf(name, json, mechanisms))
  const system = createSystem({ ...options, mechanisms: made })
  if (system.engine.composition.text !== canonicalize(composition))
    throw new TypeError('the composition means something else here')
  return system
}

function instanceOf(name: string, json: InstanceJson, mechanisms: readonly AnyMechanism[]): AnyInstance {
  const { authority, config, needs, params, version } = json
  const mechanism = mechanisms.find((one) => one.name === json.mechanism && String(one.blueprint.version) === version)
  if (mechanism === undefined) throw new MechanismMissing(json.mechanism, version)
  const ports = Object.entries(needs).map(([port, ref]) => {
    const [instance = '', query = ''] = ref.split('.')
    return [port, { instance, query }] as const
  })
  return mechanism.as(name).with({
    ...decoded<object>(mechanism.blueprint.config, config),
    ...decoded<object>(mechanism.blueprint.params, params),
    ...Object.fromEntries(ports),
    ...(authority === null ? {} : { authority }),
  })
}

function decoded<T>(schema: Schema<T> | Schema<object>, json: unknown): T {
  const value = codecOf(schema as Schema<T>).decode(json)
  if (value === undefined) throw new TypeError(`the composition is malformed at ${JSON.stringify(json)}`)
  return value
}
