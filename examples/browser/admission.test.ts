import type { JsonValue } from '@symbolon/core/codec'
import { privateKeyToAccount } from 'viem/accounts'
import { describe, expect, it } from 'vitest'
import { isAdmitted } from './admission.js'
import { registration, signed } from './signing.js'
import { FOUNDER, partyOf } from './system.js'

const wallet = privateKeyToAccount(`0x${'46'.repeat(32)}`)
const other = privateKeyToAccount(`0x${'47'.repeat(32)}`)
const party = partyOf(wallet.address)
const registered = (by: string, { signTypedData } = wallet) =>
  registration(by, 'bridge', (data) => signTypedData(data as never))
const unsigned = (by: string): JsonValue => ({
  id: 'c1',
  by,
  type: 'transfer.send',
  input: { to: 'mallory', asset: 'MPOND', amount: '1' },
})

describe('what the host takes from anybody', () => {
  it('takes the key of the wallet that the party is named by, and no other', async () => {
    expect(isAdmitted(await registered(party))).toBe(true)
    expect(isAdmitted(await registered(party, other))).toBe(false)
    expect(isAdmitted(await registered(FOUNDER))).toBe(false)
  })

  it('takes nothing else without a signature', async () => {
    expect(isAdmitted(unsigned(FOUNDER))).toBe(false)
    expect(isAdmitted(unsigned(party))).toBe(false)
    for (const malformed of [null, 'x', [], {}, { type: 'key.register', by: party }])
      expect(isAdmitted(malformed)).toBe(false)
    const wish = { type: 'bridge.request', input: { amount: 1n } } as const
    expect(isAdmitted(await signed(party, wish, 'bridge', (data) => wallet.signTypedData(data as never)))).toBe(true)
  })
})
