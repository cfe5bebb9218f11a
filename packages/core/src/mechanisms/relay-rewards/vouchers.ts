/** Tickets of receivers: one signature for all that a relayer has delivered to one of them in an epoch. Spec: relay-rewards.md#vouchers. */
import { Amount, canonicalize, Epoch, Hex, Id, type JsonValue, list, Party, struct } from '../../codec/index.js'
import type { Command } from '../../kernel/index.js'
import { type Signer, signStatement } from '../../signature/index.js'
import { begun, isClosed, opened } from './opening.js'
import type { RelayScope } from './tables.js'
import { weightsOf } from './weights.js'

/** What a receiver signs: so many tickets has it given this relayer in this epoch so far. */
export interface TicketCount {
  readonly relayer: string
  readonly epoch: number
  /** > 0; of several vouchers the highest counts. */
  readonly tickets: bigint
}
/** Where a voucher counts, and whose it is. */
export interface VoucherPlace {
  readonly stream: string
  readonly instance: string
  readonly receiver: string
  /** The receiver's name for its key. */
  readonly key: string
}
/** A voucher of a batch, all for one epoch. */
export interface Voucher {
  readonly receiver: string
  readonly relayer: string
  readonly tickets: bigint
  /** The receiver's name for its key. */
  readonly key: string
  /** The signature, lower-case hexadecimal digits. */
  readonly value: string
}
/** What `relay-rewards.redeem` takes. */
export interface RedeemVouchers {
  readonly epoch: number
  /** At most 256. */
  readonly vouchers: readonly Voucher[]
}

const MOST_VOUCHERS = 256
const KIND = 'voucher'
const bodyOf = ({ relayer, epoch, tickets }: TicketCount): JsonValue => ({
  relayer,
  epoch: String(epoch),
  tickets: String(tickets),
})

/**
 * Signs a voucher, as a receiver does for every ticket it gives: each replaces the one before.
 * Spec: relay-rewards.md#vouchers.
 * @param place - Stream and instance it counts in, the receiver and its key's id.
 * @param count - The relayer, the epoch, and all tickets the relayer has been given in it.
 * @param signer - Scheme and private key of the receiver's key.
 * @returns The signature, lower-case hex, 128 digits: `value` of the voucher.
 * @throws {RangeError} when the private key is malformed.
 * @example
 * const place = { stream: 'marlin', instance: 'relay-rewards', receiver: 'rex', key: 'k1' }
 * signVoucher(place, { relayer: 'rhea', epoch: 7, tickets: 65_536n }, { scheme: 'ed25519', privateKey })
 */
export function signVoucher({ receiver, ...place }: VoucherPlace, count: TicketCount, signer: Signer): string {
  return signStatement({ ...place, by: receiver, kind: KIND, body: canonicalize(bodyOf(count)) }, signer)
}

export const redeem: Command<RedeemVouchers, RelayScope> = {
  input: struct<RedeemVouchers>({
    epoch: Epoch,
    vouchers: list(
      struct<Voucher>({ receiver: Party, relayer: Party, tickets: Amount, key: Id, value: Hex }),
      MOST_VOUCHERS,
    ),
  }),
  apply(scope, { epoch, vouchers }) {
    const { emit, reject } = scope
    const present = begun(scope)
    if (epoch > present) reject('RELAY_EPOCH_AHEAD', { epoch: present })
    if (isClosed(scope, epoch) || epoch < opened(scope, present).next) reject('RELAY_EPOCH_CLOSED')
    let counted = 0
    vouchers.forEach((voucher, index) => {
      if (countVoucher(scope, epoch, voucher, index)) counted += 1
    })
    emit('redeemed', { counted })
  },
}

/** Counts a voucher that is higher than what is known; others change nothing, so that nobody spoils another's batch. */
function countVoucher(scope: RelayScope, epoch: number, voucher: Voucher, index: number): boolean {
  const { config, isSigned, reject, tables } = scope
  const { receiver, relayer, tickets, key, value } = voucher
  const id = { epoch, relayer, receiver }
  const known = tables.vouchers.get(id)?.tickets ?? 0n
  if (tickets <= known) return false
  const given = tables.receipts.get({ epoch, receiver })
  if (given === undefined && !weightsOf(scope, receiver, epoch).some((weight) => weight > 0n)) {
    reject('RELAY_RECEIVER_WITHOUT_WEIGHT', { index })
  }
  const { issued, relayers } = given ?? { issued: 0n, relayers: 0 }
  if (known === 0n && relayers >= config.relayers) reject('RELAY_RELAYERS_EXCEEDED', { index })
  const body = bodyOf({ relayer, epoch, tickets })
  if (!isSigned({ by: receiver, key, kind: KIND, body, value })) reject('RELAY_VOUCHER_INVALID', { index })
  tables.vouchers.put(id, { tickets })
  tables.receipts.put(
    { epoch, receiver },
    { issued: issued + tickets - known, relayers: known === 0n ? relayers + 1 : relayers },
  )
  return true
}
