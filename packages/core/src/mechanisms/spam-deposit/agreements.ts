/** Attesters who put their own deposit behind a producer's data, for a fee. Spec: spam-deposit.md#offer. */
import { Amount, Asset, Count, Id, Party, Quantity, struct } from '../../codec/index.js'
import { type Account, available, type Command } from '../../kernel/index.js'
import { openChannel } from './channels.js'
import { windowOf } from './config.js'
import { carried, type OwnDeposit } from './deposits.js'
import type { Agreement, ChannelKey, DepositKey, Offer, SpamDepositScope } from './tables.js'

/** What `spam-deposit.offer` takes. */
export interface OfferToAttest extends OwnDeposit, Offer {}
/** What `spam-deposit.accept` takes: the offer as the producer knows it. */
export interface AcceptOffer extends ChannelKey, Offer {
  readonly attester: string
}
/** What `spam-deposit.decline`, `spam-deposit.collect` and `spam-deposit.end` take. */
export interface BetweenTwo extends ChannelKey {
  readonly attester: string
  readonly producer: string
}

/** So that no window number is ever out of reach. */
const MOST_WINDOWS = 10_000
const terms = { stake: Amount, asset: Asset, fee: Quantity, windows: Count }
const two = { channel: Id, attester: Party, producer: Party }

export const offer: Command<OfferToAttest, SpamDepositScope> = {
  input: struct<OfferToAttest>({ channel: Id, producer: Party, ...terms }),
  apply(scope, { channel, producer, ...row }) {
    const { by: signer, reject, tables } = scope
    openChannel(scope, channel)
    if (row.windows < 1 || row.windows > MOST_WINDOWS) reject('SPAM_DEPOSIT_TERMS_INVALID')
    if (producer === signer) reject('SPAM_DEPOSIT_OFFER_TO_SELF')
    tables.offers.put({ channel, signer, producer }, row)
  },
}

export const decline: Command<BetweenTwo, SpamDepositScope> = {
  input: struct<BetweenTwo>(two),
  apply({ by, reject, tables }, { channel, attester: signer, producer }) {
    const of = { channel, signer, producer }
    if ((by !== signer && by !== producer) || !tables.offers.has(of)) reject('SPAM_DEPOSIT_OFFER_UNKNOWN')
    tables.offers.delete(of)
  },
}

export const accept: Command<AcceptOffer, SpamDepositScope> = {
  input: struct<AcceptOffer>({ channel: Id, attester: Party, ...terms }),
  apply(scope, { channel, attester: signer, ...known }) {
    const { by: producer, config, emit, now, reject, tables, transfer } = scope
    openChannel(scope, channel)
    const of = { channel, signer, producer }
    const row = tables.offers.get(of) ?? reject('SPAM_DEPOSIT_OFFER_UNKNOWN')
    const { stake, asset, fee, windows } = row
    const same = known.stake === stake && known.asset === asset && known.fee === fee && known.windows === windows
    if (!same) reject('SPAM_DEPOSIT_OFFER_CHANGED', row)
    const window = windowOf(config, now)
    const before = tables.agreements.get(of)
    if (before !== undefined && window < before.until) reject('SPAM_DEPOSIT_AGREEMENT_RUNNING')
    if (carried(scope, tables.deposits.get(of)).current < stake) reject('SPAM_DEPOSIT_STAKE_MISSING')
    if (!mayReach(scope, asset, producer, signer)) reject('SPAM_DEPOSIT_FEE_RESTRICTED')
    // what is left of the one before goes to whom it belongs
    for (const party of before === undefined ? [] : [signer, producer]) payTo(scope, of, party)
    const total = fee * BigInt(windows)
    if (total > 0n) transfer({ from: available(producer, asset), to: escrow(scope, asset), amount: total })
    const from = window + 1
    const until = from + windows
    tables.agreements.put(of, { stake, asset, fee, paid: from, until, funded: until })
    tables.offers.delete(of)
    emit('agreed', { from, until })
  },
}

export const collect: Command<BetweenTwo, SpamDepositScope> = {
  input: struct<BetweenTwo>(two),
  apply(scope, between) {
    const { of } = agreed(scope, between)
    scope.emit('collected', { paid: payTo(scope, of, scope.by) })
  },
}

export const end: Command<BetweenTwo, SpamDepositScope> = {
  input: struct<BetweenTwo>(two),
  apply(scope, between) {
    const { by, config, emit, now } = scope
    const { of, row } = agreed(scope, between)
    const window = windowOf(config, now)
    // whoever ends it bears the window in which it does
    endBy(scope, of, row, by === of.producer ? window + 1 : window)
    emit('collected', { paid: payTo(scope, of, by) })
  },
}

/** An agreement of whoever asks. */
function agreed(
  { by, reject, tables }: SpamDepositScope,
  { channel, attester: signer, producer }: BetweenTwo,
): { readonly of: DepositKey; readonly row: Agreement } {
  const of = { channel, signer, producer }
  const row = by === signer || by === producer ? tables.agreements.get(of) : undefined
  return { of, row: row ?? reject('SPAM_DEPOSIT_AGREEMENT_UNKNOWN') }
}

/** Pays the attester the fees of windows that are over, the producer those of windows after the end. */
function payTo(scope: SpamDepositScope, of: DepositKey, party: string): bigint {
  const { config, now, tables, transfer } = scope
  const row = tables.agreements.get(of)
  if (row === undefined) return 0n
  const { asset, fee, until } = row
  const toAttester = party === of.signer
  const paid = toAttester ? Math.max(row.paid, Math.min(windowOf(config, now), until)) : row.paid
  const funded = toAttester ? row.funded : until
  const due = fee * BigInt(paid - row.paid + row.funded - funded)
  if (due > 0n) transfer({ from: escrow(scope, asset), to: available(party, asset), amount: due })
  if (paid === funded) tables.agreements.delete(of)
  else tables.agreements.put(of, { ...row, paid, funded })
  return due
}

/**
 * Ends an agreement before this window, if it isn't over by then. Nothing is paid: a slash must not fail because an
 * account can't take its fee.
 */
export function endBy({ tables }: SpamDepositScope, of: DepositKey, row: Agreement, window: number): boolean {
  if (window >= row.until) return false
  const until = Math.max(window, row.paid)
  tables.agreements.put(of, { ...row, until })
  return true
}

/** Where fees wait that aren't earned yet. */
export const escrow = ({ purse, self }: Pick<SpamDepositScope, 'purse' | 'self'>, asset: string): Account =>
  purse(self, asset, 'fees')

/** Whether an asset may go from one party to another: this instance must be no way round a whitelist that names it. */
export function mayReach({ asset: assetOf }: SpamDepositScope, asset: string, from: string, to: string): boolean {
  const declared = assetOf(asset)
  if (declared === undefined || declared.transferable || from === to) return true
  return declared.whitelist.includes(from) || declared.whitelist.includes(to)
}
