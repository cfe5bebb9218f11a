/** Deposits that entitle to send, and are slashed for spam. Spec: spam-deposit.md. */
import { defineMechanism } from '../../kernel/index.js'
import { accept, collect, decline, end, offer } from './agreements.js'
import { audits } from './audits.js'
import { channelCommands } from './channels.js'
import { admits, configFields, paramFields } from './config.js'
import { deposit, leave, rekey, withdraw } from './deposits.js'
import { events } from './events.js'
import { forget, proveCommand, report } from './faults.js'
import { rejections } from './rejections.js'
import { tables } from './tables.js'
import { quorum, type SpamVerifier } from './verifiers.js'

/**
 * Spam deposits whose channels may name these verifiers, beside `quorum`.
 * Spec: spam-deposit.md#verifiers.
 * @param verifiers - Pure functions, each under its own name. The config says which of them count in a system.
 * @returns The mechanism `spam-deposit`; whoever replays its records needs the same verifiers.
 * @throws {TypeError} when two have one name.
 * @example spamDepositWith([leadingZeros]).with({ window: 60, evidence: 30, wait: 31, verifiers: ['leading-zeros'], reward: 2_500 })
 */
export function spamDepositWith(verifiers: readonly SpamVerifier[]) {
  const known = new Map([quorum, ...verifiers].map((verifier) => [verifier.name, verifier]))
  if (known.size !== verifiers.length + 1) throw new TypeError('two verifiers have one name')
  const names = new Set(known.keys())
  return defineMechanism({
    name: 'spam-deposit',
    config: configFields,
    params: paramFields,
    admits: (config, params) => admits(config, params, names),
    tables,
    events,
    rejections,
    commands: {
      ...channelCommands(known),
      deposit,
      rekey,
      leave,
      withdraw,
      offer,
      decline,
      accept,
      collect,
      end,
      report,
      prove: proveCommand(known),
      forget,
    },
    audits,
  })
}

/**
 * Producers, or attesters for them, deposit an asset on a channel, which entitles to so many bytes a window. Each message
 * is attested to use a range of them. Two messages over overlapping ranges, or one that the channel's verifier is shown
 * to be spam, cost a fraction of the deposit, once each; a part goes to the reporter, the rest is burned.
 * Spec: spam-deposit.md. Source: spam prevention of the Marlin network.
 * @example spamDeposit.with({ window: 60, evidence: 30, wait: 31, reward: 2_500, authority: '@governance' })
 */
export const spamDeposit = spamDepositWith([])
