/** What can be read of a bridge, and the names of what it keeps. Spec: bridge.md#queries. */
import type { Entry, Table, View } from '../../kernel/index.js'
import { convertibleOf, type Tranches } from './tranches.js'

/** The least and the most that governance may set. */
export interface ParamRange {
  readonly least: number
  readonly most: number
}
/** What governance may set, within which params are admitted. */
export interface BridgeBounds {
  /** Seconds. */
  readonly wait: ParamRange
  /** Basis points. */
  readonly liquidity: ParamRange
}
/** Fixed when the system is composed. */
export interface BridgeConfig {
  /** The asset that moves freely. */
  readonly liquid: string
  /** The scarce asset that stakes and votes. */
  readonly bonded: string
  /** Base units of the liquid asset for one of the bonded. */
  readonly rate: bigint
  /** Length of an epoch, seconds. Default: a day. */
  readonly epoch?: number
  /** Beginning of epoch 0, whole seconds. Default 0. */
  readonly origin?: number
  /** Default: any wait, any liquidity. */
  readonly bounds?: BridgeBounds
}
/** Set by the authority. */
export interface BridgeParams {
  /** Seconds until a tranche of a new request opens. */
  readonly wait: number
  /** Size of a tranche of every request, basis points. */
  readonly liquidity: number
}
/** One request a party and epoch. */
export interface BridgeKey {
  readonly party: string
  readonly epoch: number
}
/** What a party has asked for in an epoch, and how much of it is converted. */
export interface BridgeRequest extends Tranches {}
/** What a party has asked for and neither converted nor cancelled, over all its requests. */
export interface BridgeOutstanding {
  /** Base units of the bonded asset, > 0: without anything outstanding there is no row. */
  readonly amount: bigint
}
/** What a bridge keeps. */
export interface BridgeTables {
  readonly requests: Table<BridgeKey, BridgeRequest>
  readonly outstanding: Table<Pick<BridgeKey, 'party'>, BridgeOutstanding>
}
/** A bridge in a state, or inside one of its commands. */
export interface BridgeView extends View<BridgeConfig, BridgeParams, BridgeTables> {}

const DAY = 86_400

/**
 * The epoch a time lies in: floor((time − origin) / length).
 * Spec: bridge.md#epochs.
 * @param config - The bridge's; `epoch` in seconds, default a day, and `origin`, default 0.
 * @param time - Whole seconds.
 * @returns The epoch's number, or undefined before the origin.
 * @example epochOf({ origin: 86_400 }, 259_199) // 1
 */
export function epochOf(
  { epoch = DAY, origin = 0 }: Pick<BridgeConfig, 'epoch' | 'origin'>,
  time: number,
): number | undefined {
  const passed = time - origin
  // the remainder is taken off first: a quotient of great numbers could round up to the next epoch
  return passed < 0 ? undefined : (passed - (passed % epoch)) / epoch
}

/**
 * What may be converted of one request.
 * Spec: bridge.md#tranches.
 * @param view - Of the bridge.
 * @param key - Party and epoch of the request.
 * @param now - Whole seconds; default: the view's own time.
 * @returns Base units of the bonded asset; 0n where there is no request.
 * @example convertible(view(system, state).mechanisms.bridge, { party: 'alice', epoch: 0 }) // 90n
 */
export function convertible(view: BridgeView, key: BridgeKey, now: number = view.now): bigint {
  const request = view.tables.requests.get(key)
  return request === undefined ? 0n : convertibleOf(request, view.params.liquidity, now)
}

/**
 * What a party has asked for and neither converted nor cancelled: its lien.
 * Spec: bridge.md#lien.
 * @param view - Of the bridge.
 * @param party - Whose requests.
 * @returns Base units of the bonded asset, ≥ 0n.
 * @example outstanding(view(system, state).mechanisms.bridge, 'alice') // 950n
 */
export function outstanding(view: BridgeView, party: string): bigint {
  return view.tables.outstanding.get({ party })?.amount ?? 0n
}

/**
 * A party's requests by epoch, those that are over included.
 * Spec: bridge.md#tables.
 * @param view - Of the bridge.
 * @param party - Whose requests.
 * @returns Key and row of each, lazily, the earliest epoch first.
 * @example [...requestsOf(view(system, state).mechanisms.bridge, 'alice')].map(({ key }) => key.epoch) // [0, 30]
 */
export function requestsOf(view: BridgeView, party: string): Iterable<Entry<BridgeKey, BridgeRequest>> {
  return view.tables.requests.under({ party })
}
