/** Pure reads of mutual credit. Spec: mutual-credit.md#queries. */
import type { Account, Entry } from '../../kernel/index.js'
import type { Agreement, Page, Span } from './agreement-tables.js'
import { epochAt } from './epochs.js'
import type { ReserveKey } from './reserve-tables.js'
import type { MutualCreditView } from './tables.js'
import type { Terms } from './terms.js'

/**
 * The party as which a network holds, votes and borrows.
 * Spec: mutual-credit.md#accounts.
 * @param self - The instance's own party.
 * @param network - The network's id.
 * @returns The party below the instance's.
 * @example networkParty('@mutual-credit', 'alba') // '@mutual-credit.alba'
 */
export const networkParty = (self: string, network: string): string => `${self}.${network}`

/**
 * Where a network keeps what it received under an agreement. Nothing but the instance's own commands reach it.
 * Spec: mutual-credit.md#accounts.
 * @param view - Reads of the instance.
 * @param reserve - Agreement, network that holds, and asset.
 * @returns The account.
 * @example reserveAccount(view(system, state).mechanisms['mutual-credit'], { agreement: 'ab', network: 'a', asset: 'B' })
 */
export const reserveAccount = (view: MutualCreditView, { agreement, network, asset }: ReserveKey): Account =>
  view.purse(networkParty(view.self, network), asset, 'reserve', agreement)

/** Where what is being distributed waits to be claimed. */
export const potAccount = (view: MutualCreditView, network: string, pot: string, asset: string): Account =>
  pot === FEES
    ? view.purse(networkParty(view.self, network), asset, 'dividend')
    : view.purse(networkParty(view.self, network), asset, 'distribution', pot)

/** The pot that fees are shared out from. */
export const FEES = '@fees'

/** Where a network's fees lie until their epoch is settled. */
export const feesAccount = (view: MutualCreditView, network: string, fees: string): Account =>
  view.purse(networkParty(view.self, network), fees, 'fees')

/** What a network has borrowed, was paid, or took from defaulted loans. */
export const treasuryAccount = (view: MutualCreditView, network: string, asset: string): Account =>
  view.purse(networkParty(view.self, network), asset, 'treasury')

/** What secures a holder's loan: the holder's still. */
export const securityAccount = (view: MutualCreditView, borrower: string, own: string, network: string): Account =>
  view.purse(borrower, own, 'security', network)

/** What a holder has staked. */
export const stakeAccount = (view: MutualCreditView, holder: string, asset: string): Account =>
  view.purse(holder, asset, 'stake')

/**
 * The revision that is in force in an epoch, if it isn't settled and forgotten.
 * Spec: mutual-credit.md#in-force.
 * @param view - Reads of the instance.
 * @param agreement - The agreement's id.
 * @param epoch - Any epoch that isn't settled.
 * @returns The span's row; undefined when none is in force.
 * @example spanAt(view(system, state).mechanisms['mutual-credit'], 'ab', 12)?.row.revision
 */
export function spanAt(
  { tables }: MutualCreditView,
  agreement: string,
  epoch: number,
): Entry<{ readonly agreement: string; readonly from: number }, Readonly<Span>> | undefined {
  const span = tables.spans.before({ agreement }, epoch + 1)
  return span !== undefined && (span.row.until === null || span.row.until > epoch) ? span : undefined
}

/** What stands of an agreement. */
export interface AgreementState extends Agreement {
  /** Present epoch: in force, to come, or over; `offered` when nothing was ever agreed or all of it is over. */
  readonly status: 'offered' | 'coming' | 'active' | 'over'
  /** Terms in force, or the next to come. */
  readonly terms?: Readonly<Terms>
  /** Terms that can be accepted. */
  readonly offer?: Readonly<Terms>
}

/**
 * What stands of an agreement now.
 * Spec: mutual-credit.md#queries.
 * @param view - Reads of the instance.
 * @param agreement - The agreement's id.
 * @returns Its sides, status, terms and open offer; undefined when there is none.
 * @example agreementOf(view(system, state).mechanisms['mutual-credit'], 'ab')?.status
 */
export function agreementOf(view: MutualCreditView, agreement: string): AgreementState | undefined {
  const { tables, config, now } = view
  const row = tables.agreements.get({ agreement })
  if (row === undefined) return undefined
  const present = epochAt(config, now) ?? 0
  const spans = [...tables.spans.under({ agreement })].filter(({ row: { until } }) => until === null || until > present)
  const span = spans[0]
  const offered = tables.offers.get({ agreement })
  const terms = span && tables.revisions.get({ agreement, revision: span.row.revision })
  const offer = offered && tables.revisions.get({ agreement, revision: offered.revision })
  const before = offered === undefined ? 'over' : 'offered'
  const status = span === undefined ? before : span.key.from > present ? 'coming' : 'active'
  return { ...row, status, ...(terms && { terms }), ...(offer && { offer }) }
}

/**
 * The epoch that is settled next, and where its next page begins.
 * Spec: mutual-credit.md#settling.
 * @param view - Reads of the instance.
 * @returns The row and its epoch; undefined while there is nothing to settle.
 * @example nextEpoch(view(system, state).mechanisms['mutual-credit'])?.key.epoch
 */
export function nextEpoch({ tables }: MutualCreditView): Entry<{ readonly epoch: number }, Readonly<Page>> | undefined {
  return isEmpty(tables.live.under({})) && isEmpty(tables.fees.under({}))
    ? undefined
    : tables.epochs.before({}, Number.MAX_SAFE_INTEGER)
}
const isEmpty = (rows: Iterable<unknown>): boolean => rows[Symbol.iterator]().next().done === true
