/** What producers and attesters have at stake, and with which key they sign for it. Spec: spam-deposit.md#deposit. */
import { least } from '../../arithmetic/index.js'
import { Amount, Id, Party, struct } from '../../codec/index.js'
import { type Account, available, type Command } from '../../kernel/index.js'
import { openChannel } from './channels.js'
import { windowOf } from './config.js'
import type { Channel, ChannelKey, Deposit, DepositKey, SpamDepositScope, SpamDepositView } from './tables.js'

/** What `spam-deposit.withdraw` takes, and what names a deposit of one's own. */
export interface OwnDeposit extends ChannelKey {
  /** For whose data; oneself, or whom one attests for. */
  readonly producer: string
}
/** What `spam-deposit.deposit` takes. */
export interface MakeDeposit extends OwnDeposit {
  /** Base units. */
  readonly amount: bigint
  /** One's own name for the key that attestations are signed with. */
  readonly key: string
}
/** What `spam-deposit.rekey` takes. */
export interface ChangeKey extends OwnDeposit {
  readonly key: string
}
/** What `spam-deposit.leave` takes. */
export interface LeaveDeposit extends OwnDeposit {
  /** Base units. */
  readonly amount: bigint
}

const own = { channel: Id, producer: Party }

export const deposit: Command<MakeDeposit, SpamDepositScope> = {
  input: struct<MakeDeposit>({ ...own, amount: Amount, key: Id }),
  apply(scope, { channel, producer, amount, key }) {
    const { by: signer, tables, transfer } = scope
    const open = openChannel(scope, channel)
    const of = { channel, signer, producer }
    const from = useKey(scope, of, key)
    const { current, ...rest } = carried(scope, tables.deposits.get(of))
    transfer({ from: available(signer, open.asset), to: stakeAccount(scope, of, open), amount })
    tables.deposits.put(of, { current: current + amount, ...rest })
    scope.emit('announced', { from })
  },
}

export const rekey: Command<ChangeKey, SpamDepositScope> = {
  input: struct<ChangeKey>({ ...own, key: Id }),
  apply(scope, { key, ...which }) {
    openChannel(scope, which.channel)
    const of = { ...which, signer: scope.by }
    if (!scope.tables.deposits.has(of)) scope.reject('SPAM_DEPOSIT_UNKNOWN')
    scope.emit('announced', { from: useKey(scope, of, key) })
  },
}

export const leave: Command<LeaveDeposit, SpamDepositScope> = {
  input: struct<LeaveDeposit>({ ...own, amount: Amount }),
  apply(scope, { amount, ...which }) {
    const { by: signer, config, emit, now, reject, tables } = scope
    openChannel(scope, which.channel)
    const of = { ...which, signer }
    const { current, minimum, window } = carried(scope, tables.deposits.get(of) ?? reject('SPAM_DEPOSIT_UNKNOWN'))
    if (amount > current) reject('SPAM_DEPOSIT_AMOUNT_EXCEEDED', { current })
    const left = current - amount
    const agreement = tables.agreements.get(of)
    const promised = agreement !== undefined && windowOf(config, now) < agreement.until ? agreement.stake : 0n
    if (left < promised) reject('SPAM_DEPOSIT_PROMISED', { promised })
    tables.deposits.put(of, { current: left, minimum: least(minimum, left), window })
    const until = window + 1 + config.wait
    tables.leaving.put({ ...of, until }, { amount: amount + (tables.leaving.get({ ...of, until })?.amount ?? 0n) })
    emit('leaving', { until })
  },
}

export const withdraw: Command<OwnDeposit, SpamDepositScope> = {
  input: struct<OwnDeposit>(own),
  apply(scope, which) {
    const { by: signer, config, emit, now, reject, tables, transfer } = scope
    const open = openChannel(scope, which.channel)
    const of = { ...which, signer }
    if (!tables.deposits.has(of)) reject('SPAM_DEPOSIT_UNKNOWN')
    let paid = 0n
    for (const { key, row } of tables.leaving.under(of, { to: windowOf(config, now) + 1 })) {
      paid += row.amount
      tables.leaving.delete(key)
    }
    if (paid === 0n) reject('SPAM_DEPOSIT_WAITING')
    transfer({ from: stakeAccount(scope, of, open), to: available(signer, open.asset), amount: paid })
    dropIfEmpty(scope, of)
    emit('withdrawn', { paid })
  },
}

const NOTHING: Deposit = { current: 0n, minimum: 0n, window: 0 }
/** A deposit in the present window: all that was there by its beginning counts. */
export function carried(
  { config, now }: SpamDepositScope | SpamDepositView,
  { current, minimum, window: last }: Deposit = NOTHING,
): Deposit {
  const window = windowOf(config, now)
  return { current, minimum: last < window ? current : minimum, window }
}

/** Where what a signer has at stake on a channel lies, for all whom it signs for: its own, and held by it. */
export const stakeAccount = (
  { purse }: Pick<SpamDepositScope, 'purse'>,
  { channel, signer }: Omit<DepositKey, 'producer'>,
  { asset }: Pick<Channel, 'asset'>,
): Account => purse(signer, asset, 'channel', channel)

/** Forgets a deposit in which nothing is left. */
export function dropIfEmpty({ tables }: SpamDepositScope, of: DepositKey): void {
  if (tables.deposits.get(of)?.current !== 0n) return
  for (const _ of tables.leaving.under(of)) return
  tables.deposits.delete(of)
  for (const { key } of tables.keys.under(of)) tables.keys.delete(key)
}

/** From the next window on attestations are signed with this key. Returns that window. */
function useKey(
  { by, config, key: registered, now, reject, tables }: SpamDepositScope,
  of: DepositKey,
  key: string,
): number {
  if (registered(by, key)?.active !== true) reject('SPAM_DEPOSIT_KEY_UNKNOWN', { key })
  const window = windowOf(config, now)
  const from = window + 1
  if (tables.keys.before(of, from + 1)?.row.key === key) return from
  tables.keys.put({ ...of, from }, { key })
  const needed = tables.keys.before(of, Math.max(0, window - config.evidence) + 1)
  for (const old of tables.keys.under(of, { to: needed?.key.from ?? 0 })) tables.keys.delete(old.key)
  return from
}

/** The signer's name for the key with which it signed in a window. */
export const keyIn = (
  { tables }: SpamDepositScope | SpamDepositView,
  of: DepositKey,
  window: number,
): string | undefined => tables.keys.before(of, window + 1)?.row.key
