import { createSystem, type FeedPolicy } from '@symbolon/core'
import { governance } from '@symbolon/core/governance'
import { lending } from '@symbolon/core/lending'
import { mutualCredit } from '@symbolon/core/mutual-credit'
import { transfer } from '@symbolon/core/transfer'
import { RECORDED_AT } from './planned.js'
import { DAY } from './systems.js'

export const HOUR = 3600
const policy: FeedPolicy = {
  reporters: ['oracle'],
  signers: [],
  threshold: 0,
  maxAge: 2 * DAY,
  futureSkew: 0,
  lowest: null,
  highest: null,
  jump: 5000,
  monotone: true,
  timelock: DAY,
}

/** Two networks, each with a token of its own, governed by its holders; and a bank that lends dollars against reserves. */
export const allianceSystem = createSystem({
  spec: '1.0',
  mechanisms: [
    transfer.with({}),
    governance.with({
      asset: 'OAK',
      threshold: 1_000n,
      delay: DAY,
      period: 4 * DAY,
      quorum: 400,
      majority: 5_000,
      timelock: DAY,
      grace: 14 * DAY,
      guardian: null,
      representatives: ['mutual-credit'],
      authority: '@governance',
    }),
    mutualCredit.with({
      epoch: DAY,
      origin: RECORDED_AT,
      assets: ['OAK', 'IVY'],
      lenders: ['bank'],
      authority: 'founder',
    }),
    lending.as('bank').with({
      asset: 'USD',
      unit: 'USD',
      curve: [
        { utilisation: 0, rate: 200 },
        { utilisation: 8_000, rate: 800 },
      ],
      reserve: 1_000,
      close: 5_000,
      least: 10n,
      lag: HOUR,
      authority: 'board',
    }),
  ],
  assets: [{ asset: 'OAK', tracked: true }, { asset: 'IVY', tracked: true }, { asset: 'USD' }],
  allocations: [
    { party: 'ann', asset: 'OAK', amount: 600_000n },
    { party: 'abe', asset: 'OAK', amount: 400_000n },
    { party: 'bob', asset: 'IVY', amount: 210_000n },
    { party: 'bea', asset: 'IVY', amount: 90_000n },
    { party: 'sue', asset: 'USD', amount: 500_000n },
    { party: 'op-oak', asset: 'USD', amount: 100_000n },
    { party: 'bob', asset: 'USD', amount: 1_000n },
  ],
  feeds: ['OAK', 'IVY'].map((base) => ({ base, quote: 'USD', policy })),
})
