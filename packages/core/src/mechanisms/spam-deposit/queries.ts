/** What can be read of an instance. Spec: spam-deposit.md#queries. */
import type { Listing } from '../../kernel/index.js'
import type { Allowance } from './admit.js'
import { depositFor, termsIn, volumeFor } from './channels.js'
import { type SpamDepositConfig, type SpamDepositParams, windowOf } from './config.js'
import { carried, keyIn } from './deposits.js'
import type { DepositKey, SpamDepositTables, SpamDepositView } from './tables.js'

/** An instance in a whole state, whose tables can be listed. */
export interface SpamDepositListing extends Listing<SpamDepositConfig, SpamDepositParams, SpamDepositTables> {}

/**
 * What a signer may send for a producer in the present window, for relayers to keep.
 * Spec: spam-deposit.md#allowance.
 * @param view - Of the instance, at the time that counts.
 * @param stream - The stream of the state looked at.
 * @param of - Channel, signer and producer.
 * @returns The allowance with nothing used of it; undefined where there is no such channel or nothing is deposited, or
 * the signer has named no key for this window.
 * @example allowanceOf(view(system, state, now).mechanisms['spam-deposit'], 'marlin', { channel: 'eth', signer: 'ann', producer: 'ann' })
 */
export function allowanceOf(view: SpamDepositView, stream: string, of: DepositKey): Allowance | undefined {
  const { channel, signer, producer } = of
  const rate = view.tables.channels.get({ channel })
  const row = view.tables.deposits.get({ channel, signer, producer })
  const window = presentWindow(view)
  const terms = termsIn(view, channel, window)
  const id = keyIn(view, { channel, signer, producer }, window)
  const key = id === undefined ? undefined : view.key(signer, id)
  if (rate === undefined || terms === undefined || row === undefined || id === undefined || key === undefined) {
    return undefined
  }
  const volume = volumeFor(rate, carried(view, row).minimum, terms.receivers)
  const { scheme, publicKey } = key
  const instance = view.self.slice(1)
  const about = { stream, instance, channel, signer, producer, window, volume }
  return { ...about, key: { id, scheme, publicKey }, floor: 0n, admitted: [] }
}

/**
 * What has to be deposited on a channel to send so much: more data and more receivers need more.
 * Spec: spam-deposit.md#allowance.
 * @param view - Of the instance.
 * @param channel - The channel's id.
 * @param bytes - A window's, ≥ 0n.
 * @param receivers - How many each message goes to, > 0; default: as many as the channel has now.
 * @returns Base units of the channel's asset; undefined where there is no such channel.
 * @example requiredDeposit(view(system, state).mechanisms['spam-deposit'], 'eth', 1_000_000n)
 */
export function requiredDeposit(
  view: SpamDepositView,
  channel: string,
  bytes: bigint,
  receivers: number | undefined = termsIn(view, channel, presentWindow(view))?.receivers,
): bigint | undefined {
  const rate = view.tables.channels.get({ channel })
  return rate === undefined || receivers === undefined ? undefined : depositFor(rate, bytes, receivers)
}

/**
 * The present window of an instance.
 * Spec: spam-deposit.md#windows.
 * @param view - Of the instance.
 * @returns Its number.
 * @example presentWindow(view(system, state, 86_400).mechanisms['spam-deposit'])
 */
export const presentWindow = ({ config, now }: SpamDepositView): number => windowOf(config, now)
