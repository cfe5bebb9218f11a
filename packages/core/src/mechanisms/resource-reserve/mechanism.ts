/** Hardware as a reserve that backs others' work for a time. Spec: resource-reserve.md. */
import { defineMechanism } from '../../kernel/index.js'
import { appraise, mint, report } from './appraising.js'
import { assign, unassign } from './assigning.js'
import { audits } from './audits.js'
import { end, expire, move } from './certificates.js'
import { admits, configFields, paramFields } from './config.js'
import { events } from './events.js'
import { attest, host, recall } from './liveness.js'
import { publish } from './publishing.js'
import { ports } from './queries.js'
import { lapse, quote, take } from './quoting.js'
import { register, reschedule, retire, upgrade } from './registering.js'
import { rejections } from './rejections.js'
import { decline, grant, request } from './requesting.js'
import { collect } from './returns.js'
import { admit, offer, rulebook, withhold } from './rulebooks.js'
import { buy, sell, title, unsell } from './sales.js'
import { stake, unstake } from './staking.js'
import { tables } from './tables.js'
import { appoint, deposit, volume, withdraw } from './volumes.js'

/**
 * Hardware is appraised, its value minted once as a token bound to it, and let out in parts, one to one, as certificates
 * that back applications for a time and a fee. Nothing is lent twice, and nothing above what it is worth now or will be
 * by its schedule.
 * Spec: resource-reserve.md. Source: full-reserve liquidity for a network of nodes.
 * @example
 * resourceReserve.with({
 *   asset: 'USD', native: 'NAT', period: 2_592_000, appraisers: ['ada', 'bob', 'cyd'], threshold: 2,
 *   reportAge: 604_800, appraisalAge: 2_592_000, jump: 2_000, weight: 4_000, reference: 1_000n, grace: 86_400,
 *   notice: 259_200, hold: 600, scheduleInterval: 31_536_000, longestLife: 315_360_000, longestLease: 31_536_000,
 *   looks: 100_000, leastPart: 0n, publishInterval: 86_400, publishMost: 32_768, authority: '@governance',
 * })
 */
export const resourceReserve = defineMechanism({
  name: 'resource-reserve',
  config: configFields,
  params: paramFields,
  admits,
  mints: ({ native }) => [native],
  tables,
  events,
  rejections,
  queries: ports,
  commands: {
    register,
    reschedule,
    upgrade,
    retire,
    report,
    appraise,
    mint,
    stake,
    unstake,
    attest,
    host,
    recall,
    rulebook,
    admit,
    offer,
    withhold,
    quote,
    take,
    lapse,
    request,
    grant,
    decline,
    end,
    expire,
    move,
    assign,
    unassign,
    appoint,
    deposit,
    withdraw,
    volume,
    title,
    sell,
    unsell,
    buy,
    collect,
    publish,
  },
  audits,
})
