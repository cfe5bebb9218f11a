import { createSystem } from '@symbolon/core'
import { resourceReserve } from '@symbolon/core/resource-reserve'
import { DAY } from './systems.js'

/** Base units of a dollar. */
export const CENTS = 100n
const MONTH = 30 * DAY

/** Nodes whose hardware is written off over five years, and backs what others do, one to one. */
export const fleetSystem = createSystem({
  spec: '1.0',
  mechanisms: [
    resourceReserve.with({
      asset: 'USD',
      native: 'NAT',
      period: MONTH,
      appraisers: ['ada', 'bob', 'cyd'],
      threshold: 2,
      reportAge: 7 * DAY,
      appraisalAge: 45 * DAY,
      jump: 1_000,
      weight: 3_000,
      reference: 100n,
      grace: 14 * DAY,
      notice: 3 * DAY,
      hold: 600,
      scheduleInterval: 365 * DAY,
      longestLife: 60 * MONTH,
      longestLease: 120 * DAY,
      looks: 10_000,
      leastPart: 100n * CENTS,
      publishInterval: DAY,
      publishMost: 10_000,
      authority: 'council',
    }),
  ],
  assets: [{ asset: 'USD' }],
  allocations: [{ party: 'bazaar', asset: 'USD', amount: 1_000_000n * CENTS }],
})
