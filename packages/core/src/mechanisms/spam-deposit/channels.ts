/** Channels: what a deposit entitles to there, and what is spam. Spec: spam-deposit.md#channels. */
import { mulDiv } from '../../arithmetic/index.js'
import { Amount, Asset, BasisPoints, Count, Id, Json, type JsonValue, struct } from '../../codec/index.js'
import type { Command } from '../../kernel/index.js'
import { windowOf } from './config.js'
import type { Channel, ChannelKey, ChannelTerms, SpamDepositScope, SpamDepositView } from './tables.js'
import type { SpamVerifier } from './verifiers.js'

/** What `spam-deposit.open` takes. */
export interface OpenChannel extends ChannelKey, ChannelTerms, Omit<Channel, 'keeper'> {}
/** What `spam-deposit.amend` takes. */
export interface AmendTerms extends ChannelKey, ChannelTerms {}

/** Verifiers that a mechanism was made with, by name. */
export type Verifiers = ReadonlyMap<string, SpamVerifier>

const termsFields = { receivers: Count, verifier: Id, rule: Json }

export function channelCommands(verifiers: Verifiers): {
  readonly open: Command<OpenChannel, SpamDepositScope>
  readonly amend: Command<AmendTerms, SpamDepositScope>
} {
  const checkTerms = ({ config, reject }: SpamDepositScope, { verifier: name, rule }: ChannelTerms): void => {
    const known = name === 'quorum' || config.verifiers?.includes(name) === true ? verifiers.get(name) : undefined
    const verifier = known ?? reject('SPAM_DEPOSIT_VERIFIER_UNKNOWN', { verifier: name })
    if (!verifier.admits(rule as JsonValue)) reject('SPAM_DEPOSIT_RULE_INVALID')
  }
  return {
    open: {
      input: struct<OpenChannel>({
        channel: Id,
        asset: Asset,
        stake: Amount,
        volume: Amount,
        overlap: BasisPoints,
        spam: BasisPoints,
        ...termsFields,
      }),
      apply(scope, { channel, receivers, verifier, rule, ...row }) {
        const { by, config, now, reject, tables } = scope
        if (tables.channels.has({ channel })) reject('SPAM_DEPOSIT_CHANNEL_TAKEN', { channel })
        if (receivers < 1 || row.overlap < 1 || row.spam < 1) reject('SPAM_DEPOSIT_TERMS_INVALID')
        const terms = { receivers, verifier, rule }
        checkTerms(scope, terms)
        tables.channels.put({ channel }, { ...row, keeper: by })
        tables.terms.put({ channel, from: windowOf(config, now) }, terms)
      },
    },
    amend: {
      input: struct<AmendTerms>({ channel: Id, ...termsFields }),
      apply(scope, { channel, ...terms }) {
        const { by, config, emit, now, reject, tables } = scope
        if (by !== openChannel(scope, channel).keeper) reject('SPAM_DEPOSIT_NOT_KEEPER')
        if (terms.receivers < 1) reject('SPAM_DEPOSIT_TERMS_INVALID')
        checkTerms(scope, terms)
        const window = windowOf(config, now)
        // whoever asks its deposit back in this window has it by then
        const from = window + 1 + config.wait
        tables.terms.put({ channel, from }, terms)
        const needed = tables.terms.before({ channel }, Math.max(0, window - config.evidence) + 1)
        for (const { key } of tables.terms.under({ channel }, { to: needed?.key.from ?? 0 })) tables.terms.delete(key)
        emit('announced', { from })
      },
    },
  }
}

/** A channel, or a refusal. */
export const openChannel = ({ reject, tables }: SpamDepositScope, channel: string): Readonly<Channel> =>
  tables.channels.get({ channel }) ?? reject('SPAM_DEPOSIT_CHANNEL_UNKNOWN', { channel })

/** What of a channel was, is or will be in force in a window; undefined where that is forgotten or never was. */
export const termsIn = (
  { tables }: SpamDepositScope | SpamDepositView,
  channel: string,
  window: number,
): Readonly<ChannelTerms> | undefined => tables.terms.before({ channel }, window + 1)?.row

/**
 * What a deposit entitles to: floor(deposit · volume / (stake · receivers)).
 * Spec: spam-deposit.md#allowance.
 * @param rate - The channel's: `stake` base units for `volume` bytes a window to one receiver, both > 0n.
 * @param deposit - Base units ≥ 0n.
 * @param receivers - How many each message goes to, > 0.
 * @returns Bytes a window ≥ 0n.
 * @example volumeFor({ stake: 10n, volume: 1_000n }, 95n, 4) // 2375n
 */
export const volumeFor = (
  { stake, volume }: Pick<Channel, 'stake' | 'volume'>,
  deposit: bigint,
  receivers: number,
): bigint => mulDiv(deposit, volume, stake * BigInt(receivers), 'down')

/**
 * The least deposit that entitles to a volume: ceil(volume · receivers · stake / rate). More data and more receivers need more.
 * Spec: spam-deposit.md#allowance.
 * @param rate - The channel's: `stake` base units for `volume` bytes a window to one receiver, both > 0n.
 * @param bytes - A window's, ≥ 0n.
 * @param receivers - How many each message goes to, > 0.
 * @returns Base units ≥ 0n.
 * @example depositFor({ stake: 10n, volume: 1_000n }, 2_375n, 4) // 95n
 */
export const depositFor = (
  { stake, volume }: Pick<Channel, 'stake' | 'volume'>,
  bytes: bigint,
  receivers: number,
): bigint => mulDiv(bytes * BigInt(receivers), stake, volume, 'up')
