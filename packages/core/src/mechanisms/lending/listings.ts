/** Which assets are collateral, agreed with partners, and what partners set aside for them. Spec: lending.md#collateral. */
import { Amount, Asset, Count, oneOf, optional, Party, struct } from '../../codec/index.js'
import { type Account, available, type Command } from '../../kernel/index.js'
import { type LendingScope, type LendingView, type Listing, type Terms, termFields } from './tables.js'
import { current, earlierOf, isCovered, isOver, WHOLE } from './values.js'

/** What `lending.list` takes: admits an asset as collateral, or changes its terms. */
export interface ListCollateral {
  readonly asset: string
  /** Who has to agree: the network whose asset it is. Absent: nobody. */
  readonly partner?: string
  readonly terms: Terms
}
/** What `lending.accept` takes. */
export interface AcceptOffer {
  readonly asset: string
  readonly revision: number
}
/** What `lending.retire` and `lending.leave` take. */
export interface EndListing {
  readonly asset: string
}
/** What `lending.confirm` takes: what somebody else says of a listing. */
export interface ConfirmListing {
  readonly asset: string
  readonly outcome: Terms['outcome']
}
/** What `lending.guarantee` and `lending.reclaim` take. */
export interface GuaranteeAmount {
  /** The collateral. */
  readonly asset: string
  /** Base units of the lent asset. */
  readonly amount: bigint
}

export const list: Command<ListCollateral, LendingScope> = {
  input: struct<ListCollateral>({ asset: Asset, partner: optional(Party), terms: termFields }),
  authority: true,
  apply(scope, { asset, partner, terms }) {
    const { config, tables, emit, reject } = scope
    if (asset === config.asset) reject('LENDING_ASSET_IS_LENT', { asset })
    if (!areSound(terms)) reject('LENDING_TERMS_REFUSED', terms)
    checkPlace(scope, asset, partner ?? null, terms)
    if (partner === undefined) {
      admit(scope, asset, null, terms)
    } else {
      const revision = (tables.offers.get({ asset })?.revision ?? 0) + 1
      tables.offers.put({ asset }, { revision, partner, terms, open: true })
      emit('offered', { revision })
    }
  },
}

export const confirm: Command<ConfirmListing, LendingScope> = {
  input: struct<ConfirmListing>({ asset: Asset, outcome: oneOf('sale', 'burn', 'lock') }),
  apply(scope, { asset, outcome }) {
    const { terms } = known(scope, asset)
    if (terms.outcome !== outcome) scope.reject('LENDING_OUTCOME_DIFFERS', { outcome: terms.outcome })
  },
}

export const accept: Command<AcceptOffer, LendingScope> = {
  input: struct<AcceptOffer>({ asset: Asset, revision: Count }),
  apply(scope, { asset, revision }) {
    const { by, tables, reject } = scope
    const offer = tables.offers.get({ asset })
    if (offer === undefined || !offer.open || offer.revision !== revision)
      return reject('LENDING_OFFER_UNKNOWN', { asset })
    if (by !== offer.partner) reject('LENDING_NOT_PARTNER', { partner: offer.partner })
    checkPlace(scope, asset, offer.partner, offer.terms)
    tables.offers.put({ asset }, { ...offer, open: false })
    admit(scope, asset, offer.partner, offer.terms)
  },
}

/** Both end a listing with its notice: the authority's side and the partner's. */
const ending = (byPartner: boolean): Command<EndListing, LendingScope> => ({
  input: struct<EndListing>({ asset: Asset }),
  authority: !byPartner,
  apply(scope, { asset }) {
    const { by, config, now, tables, emit, retain, reject } = scope
    const row = known(scope, asset)
    if (byPartner && by !== row.partner) reject('LENDING_NOT_PARTNER', { partner: row.partner })
    if (row.ends !== null) reject('LENDING_COLLATERAL_RETIRED', { ends: row.ends })
    const ends = now + row.terms.notice
    tables.listings.put({ asset }, { ...row, ends })
    if (row.deposited === 0n) retain(asset, config.unit, null)
    emit('retired', { ends })
  },
})
export const retire = ending(false)
export const leave = ending(true)

export const guarantee: Command<GuaranteeAmount, LendingScope> = {
  input: struct<GuaranteeAmount>({ asset: Asset, amount: Amount }),
  apply(scope, { asset, amount }) {
    const { by, config, tables, transfer } = scope
    const row = guaranteed(scope, asset)
    transfer({ from: available(by, config.asset), to: guaranteeAccount(scope, by, asset), amount })
    tables.listings.put({ asset }, { ...row, guarantee: row.guarantee + amount })
  },
}

export const reclaim: Command<GuaranteeAmount, LendingScope> = {
  input: struct<GuaranteeAmount>({ asset: Asset, amount: Amount }),
  apply(scope, { asset, amount }) {
    const { by, config, tables, transfer, reject } = scope
    const row = guaranteed(scope, asset)
    const left = { ...row, guarantee: row.guarantee - amount }
    if (left.guarantee < 0n) reject('LENDING_GUARANTEE_BOUND', { guarantee: row.guarantee })
    if (row.deposited > 0n && !isCovered(scope, asset, left))
      reject('LENDING_GUARANTEE_BOUND', { deposited: row.deposited })
    transfer({ from: guaranteeAccount(scope, by, asset), to: available(by, config.asset), amount })
    tables.listings.put({ asset }, left)
  },
}

/** Where what a partner has set aside for its collateral lies: still the partner's. */
export const guaranteeAccount = (view: LendingView, partner: string, asset: string): Account =>
  view.purse(partner, view.config.asset, 'guarantee', asset)

/** The listing of an asset, its terms those in force, or a refusal. */
export function known({ now, tables, reject }: LendingScope, asset: string): Listing {
  return current(tables.listings.get({ asset }) ?? reject('LENDING_COLLATERAL_UNKNOWN', { asset }), now)
}

function guaranteed(scope: LendingScope, asset: string): Listing {
  const { by, reject } = scope
  const row = known(scope, asset)
  if (by !== row.partner) reject('LENDING_NOT_PARTNER', { partner: row.partner })
  if (row.terms.outcome === 'sale') reject('LENDING_NOT_GUARANTEED', { asset })
  return row
}

/**
 * Whether terms are such that a liquidation leaves a position healthier than it was: what is taken for a debt carried
 * less than the debt.
 */
function areSound({ loanToValue, threshold, bonus, outcome, uncovered }: Terms): boolean {
  const taken = BigInt(threshold) * (WHOLE + BigInt(bonus))
  const sold = outcome === 'sale'
  return loanToValue < threshold && taken < WHOLE * WHOLE && (sold ? uncovered === 0n : bonus === 0)
}

/** Whether nothing is left that rests on a listing, so that another may take its place. */
const isVacant = (row: Listing, now: number): boolean =>
  isOver(row, now) && row.deposited === 0n && row.guarantee === 0n

/** Partner and outcome stay as long as anything rests on the listing: what may not be sold never becomes a sale. */
function checkPlace({ now, tables, reject }: LendingScope, asset: string, partner: string | null, terms: Terms): void {
  const row = tables.listings.get({ asset })
  if (row === undefined || isVacant(row, now)) return
  if (row.partner !== partner || row.terms.outcome !== terms.outcome) reject('LENDING_LISTING_BOUND', { asset })
  if (row.ends !== null) reject('LENDING_COLLATERAL_RETIRED', { ends: row.ends })
}

/** Terms at once where there are none in force, otherwise after the notice of those in force. */
function admit(scope: LendingScope, asset: string, partner: string | null, terms: Terms): void {
  const { config, now, tables, emit, retain } = scope
  // from the beginning: whoever pruned reports before the first loan would prevent it
  for (const priced of [asset, config.asset]) if (priced !== config.unit) retain(priced, config.unit, earlierOf(scope))
  const row = tables.listings.get({ asset })
  if (row === undefined || isVacant(row, now)) {
    const { uncovered } = terms
    const fresh = { partner, terms, next: null, ends: null, deposited: 0n, guarantee: 0n, uncovered }
    tables.listings.put({ asset }, fresh)
    emit('listed', { from: now })
    return
  }
  const listing = current(row, now)
  const from = now + listing.terms.notice
  tables.listings.put({ asset }, { ...listing, next: { from, terms } })
  emit('listed', { from })
}
