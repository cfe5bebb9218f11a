/** A liquid asset and a scarce one that turn into each other, one way at once, the other in tranches. Spec: bridge.md. */
import {
  Amount,
  Asset,
  BasisPoints,
  Duration,
  Epoch,
  optional,
  Party,
  Quantity,
  type Schema,
  struct,
  Time,
} from '../../codec/index.js'
import { available, defineMechanism, issuance, type Scope, table } from '../../kernel/index.js'
import {
  type BridgeBounds,
  type BridgeConfig,
  type BridgeKey,
  type BridgeOutstanding,
  type BridgeParams,
  type BridgeRequest,
  type BridgeTables,
  epochOf,
  outstanding,
  type ParamRange,
} from './queries.js'
import { convertibleOf } from './tranches.js'

/** What `bridge.bond` takes. */
export interface Bond {
  /** Base units of the liquid asset, a multiple of the rate. */
  readonly amount: bigint
}
/** What `bridge.request` takes. */
export interface RequestConversion {
  /** Base units of the bonded asset. */
  readonly amount: bigint
}
/** What `bridge.convert` and `bridge.cancel` take. */
export interface RequestPart {
  /** Epoch of the party's request. */
  readonly epoch: number
  /** Base units of the bonded asset. */
  readonly amount: bigint
}

const rangeOf = (field: Schema<number>): Schema<ParamRange> => struct<ParamRange>({ least: field, most: field })
const within = ({ least, most }: ParamRange, value: number): boolean => least <= value && value <= most

/**
 * A bridge between a liquid asset and a bonded one at a fixed rate. Bonding is immediate. The way back is asked for
 * and opens in tranches, so that enough stays bonded; what is asked for goes on staking and voting, but its holder
 * can't part with it.
 * Spec: bridge.md. Source: POND and MPOND of the Marlin network.
 * @example
 * bridge.with({ liquid: 'POND', bonded: 'MPOND', rate: 10n ** 6n, wait: 15_552_000, liquidity: 1000, authority: '@governance' })
 */
export const bridge = defineMechanism({
  name: 'bridge',
  config: struct<BridgeConfig>({
    liquid: Asset,
    bonded: Asset,
    rate: Amount,
    epoch: optional(Duration),
    origin: optional(Time),
    bounds: optional(struct<BridgeBounds>({ wait: rangeOf(Duration), liquidity: rangeOf(BasisPoints) })),
  }),
  params: struct<BridgeParams>({ wait: Duration, liquidity: BasisPoints }),
  admits: ({ liquid, bonded, bounds }, { wait, liquidity }) =>
    liquid !== bonded && (bounds === undefined || (within(bounds.wait, wait) && within(bounds.liquidity, liquidity))),
  mints: ({ liquid, bonded }) => [liquid, bonded],
  tables: {
    requests: table(
      struct<BridgeKey>({ party: Party, epoch: Epoch }),
      struct<BridgeRequest>({ amount: Quantity, converted: Quantity, requestedAt: Time, wait: Duration }),
      {
        ordered: [['party']],
        rules: { 'converted never exceeds the amount': ({ amount, converted }) => converted <= amount },
      },
    ),
    outstanding: table(
      struct<Pick<BridgeKey, 'party'>>({ party: Party }),
      struct<BridgeOutstanding>({ amount: Amount }),
    ),
  },
  events: {
    /** `received`: base units of the bonded asset. */
    bonded: struct<{ readonly received: bigint }>({ received: Amount }),
    requested: struct<{ readonly epoch: number; readonly outstanding: bigint }>({ epoch: Epoch, outstanding: Amount }),
    /** `paid`: base units of the liquid asset. */
    converted: struct<{ readonly paid: bigint; readonly outstanding: bigint }>({ paid: Amount, outstanding: Quantity }),
    cancelled: struct<{ readonly outstanding: bigint }>({ outstanding: Quantity }),
  },
  rejections: [
    'BRIDGE_AMOUNT_INDIVISIBLE',
    'BRIDGE_NOT_OPEN',
    'BRIDGE_EPOCH_TAKEN',
    'BRIDGE_REQUEST_EXCEEDS_HOLDING',
    'BRIDGE_REQUEST_UNKNOWN',
    'BRIDGE_CONVERSION_EXCEEDS_ALLOWANCE',
    'BRIDGE_CANCELLATION_EXCEEDS_REMAINDER',
  ],
  commands: {
    bond: {
      input: struct<Bond>({ amount: Amount }),
      apply({ by, config: { liquid, bonded, rate }, transfer, emit, reject }, { amount }) {
        if (amount % rate !== 0n) reject('BRIDGE_AMOUNT_INDIVISIBLE', { rate })
        const received = amount / rate
        transfer({ from: available(by, liquid), to: issuance(liquid), amount })
        transfer({ from: issuance(bonded), to: available(by, bonded), amount: received })
        emit('bonded', { received })
      },
    },
    request: {
      input: struct<RequestConversion>({ amount: Amount }),
      apply(scope, { amount }) {
        const { by, config, emit, held, now, params, reject, tables } = scope
        const epoch = epochOf(config, now) ?? reject('BRIDGE_NOT_OPEN', { origin: config.origin })
        const key = { party: by, epoch }
        if (tables.requests.has(key)) reject('BRIDGE_EPOCH_TAKEN', key)
        const due = outstanding(scope, by) + amount
        if (due > held(by, config.bonded)) reject('BRIDGE_REQUEST_EXCEEDS_HOLDING', { outstanding: due })
        tables.requests.put(key, { amount, converted: 0n, requestedAt: now, wait: params.wait })
        owe(scope, due)
        emit('requested', { epoch, outstanding: due })
      },
    },
    convert: {
      input: struct<RequestPart>({ epoch: Epoch, amount: Amount }),
      apply(scope, { epoch, amount }) {
        const { by, config, emit, now, params, reject, tables, transfer } = scope
        const { liquid, bonded, rate } = config
        const key = { party: by, epoch }
        const request = tables.requests.get(key) ?? reject('BRIDGE_REQUEST_UNKNOWN', key)
        const convertible = convertibleOf(request, params.liquidity, now)
        if (amount > convertible) reject('BRIDGE_CONVERSION_EXCEEDS_ALLOWANCE', { convertible })
        const due = outstanding(scope, by) - amount
        const paid = amount * rate
        transfer({ from: available(by, bonded), to: issuance(bonded), amount })
        transfer({ from: issuance(liquid), to: available(by, liquid), amount: paid })
        tables.requests.put(key, { ...request, converted: request.converted + amount })
        owe(scope, due)
        emit('converted', { paid, outstanding: due })
      },
    },
    cancel: {
      input: struct<RequestPart>({ epoch: Epoch, amount: Amount }),
      apply(scope, { epoch, amount }) {
        const { by, emit, reject, tables } = scope
        const key = { party: by, epoch }
        const request = tables.requests.get(key) ?? reject('BRIDGE_REQUEST_UNKNOWN', key)
        const remainder = request.amount - request.converted
        if (amount > remainder) reject('BRIDGE_CANCELLATION_EXCEEDS_REMAINDER', { remainder })
        const due = outstanding(scope, by) - amount
        // a row without anything left stays: asking and cancelling every day would otherwise free a holding early
        tables.requests.put(key, { ...request, amount: request.amount - amount })
        owe(scope, due)
        emit('cancelled', { outstanding: due })
      },
    },
  },
  audits: {
    'converted never exceeds the amount': ({ tables }) =>
      tables.requests.entries().every(({ row }) => row.converted <= row.amount),
    'what is outstanding is the sum of its requests': ({ tables }) => {
      const rest = new Map(tables.outstanding.entries().map(({ key, row }) => [key.party, row.amount]))
      for (const { key, row } of tables.requests.entries()) {
        rest.set(key.party, (rest.get(key.party) ?? 0n) - row.amount + row.converted)
      }
      return [...rest.values()].every((difference) => difference === 0n)
    },
  },
})

type Owing = Pick<
  Scope<BridgeConfig, BridgeParams, BridgeTables, unknown, never, unknown, unknown>,
  'by' | 'config' | 'lien' | 'tables'
>
/** Writes what a party has outstanding, and demands that it goes on holding as much. */
function owe({ by, config, lien, tables }: Owing, due: bigint): void {
  if (due > 0n) tables.outstanding.put({ party: by }, { amount: due })
  else tables.outstanding.delete({ party: by })
  lien(by, config.bonded, due)
}
