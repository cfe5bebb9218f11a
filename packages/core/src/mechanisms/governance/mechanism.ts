/** Holders of an asset decide together what a party of the system does. Spec: governance.md. */
import { defineMechanism } from '../../kernel/index.js'
import { audits } from './audits.js'
import { count, split, vote } from './ballots.js'
import { cancel, confirm, execute, queue } from './carry-out.js'
import { admits, configFields, paramFields } from './config.js'
import { delegate } from './delegate.js'
import { events } from './events.js'
import { propose } from './propose.js'
import { ports } from './queries.js'
import { rejections } from './rejections.js'
import { tables } from './tables.js'

/**
 * Holders of an asset, or those they have delegated their votes to, decide on commands that `@governance` then runs,
 * all or nothing. Whatever has `authority: '@governance'` is governed so, this mechanism included.
 * Spec: governance.md. Source: the governor contracts of Compound and OpenZeppelin.
 * @example
 * createSystem({
 *   spec: '1.0',
 *   mechanisms: [governance.with({
 *     asset: 'MPOND', threshold: 100n, delay: 86_400, period: 432_000, quorum: 400, majority: 5_000,
 *     timelock: 172_800, grace: 1_209_600, guardian: null, authority: '@governance',
 *   })],
 *   assets: [{ asset: 'MPOND', tracked: true }],
 * })
 */
export const governance = defineMechanism({
  name: 'governance',
  config: configFields,
  params: paramFields,
  admits,
  tables,
  events,
  rejections,
  queries: ports,
  commands: { delegate, propose, vote, split, count, queue, execute, cancel, confirm },
  audits,
})
