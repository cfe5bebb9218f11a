/** Which commands the host takes from anybody who asks it. */
import { decode } from '@symbolon/core'
import { addressOf } from '@symbolon/core/signature'
import { partyOf, system } from './system.js'

/**
 * Whether the host vouches for a command. One that is signed speaks for itself. A party's first key is registered
 * without a signature, and whoever registers it is the party from then on: so the key has to be the wallet's that the
 * party is named by. Nothing else comes in unsigned, or anybody could act for a party that has no key, like the founder.
 */
export function isAdmitted(json: unknown): boolean {
  if (typeof json !== 'object' || json === null) return false
  if ('signature' in json) return true
  const decoded = decode(system, { ...json, at: '0' })
  if (decoded.status !== 'decoded' || decoded.command.type !== 'key.register') return false
  const { by, input } = decoded.command
  try {
    return input.scheme === 'secp256k1' && by === partyOf(addressOf(input.publicKey))
  } catch {
    return false
  }
}
