/** Evidence, and what it costs. Spec: spam-deposit.md#report. */
import { least, mulDiv } from '../../arithmetic/index.js'
import { Epoch, Hash, Hex, Id, Json, type JsonValue, Party, Quantity, struct } from '../../codec/index.js'
import { available, type Command, issuance } from '../../kernel/index.js'
import { endBy, mayReach } from './agreements.js'
import { ATTESTATION, attestationBody, type ByteRange, isRange, rangesOverlap } from './attestation.js'
import { openChannel, termsIn, type Verifiers } from './channels.js'
import { windowOf } from './config.js'
import { carried, dropIfEmpty, keyIn, stakeAccount } from './deposits.js'
import type { Channel, ChannelKey, Deposit, DepositKey, FaultKey, SpamDepositScope } from './tables.js'

/** A message as it was attested. */
export interface AttestedMessage extends ByteRange {
  /** SHA-256 of the message. */
  readonly message: string
  /** Signature of the attestation, lower-case hexadecimal digits. */
  readonly value: string
}
/** Whose attestation of which window. */
export interface AttestedBy extends DepositKey {
  readonly window: number
}
/** What `spam-deposit.report` takes: two different messages over overlapping ranges. */
export interface ReportOverlap extends AttestedBy {
  readonly first: AttestedMessage
  readonly second: AttestedMessage
}
/** What `spam-deposit.prove` takes: a message that is spam. */
export interface ProveSpam extends AttestedBy, AttestedMessage {
  /** What the channel's verifier asks for. */
  readonly proof: JsonValue
}

/** Most faults that `forget` forgets at a time, of each kind, and most that a proof of another one does. */
const MOST_FORGOTTEN = 256
const FORGOTTEN_BESIDE = 4

const attestedBy = { channel: Id, signer: Party, producer: Party, window: Epoch }
const attested = { from: Quantity, to: Quantity, message: Hash, value: Hex }
const message = struct<AttestedMessage>(attested)

export const report: Command<ReportOverlap, SpamDepositScope> = {
  input: struct<ReportOverlap>({ ...attestedBy, first: message, second: message }),
  apply(scope, { first, second, ...of }) {
    const { reject } = scope
    const { channel, deposit } = accused(scope, of)
    if (!isRange(first) || !isRange(second)) reject('SPAM_DEPOSIT_RANGE_INVALID')
    if (first.message === second.message || !rangesOverlap(first, second)) reject('SPAM_DEPOSIT_NO_OVERLAP')
    join(scope, of, first.message, second.message)
    for (const one of [first, second]) demandSignature(scope, of, one)
    slash(scope, of, deposit, channel, channel.overlap)
  },
}

export function proveCommand(verifiers: Verifiers): Command<ProveSpam, SpamDepositScope> {
  return {
    input: struct<ProveSpam>({ ...attestedBy, ...attested, proof: Json }),
    apply(scope, { proof, ...claim }) {
      const { isSigned, reject, tables } = scope
      const { channel, deposit } = accused(scope, claim)
      if (!isRange(claim)) reject('SPAM_DEPOSIT_RANGE_INVALID')
      const fault = faultOf(claim, claim.message)
      if (tables.spams.has(fault)) reject('SPAM_DEPOSIT_FAULT_KNOWN')
      demandSignature(scope, claim, claim)
      const { value: _, ...said } = claim
      const terms = termsIn(scope, claim.channel, claim.window)
      const verifier = terms === undefined ? undefined : verifiers.get(terms.verifier)
      const proven = verifier?.proves(said, terms?.rule as JsonValue, proof, (statement) => isSigned(statement))
      if (proven !== true) reject('SPAM_DEPOSIT_NOT_PROVEN')
      tables.spams.put(fault, {})
      slash(scope, claim, deposit, channel, channel.spam)
    },
  }
}

export const forget: Command<ChannelKey, SpamDepositScope> = {
  input: struct<ChannelKey>({ channel: Id }),
  apply(scope, { channel }) {
    openChannel(scope, channel)
    scope.emit('forgotten', { faults: forgetLate(scope, channel, MOST_FORGOTTEN) })
  },
}

/** Whose fault it would be, if evidence of that window can still come. */
function accused(scope: SpamDepositScope, of: AttestedBy): { readonly channel: Channel; readonly deposit: Deposit } {
  const { config, now, reject, tables } = scope
  const channel = openChannel(scope, of.channel)
  const deposit = carried(scope, tables.deposits.get(depositOf(of)) ?? reject('SPAM_DEPOSIT_UNKNOWN'))
  const window = windowOf(config, now)
  if (of.window > window) reject('SPAM_DEPOSIT_EVIDENCE_AHEAD', { window })
  if (of.window + config.evidence < window) reject('SPAM_DEPOSIT_EVIDENCE_LATE', { window })
  return { channel, deposit }
}
const depositOf = ({ channel, signer, producer }: DepositKey): DepositKey => ({ channel, signer, producer })
const faultOf = ({ channel, window, signer, producer }: AttestedBy, hash: string): FaultKey => {
  return { channel, window, signer, producer, message: hash }
}

function demandSignature(
  scope: SpamDepositScope,
  of: AttestedBy,
  { from, to, message: hash, value }: AttestedMessage,
): void {
  const key = keyIn(scope, depositOf(of), of.window)
  const { channel, producer, window } = of
  const body = attestationBody({ channel, producer, window, from, to, message: hash })
  // revoking a key undoes nothing that was signed with it; `rekey` says from when on another one answers
  const signed =
    key !== undefined && scope.isSigned({ by: of.signer, key, kind: ATTESTATION, body, value }, { revoked: true })
  if (!signed) scope.reject('SPAM_DEPOSIT_SIGNATURE_INVALID')
}

/**
 * Puts two messages into one tree, or refuses where they are in one already: n messages that overlap, directly or by way
 * of others, are n − 1 faults, whichever pairs are shown, and in whatever order.
 */
function join(scope: SpamDepositScope, of: AttestedBy, a: string, b: string): void {
  const { reject, tables } = scope
  const [first, second] = [topOf(scope, of, a), topOf(scope, of, b)]
  if (first.hash === second.hash) reject('SPAM_DEPOSIT_FAULT_KNOWN')
  const [upper, lower] = first.size >= second.size ? [first, second] : [second, first]
  tables.overlaps.put(faultOf(of, upper.hash), { above: upper.hash, size: upper.size + lower.size })
  tables.overlaps.put(faultOf(of, lower.hash), { above: upper.hash, size: lower.size })
}
/** The top of a message's tree. The smaller tree goes below the greater, so a walk is as long as the logarithm of both. */
function topOf(
  { tables }: SpamDepositScope,
  of: AttestedBy,
  hash: string,
): { readonly hash: string; readonly size: number } {
  let at = hash
  let node = tables.overlaps.get(faultOf(of, at))
  while (node !== undefined && node.above !== at) {
    at = node.above
    node = tables.overlaps.get(faultOf(of, at))
  }
  return { hash: at, size: node?.size ?? 1 }
}

/** Takes a fraction of all that is there, what is asked back included, each part rounded up. */
function slash(scope: SpamDepositScope, by: AttestedBy, deposit: Deposit, channel: Channel, fraction: number): void {
  const { by: reporter, config, emit, params, seize, tables } = scope
  const of = depositOf(by)
  const lostOf = (amount: bigint) => mulDiv(amount, BigInt(fraction), 10_000n, 'up')
  let lost = lostOf(deposit.current)
  const current = deposit.current - lost
  const minimum = least(deposit.minimum, current)
  tables.deposits.put(of, { ...deposit, current, minimum })
  for (const { key, row } of tables.leaving.under(of)) {
    const part = lostOf(row.amount)
    lost += part
    if (part === row.amount) tables.leaving.delete(key)
    else tables.leaving.put(key, { amount: row.amount - part })
  }
  const { asset } = channel
  const { signer } = of
  const { beneficiary } = config
  const reach = (party: string) => mayReach(scope, asset, signer, party)
  const reward = reach(reporter) ? mulDiv(lost, BigInt(params.reward), 10_000n, 'down') : 0n
  const from = stakeAccount(scope, of, channel)
  if (reward > 0n) seize({ from, to: available(reporter, asset), amount: reward })
  const burned = lost - reward
  const to = beneficiary !== undefined && reach(beneficiary) ? available(beneficiary, asset) : issuance(asset)
  seize({ from, to, amount: burned })
  const ended = endIfShort(scope, of, current)
  dropIfEmpty(scope, of)
  forgetLate(scope, of.channel, FORGOTTEN_BESIDE)
  emit('slashed', { lost, reward, burned, ended })
}

/** An attester that no longer has what it promised ends its agreement by it. */
function endIfShort(scope: SpamDepositScope, of: DepositKey, current: bigint): boolean {
  const agreement = scope.tables.agreements.get(of)
  if (agreement === undefined || current >= agreement.stake) return false
  return endBy(scope, of, agreement, windowOf(scope.config, scope.now))
}

/** Rows of faults, of either kind. */
interface Faults {
  under(prefix: ChannelKey, range: { readonly to: number }): Iterable<{ readonly key: FaultKey }>
  delete(key: FaultKey): void
}
/** Forgets faults of windows of which no evidence can come any more. Returns how many. */
function forgetLate({ config, now, tables }: SpamDepositScope, channel: string, most: number): number {
  const to = Math.max(0, windowOf(config, now) - config.evidence)
  const forgetIn = (faults: Faults): number => {
    let count = 0
    for (const { key } of faults.under({ channel }, { to })) {
      if (count === most) break
      faults.delete(key)
      count += 1
    }
    return count
  }
  return forgetIn(tables.overlaps) + forgetIn(tables.spams)
}
